package dev.ringspect.protocol.syntax.uring;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.CDeclaration;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;

/** What stands at the top of a {@code .uring} file. */
public sealed interface UringItem {
    /** All of it. */
    Span span();

    /** {@code protocol name;}. */
    record ProtocolName(Name name, Span span) implements UringItem {}

    /** {@code on device "glob";} and its relatives, at the top or in a command. */
    record On(String kind, List<Quoted> names, Span span) implements UringItem, CommandPart {
        public On {
            names = List.copyOf(names);
        }
    }

    /** {@code needs sqe128, cqe32 | cqe_mixed;}, at the top or in a command. */
    record Needs(List<List<Name>> allOf, Span span) implements UringItem, CommandPart {
        public Needs {
            allOf = allOf.stream().map(List::copyOf).toList();
        }
    }

    /** A C declaration. */
    record Declaration(CDeclaration declaration) implements UringItem {
        @Override
        public Span span() {
            return declaration.span();
        }
    }

    /**
     * A command.
     *
     * @param numbers its numbers; empty for {@code *}, which is every number
     * @param since {@code major.minor} as written
     */
    record Command(Name name, List<Expr> numbers, Optional<Name> since, List<CommandPart> parts, Span span)
            implements
                UringItem {
        public Command {
            numbers = List.copyOf(numbers);
            parts = List.copyOf(parts);
        }
    }

    /** {@code refine struct tag { rules }}. */
    record Refine(Type.Keyword keyword, Name tag, List<Rule> rules, Span span) implements UringItem {
        public Refine {
            rules = List.copyOf(rules);
        }
    }

    /** A string where it is written, its quotes removed. */
    record Quoted(String text, Span span) {}

    /** What stands in a command. */
    sealed interface CommandPart permits On, Needs, Payload, Words, Errors, Check, Pending {
        /** All of it. */
        Span span();
    }

    /** {@code payload struct tag;}. */
    record Payload(Type.Keyword keyword, Name tag, Span span) implements CommandPart {}

    /** {@code sqe { }} or {@code cqe { }}. */
    record Words(boolean cqe, List<Word> words, Span span) implements CommandPart {
        public Words {
            words = List.copyOf(words);
        }
    }

    /** {@code optlen as length : enum T;}. */
    record Word(Name field, Optional<Name> as, Optional<Meaning> meaning, Span span) {}

    /** {@code errors { EINVAL "text"; }}. */
    record Errors(List<ErrorText> errors, Span span) implements CommandPart {
        public Errors {
            errors = List.copyOf(errors);
        }
    }

    /** One errno of a command. */
    record ErrorText(Name errno, Quoted text) {}

    /** {@code check condition severity "text";}. */
    record Check(Expr condition, Severity severity, Optional<Quoted> text, Span span) implements CommandPart {}

    /** {@code pending;}. */
    record Pending(Span span) implements CommandPart {}

    /** One line of a {@code refine}. */
    sealed interface Rule {
        /** The member. */
        Expr.Name member();

        /** All of it. */
        Span span();

        /** {@code member : meaning;}. */
        record Means(Expr.Name member, Meaning meaning, Span span) implements Rule {}

        /** {@code member == value severity;}. */
        record MustBe(Expr.Name member, Expr value, Severity severity, Span span) implements Rule {}
    }

    /** What a number stands for. */
    sealed interface Meaning {
        /** {@code enum tag}. */
        record OneOf(Name tag) implements Meaning {}

        /** {@code flags enum tag}. */
        record FlagsOf(Name tag) implements Meaning {}

        /** {@code pointer to type}; {@code target} as written. */
        record PointerTo(String target) implements Meaning {}
    }
}
