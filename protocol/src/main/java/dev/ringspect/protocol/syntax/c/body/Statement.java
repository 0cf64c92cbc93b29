package dev.ringspect.protocol.syntax.c.body;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Span;

/** A statement of a C function. */
public sealed interface Statement {
    /** {@code { ... }} */
    record Block(List<Statement> statements) implements Statement {
        public Block {
            statements = List.copyOf(statements);
        }
    }

    /** An expression or a declaration, without its {@code ;}. */
    record Simple(Phrase phrase) implements Statement {}

    /** {@code if}, with each {@code else if} that follows, and what is done where no condition holds. */
    record If(List<Arm> arms, Optional<Statement> otherwise) implements Statement {
        public If {
            arms = List.copyOf(arms);
        }
    }

    /** A condition, which is asked when none before it holds, and what is done when it does. */
    record Arm(Phrase condition, Statement then) {}

    /**
     * A loop.
     *
     * @param kind which
     * @param start what is done once before it; for a macro all that it is given
     * @param condition what is asked before each round; empty where nothing is
     * @param step what is done after each round
     */
    record Loop(Kind kind, Phrase start, Phrase condition, Phrase step, Statement body) implements Statement {
        /** The kinds of loops. */
        public enum Kind {
            WHILE, DO, FOR,
            /** {@code list_for_each_entry(a, &b, c) ...}; nobody sees its condition. */
            MACRO,
            /** {@code scoped_guard(lock, &l) ...}, which is done once. */
            ONCE
        }
    }

    record Switch(Phrase over, Statement body) implements Statement {}

    /** {@code case A:}; without a label {@code default:}. */
    record Case(Phrase label) implements Statement {}

    /**
     * The end of a way.
     *
     * @param span the whole statement without its {@code ;}
     */
    record Return(Phrase value, Span span) implements Statement {}

    record Goto(String label) implements Statement {}

    record Label(String name) implements Statement {}

    record Break() implements Statement {}

    record Continue() implements Statement {}
}
