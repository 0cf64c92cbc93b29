package dev.ringspect.protocol.layout;

import java.util.Optional;

/**
 * From a struct to the one that the same text declares for another ABI. Headers choose types by the target's macros
 * ({@code uint64_t} is {@code unsigned long} on x86_64 and {@code unsigned long long} on i386), so what one ABI makes of
 * another's types is not what a program has.
 */
@FunctionalInterface
public interface Counterparts {
    /** For texts whose types are the same on every ABI. */
    Counterparts SAME = (type, _) -> Optional.of(type);

    /** What {@code type} is on {@code abi}; empty where nothing of its name is declared there. */
    Optional<Type.Struct> of(Type.Struct type, Abi abi);
}
