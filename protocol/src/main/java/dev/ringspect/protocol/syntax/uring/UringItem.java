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

    /**
     * {@code import "x.h";}, {@code import rust "x.rs";}, {@code import btf "vmlinux" { struct dup size 24; }}.
     *
     * @param choices which of several types of one name is meant; only of BTF
     */
    record Import(Kind kind, Quoted path, List<Choice> choices, Span span) implements UringItem {
        public Import {
            choices = List.copyOf(choices);
        }

        /** What the imported file is written in. */
        public enum Kind {
            /** A C header. */
            C,
            /** A Rust source. */
            RUST,
            /** The type information of a kernel or an object file. */
            BTF
        }
    }

    /**
     * {@code struct tag size 24 with member in struct outer;}: of several types of one name the one that is all of it.
     *
     * @param keyword struct, union or enum
     * @param size bytes that it has
     * @param with a member, or constant, that it has
     * @param outer a struct or union that has a member of it, or of a pointer to it
     */
    record Choice(String keyword, Name tag, Optional<Expr> size, Optional<Name> with, Optional<Name> outer,
            Span span) {}

    /**
     * {@code on device "glob";} and its relatives, at the top or in a command.
     *
     * @param kind its words: {@code device}, {@code character device}, {@code block device}, {@code socket}, {@code block},
     *     {@code filesystem}, {@code simulated}
     * @param or what stands after {@code |}, each without alternatives of its own
     */
    record On(String kind, List<Quoted> names, List<On> or, Span span) implements UringItem, CommandPart {
        public On {
            names = List.copyOf(names);
            or = List.copyOf(or);
        }
    }

    /** {@code needs sqe128, cqe32 | cqe_mixed;}, at the top or in a command. */
    record Needs(List<List<Name>> allOf, Span span) implements UringItem, CommandPart {
        public Needs {
            allOf = allOf.stream().map(List::copyOf).toList();
        }
    }

    /**
     * {@code match cmd_op & mask;}, at the top or in a command.
     *
     * @param mask empty for {@code match cmd_op;}, which is every bit
     */
    record Match(Optional<Expr> mask, Span span) implements UringItem, CommandPart {}

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

    /**
     * {@code send "title" COMMAND to "path" { field = value, ... } expect condition within 2s;}.
     *
     * @param within the time as written, number and unit
     */
    record Send(Quoted title, Name command, Quoted path, List<Assigned> fields, Optional<Expr> expect,
            Optional<Name> within, Span span) implements UringItem {
        public Send {
            fields = List.copyOf(fields);
        }
    }

    /** {@code field = value} in a {@code send}; the value may be {@code buffer(n)} or {@code text("...")}. */
    record Assigned(Expr.Name field, Expr value, Span span) {}

    /** A string where it is written, its quotes removed. */
    record Quoted(String text, Span span) {}

    /** What stands in a command. */
    sealed interface CommandPart permits On, Needs, Match, Payload, Pdu, Rules, Words, Errors, Check, Pending {
        /** All of it. */
        Span span();
    }

    /**
     * {@code payload struct tag;}.
     *
     * @param rules what counts in this command only: {@code payload struct tag { ... }}
     */
    record Payload(Type.Keyword keyword, Name tag, List<Rule> rules, Span span) implements CommandPart {
        public Payload {
            rules = List.copyOf(rules);
        }
    }

    /** {@code pdu struct tag;}. */
    record Pdu(Type.Keyword keyword, Name tag, Span span) implements CommandPart {}

    /** Rules about the payload that count in this command only: {@code variant on member { ... }}. */
    record Rules(List<Rule> rules, Span span) implements CommandPart {
        public Rules {
            rules = List.copyOf(rules);
        }
    }

    /** {@code sqe { }} or {@code cqe { }}. */
    record Words(boolean cqe, List<Word> words, Span span) implements CommandPart {
        public Words {
            words = List.copyOf(words);
        }
    }

    /**
     * {@code optlen as length : enum T;}, {@code len == 0 warning;}, {@code optlen in 0 .. 256;}, {@code res bits { }}.
     *
     * @param bits its bits that have names of their own
     */
    record Word(Name field, Optional<Name> as, Optional<Meaning> meaning, Optional<Limit> limit, List<BitRange> bits,
            Span span) {
        public Word {
            bits = List.copyOf(bits);
        }
    }

    /** {@code == value severity} or {@code in low .. high severity}; the first has no {@code high}. */
    record Limit(Expr low, Optional<Expr> high, Severity severity) {}

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

        /** {@code member == value severity;}, {@code member in low .. high severity;}. */
        record Limited(Expr.Name member, Limit limit, Span span) implements Rule {}

        /** {@code member bits { 0..15 nlb; 30 fua; }}. */
        record Bits(Expr.Name member, List<BitRange> ranges, Span span) implements Rule {
            public Bits {
                ranges = List.copyOf(ranges);
            }
        }

        /** {@code value member = expression;}. */
        record Value(Expr.Name member, Expr expression, Span span) implements Rule {}

        /** {@code variant on member : enum tag { ... }}. */
        record Variant(Expr.Name member, Optional<Name> constants, List<Arm> arms, Span span) implements Rule {
            public Variant {
                arms = List.copyOf(arms);
            }
        }

        /** {@code member;} in a case: of its union this member is meant. */
        record Chosen(Expr.Name member, Span span) implements Rule {}

        /** {@code struct tag over member;} in a case. */
        record Over(Type.Keyword keyword, Name tag, Expr.Name member, Span span) implements Rule {}
    }

    /**
     * A case of a variant.
     *
     * @param labels its values; empty for {@code default}
     * @param rules what holds then; none for {@code none}
     * @param head the labels
     */
    record Arm(List<Expr> labels, List<Rule> rules, Span head) {
        public Arm {
            labels = List.copyOf(labels);
            rules = List.copyOf(rules);
        }
    }

    /** {@code 0..15 nlb : enum T;}: bits of a member, the lowest being 0. */
    record BitRange(Expr low, Optional<Expr> high, Name name, Optional<Meaning> meaning) {}

    /**
     * {@code capture 64 in out}: what a trace may copy of the memory behind a pointer.
     *
     * @param bytes how many bytes at most; all of the target where nothing is written
     * @param directions {@code in}, {@code out}, or both; {@code in} where nothing is written
     * @param span the word
     */
    record Capture(Optional<Expr> bytes, List<Name> directions, Span span) {
        public Capture {
            directions = List.copyOf(directions);
        }
    }

    /** What a number stands for. */
    sealed interface Meaning {
        /** {@code enum tag}. */
        record OneOf(Name tag) implements Meaning {}

        /** {@code flags enum tag}. */
        record FlagsOf(Name tag) implements Meaning {}

        /**
         * {@code enum A | B} or {@code flags PREFIX_*}: constants of enums without a tag, or that {@code #define} makes.
         *
         * @param flags whether they are or-ed together
         * @param names their names; one that ends with {@code *} is every constant whose name starts so
         */
        record ConstantsOf(boolean flags, List<Name> names) implements Meaning {
            public ConstantsOf {
                names = List.copyOf(names);
            }
        }

        /**
         * {@code pointer to type}.
         *
         * @param target the type, {@code void} when none is written
         * @param capture what of it a trace may copy
         */
        record PointerTo(Optional<Expr.TypeName> target, Optional<Capture> capture) implements Meaning {}

        /** {@code errno}, {@code text}, or a byte order such as {@code be32}. */
        record Word(Name word) implements Meaning {}

        /** {@code count(number)} after an array: how many of its elements there are. */
        record Count(Expr number) implements Meaning {}

        /** {@code time ms}; nanoseconds when no unit is written. */
        record Time(Optional<Name> unit) implements Meaning {}
    }
}
