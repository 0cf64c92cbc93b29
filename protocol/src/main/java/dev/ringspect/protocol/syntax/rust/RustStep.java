package dev.ringspect.protocol.syntax.rust;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Span;

/** A step of a function's body, as control goes through it. */
public sealed interface RustStep {
    /** A run of text that is gone through from its start to its end. */
    record Piece(Span span) implements RustStep {}

    /** A {@code ?}: what failed before it leaves the function, all else goes on. */
    record Try(Span span) implements RustStep {}

    /** A way that goes on elsewhere, after the steps of its value. */
    sealed interface Leave extends RustStep {
        /** {@code return}; {@code value} is empty when there is none. */
        record Function(Span value) implements Leave {}

        /** {@code break}, with the label of what it leaves. */
        record Loop(Optional<String> label) implements Leave {}

        /** {@code continue}, with the label of the loop whose next round begins. */
        record Round(Optional<String> label) implements Leave {}

        /** To where nothing comes any more, by {@code panic!} and its kin; into what is nested too deeply to be read, too. */
        record Nowhere() implements Leave {}
    }

    /**
     * One of several ways. The heads of the arms are gone through in order until one is followed into its body; that of an
     * {@code else} is empty, and a body without steps is one in which nothing happens.
     */
    record Branch(List<Arm> arms) implements RustStep {
        public Branch {
            arms = List.copyOf(arms);
        }
    }

    /** A condition or the guard of a pattern, and what is done where it holds. */
    record Arm(List<RustStep> head, List<RustStep> body) {
        public Arm {
            head = List.copyOf(head);
            body = List.copyOf(body);
        }
    }

    /**
     * What is gone through any number of times.
     *
     * @param head what each round begins with, the condition of a {@code while}
     * @param endless whether only what leaves it ends it, so that it is gone through at least once
     */
    record Loop(Optional<String> label, List<RustStep> head, List<RustStep> body, boolean endless) implements RustStep {
        public Loop {
            head = List.copyOf(head);
            body = List.copyOf(body);
        }
    }

    /** A block that {@code break} with its label leaves. */
    record Block(String label, List<RustStep> body) implements RustStep {
        public Block {
            body = List.copyOf(body);
        }
    }

    /**
     * A closure, which runs never, now or later; what leaves its body leaves nothing around it.
     *
     * @param span where its body stands: what is named there is captured
     */
    record Later(Span span, List<RustStep> body) implements RustStep {
        public Later {
            body = List.copyOf(body);
        }
    }
}
