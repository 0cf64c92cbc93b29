package dev.ringspect.server.cli.doctor;

import java.util.List;

/**
 * One thing that tracing needs, and whether it is here.
 *
 * @param name what is asked about, in a word or two
 * @param state the answer
 * @param found what was found, in a line
 * @param fix what to do, a line each, as text and commands to paste; empty when nothing needs doing
 */
record Readiness(String name, State state, String found, List<String> fix) {
    /** How a check ended. */
    enum State {
        /** As it should be. */
        OK("ok"),
        /** Something is less than it could be; tracing works all the same. */
        LIMITED("limited"),
        /** Tracing does not work without it. */
        MISSING("missing");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** The word in text and JSON. */
        String word() {
            return word;
        }
    }

    Readiness {
        fix = List.copyOf(fix);
    }

    static Readiness ok(String name, String found) {
        return new Readiness(name, State.OK, found, List.of());
    }

    static Readiness limited(String name, String found, String... fix) {
        return new Readiness(name, State.LIMITED, found, List.of(fix));
    }

    static Readiness missing(String name, String found, String... fix) {
        return new Readiness(name, State.MISSING, found, List.of(fix));
    }
}
