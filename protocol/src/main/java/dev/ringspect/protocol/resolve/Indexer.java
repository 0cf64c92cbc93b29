package dev.ringspect.protocol.resolve;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.model.MemberPaths;
import dev.ringspect.protocol.resolve.type.DeclarationIndex;
import dev.ringspect.protocol.resolve.type.Types;
import dev.ringspect.protocol.syntax.c.CDeclaration;
import dev.ringspect.protocol.syntax.c.MemberDeclaration;
import dev.ringspect.protocol.syntax.c.TypeSpecifier;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Span;

/** Fills the index with what C declarations declare and name. */
final class Indexer {
    private final Types types;
    private final DeclarationIndex index;

    Indexer(Types types, DeclarationIndex index) {
        this.types = types;
        this.index = index;
    }

    /** The names that the text shows, whatever macros make of them. */
    void references(List<UringItem.Declaration> declarations) {
        for (UringItem.Declaration item : declarations) {
            if (item.declaration() instanceof CDeclaration.Types written) {
                specifier(written.type());
            }
        }
    }

    private void specifier(TypeSpecifier specifier) {
        switch (specifier) {
            case TypeSpecifier.Named named -> name(named);
            case TypeSpecifier.TypeOf _ -> {
                // names nothing that an index could lead to
            }
            case TypeSpecifier.Struct struct -> {
                struct.members().ifPresentOrElse(
                        members -> members.stream().map(MemberDeclaration::type).forEach(this::specifier),
                        () -> tag(struct.keyword().word() + " " + struct.tag().map(name -> name.text()).orElse(""),
                                struct.span()));
            }
            case TypeSpecifier.EnumType enumeration -> {
                enumeration.underlying().ifPresent(this::name);
                if (enumeration.constants().isEmpty()) {
                    tag("enum " + enumeration.tag().map(name -> name.text()).orElse(""), enumeration.span());
                }
            }
        }
    }

    private void name(TypeSpecifier.Named named) {
        Type.Typedef typedef = types.typedefs().get(named.name());
        if (typedef != null) {
            index.add(new Declared.OfTypedef(typedef, named.span()));
        }
    }

    /** Adds the struct or enum that a tag names, where there is one. */
    void tag(String display, Span span) {
        Optional<Type> type = types.named(display);
        if (type.isPresent() && type.get() instanceof Type.Struct struct) {
            index.add(new Declared.OfStruct(struct, span));
        } else if (type.isPresent() && type.get() instanceof Type.EnumType enumeration) {
            index.add(new Declared.OfEnum(enumeration, span));
        }
    }

    /** Everything that a declared type shows at its own place, be that in this file or in an imported one. */
    void declared(Type.Struct struct) {
        struct.where().ifPresent(where -> index.add(where.source(), new Declared.OfStruct(struct, where.span())));
        members(struct, struct, "");
    }

    void declared(Type.EnumType type) {
        type.where().ifPresent(where -> index.add(where.source(), new Declared.OfEnum(type, where.span())));
        for (Type.Enumerator one : type.enumerators()) {
            one.where().ifPresent(where -> index.add(where.source(),
                    new Declared.OfConstant(one.name(), one.value(), where.span())));
        }
    }

    /** Typedefs and constants of the file itself. */
    void own(String uri) {
        Map<String, Location> typedefs = types.typedefPlaces();
        types.typedefs().forEach((name, type) -> {
            Location where = typedefs.get(name);
            if (where != null && where.source().equals(uri)) {
                index.add(new Declared.OfTypedef(type, where.span()));
            }
        });
        Map<String, Long> values = types.constants().all();
        types.constants().places().forEach((name, where) -> {
            Long value = values.get(name);
            if (value != null && where.source().equals(uri)) {
                index.add(new Declared.OfConstant(name, value, where.span()));
            }
        });
    }

    /** Members belong to the struct with a tag that they stand in; one with its own tag speaks for itself. */
    private void members(Type.Struct owner, Type.Struct struct, String prefix) {
        for (Member member : struct.members()) {
            Budget.check();
            String path = MemberPaths.join(prefix, member.name());
            Optional<Location> where = member.where();
            if (where.isPresent() && !member.name().isEmpty()) {
                index.add(where.get().source(), new Declared.OfMember(owner, member, path,
                        index.usesOf(where.get()), where.get().span()));
            }
            if (member.type().innermost() instanceof Type.Struct inner && inner.name().isEmpty()) {
                members(owner, inner, path);
            }
        }
    }
}
