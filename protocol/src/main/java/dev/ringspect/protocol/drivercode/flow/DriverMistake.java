package dev.ringspect.protocol.drivercode.flow;

import java.util.Optional;

import dev.ringspect.protocol.text.Span;

/**
 * What is wrong on some way through a driver's function.
 *
 * @param id the inspection that is about it
 * @param where the statement or expression
 * @param related a place before it that explains it, and what is there
 */
public record DriverMistake(String id, Span where, String message, Optional<Span> related, String what) {
    static DriverMistake of(String id, Span where, String message) {
        return new DriverMistake(id, where, message, Optional.empty(), "");
    }

    DriverMistake with(Span place, String what) {
        return new DriverMistake(id, where, message, Optional.of(place), what);
    }
}
