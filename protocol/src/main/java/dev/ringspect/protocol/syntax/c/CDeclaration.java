package dev.ringspect.protocol.syntax.c;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.text.Span;

/** A declaration at the top of a file. */
public sealed interface CDeclaration {
    /** All of it. */
    Span span();

    /** A type, and names for it: struct, union, enum, typedef. */
    record Types(boolean typedef, TypeSpecifier type, List<Attribute> attributes, List<Declarator> declarators,
            Span span) implements CDeclaration {
        public Types {
            attributes = List.copyOf(attributes);
            declarators = List.copyOf(declarators);
        }
    }

    /** {@code #define name value}; without a value where what follows is no expression. */
    record Define(Name name, Optional<Expr> value, Span span) implements CDeclaration {}
}
