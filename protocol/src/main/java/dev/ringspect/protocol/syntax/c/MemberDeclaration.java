package dev.ringspect.protocol.syntax.c;

import java.util.List;

import dev.ringspect.protocol.text.Span;

/**
 * Members of a struct that share a type.
 *
 * @param attributes attributes in front of the names: they count for each of them
 * @param declarators the names; none for an anonymous struct or union
 */
public record MemberDeclaration(TypeSpecifier type, List<Attribute> attributes, List<Declarator> declarators,
        Span span) {
    public MemberDeclaration {
        attributes = List.copyOf(attributes);
        declarators = List.copyOf(declarators);
    }

    /** What stands in place of members that were not understood, so that nobody takes the others for all there are. */
    static MemberDeclaration lost(Span span) {
        return new MemberDeclaration(new TypeSpecifier.Named("", span), List.of(), List.of(), span);
    }

    boolean isLost() {
        return type instanceof TypeSpecifier.Named named && named.name().isEmpty();
    }
}
