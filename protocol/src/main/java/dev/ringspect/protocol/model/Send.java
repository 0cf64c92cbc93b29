package dev.ringspect.protocol.model;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.text.Location;

/**
 * A command that the author wants to send, as declared; nothing here sends it.
 *
 * @param title what the author calls it
 * @param command the command
 * @param path the file to send it to
 * @param assignments what its fields are set to; all others are 0
 * @param expect what must hold when it has completed
 * @param withinNs how long it may take, in nanoseconds
 * @param where its title
 */
public record Send(String title, Command command, String path, List<Assignment> assignments, Optional<Expr> expect,
        long withinNs, Location where) {
    /** How long a command may take when nothing is said: one second. */
    public static final long USUAL_NS = 1_000_000_000L;

    public Send {
        assignments = List.copyOf(assignments);
    }

    /**
     * A field and its value.
     *
     * @param field a member of the payload by its path, bits beside one, or {@code sqe.NAME}
     */
    public record Assignment(String field, Value value, Location where) {}

    /** What a field is set to. */
    public sealed interface Value {
        /** A number. */
        record OfNumber(long value) implements Value {}

        /** The address of {@code bytes} zeroed bytes of their own. */
        record Buffer(int bytes) implements Value {}

        /** Characters: in an array they are its bytes, in a number the address of them with a NUL after. */
        record Text(String text) implements Value {}
    }
}
