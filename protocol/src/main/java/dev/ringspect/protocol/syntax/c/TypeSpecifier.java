package dev.ringspect.protocol.syntax.c;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Span;

/** The type in front of the declared names. */
public sealed interface TypeSpecifier {
    /** The range of its name, or of its keyword where it has none. */
    Span span();

    /** C's own type, or a typedef's name; words separated by one space. */
    record Named(String name, Span span) implements TypeSpecifier {}

    /** {@code typeof(type)}; empty for the type of an expression, which nothing here works out. */
    record TypeOf(Optional<Expr.TypeName> type, Span span) implements TypeSpecifier {}

    /**
     * A struct or union.
     *
     * @param tag its tag
     * @param members its members, empty when it is only named here
     * @param end offset of its closing brace, where a {@code #pragma pack} must be in force to count; 0 without members
     */
    record Struct(Type.Keyword keyword, Optional<Name> tag, Optional<List<MemberDeclaration>> members,
            List<Attribute> attributes, int end, Span span) implements TypeSpecifier {
        public Struct {
            members = members.map(List::copyOf);
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * An enum.
     *
     * @param underlying the type after a colon
     * @param constants its constants, empty when it is only named here
     */
    record EnumType(Optional<Name> tag, Optional<Named> underlying, Optional<List<Constant>> constants,
            List<Attribute> attributes, Span span) implements TypeSpecifier {
        public EnumType {
            constants = constants.map(List::copyOf);
            attributes = List.copyOf(attributes);
        }
    }

    /** A constant of an enum; without a value it is the one before plus 1. */
    record Constant(Name name, Optional<Expr> value) {}
}
