package dev.ringspect.protocol.model;

import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.UapiConstants;

/** The constants that expressions may name besides what is measured. */
public final class NamedConstants {
    private NamedConstants() {}

    /**
     * A constant of the file, else an opcode or flag of io_uring, else an errno as a positive number.
     *
     * @param constants those of the file, by name
     */
    public static Optional<Symbol> of(Map<String, Long> constants, String name) {
        Long own = constants.get(name);
        Long value = own == null ? UapiConstants.ALL.get(name) : own;
        if (value != null) {
            return Optional.of(new Symbol.Constant(value, false));
        }
        return Errno.named(name).map(errno -> new Symbol.Constant(errno.number(), false));
    }
}
