package dev.ringspect.protocol.finding;

import java.util.Optional;

import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.FieldPath;

/**
 * What traffic showed something about, by its name: a text that declares it may be edited while requests come, and the
 * name is still right. Where it stands is looked up once, by who shows the finding.
 */
public sealed interface Subject {
    /** Something that no protocol declares: a ring, a process, a command on a file that speaks none. Findings of texts have it too. */
    record Undeclared() implements Subject {}

    /** A protocol, and none of its commands: a number that it does not declare. */
    record OfProtocol(String protocol) implements Subject {}

    /** A command as a whole. */
    record OfCommand(CommandName command) implements Subject {}

    /** A field of a command, which has not the value that it must have. */
    record OfField(FieldPath field) implements Subject {}

    /**
     * A check of a command.
     *
     * @param number which of the command's checks, from 0
     * @param text its text, by which it is found after others were written above it
     */
    record OfCheck(CommandName command, int number, String text) implements Subject {}

    /**
     * What a command says about an errno.
     *
     * @param errno its positive number
     */
    record OfErrno(CommandName command, int errno) implements Subject {}

    /** The protocol that declares it. */
    default Optional<String> declaredIn() {
        return switch (this) {
            case Undeclared _ -> Optional.empty();
            case OfProtocol(String protocol) -> Optional.of(protocol);
            case OfCommand(CommandName command) -> Optional.of(command.protocol());
            case OfField(FieldPath field) -> Optional.of(field.protocol());
            case OfCheck check -> Optional.of(check.command().protocol());
            case OfErrno(CommandName command, int _) -> Optional.of(command.protocol());
        };
    }
}
