package dev.ringspect.protocol.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A unit of time as the layout language writes it. */
public enum TimeUnitWord {
    /** Nanoseconds. */
    NS(1),
    /** Microseconds. */
    US(1_000),
    /** Milliseconds. */
    MS(1_000_000),
    /** Seconds. */
    S(1_000_000_000);

    private final long nanoseconds;

    TimeUnitWord(long nanoseconds) {
        this.nanoseconds = nanoseconds;
    }

    /** How many nanoseconds it has. */
    public long nanoseconds() {
        return nanoseconds;
    }

    /** The unit called {@code word}. */
    public static Optional<TimeUnitWord> named(String word) {
        return Arrays.stream(values()).filter(unit -> unit.word().equals(word)).findFirst();
    }

    /** {@code ns}, {@code us}, {@code ms} or {@code s}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code count} of these in the largest unit that gives at least one: {@code 1.5 s}. */
    public String text(long count) {
        double total = (double) count * nanoseconds;
        TimeUnitWord best = NS;
        for (TimeUnitWord unit : values()) {
            best = Math.abs(total) >= unit.nanoseconds ? unit : best;
        }
        double scaled = total / best.nanoseconds;
        String number = String.format(Locale.ROOT, "%.3f", scaled).replaceFirst("\\.?0+$", "");
        return number + " " + best.word();
    }
}
