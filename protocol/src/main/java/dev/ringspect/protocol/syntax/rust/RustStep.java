package dev.ringspect.protocol.syntax.rust;

import java.util.List;

import dev.ringspect.protocol.text.Span;

/** A step of a function's body, as control goes through it. */
public sealed interface RustStep {
    /** A run of text that is gone through from its start to its end. */
    record Piece(Span span) implements RustStep {}

    /** A {@code ?}: what failed before it leaves the function, all else goes on. */
    record Try(Span span) implements RustStep {}

    /**
     * What leaves the function or a loop, after the steps of its value.
     *
     * @param returns whether the function is left
     * @param value where the value stands, empty when there is none
     */
    record Leave(boolean returns, Span value) implements RustStep {}

    /** One of several ways; a way without steps is one on which nothing happens. */
    record Branch(List<List<RustStep>> arms) implements RustStep {
        public Branch {
            arms = arms.stream().map(List::copyOf).toList();
        }
    }

    /** What is gone through any number of times. */
    record Loop(List<RustStep> body) implements RustStep {
        public Loop {
            body = List.copyOf(body);
        }
    }

    /** The body of a closure, which runs never, now or later; what leaves it leaves no function around it. */
    record Later(List<RustStep> body) implements RustStep {
        public Later {
            body = List.copyOf(body);
        }
    }
}
