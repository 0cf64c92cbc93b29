package dev.ringspect.server.feature.names;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.c.CDeclaration;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.c.TypeSpecifier;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.SourceText;

/** What a file declares at its top, whatever the order: tags, typedefs, constants, and what {@code refine} adds. */
public final class FileNames {
    private final SourceText source;
    private final ProtocolModel model;
    private final Map<String, Symbol> tags = new HashMap<>();
    private final Map<String, Symbol> typedefs = new HashMap<>();
    private final Map<String, Symbol> constants = new HashMap<>();
    private final Map<String, Type.Struct> structs = new HashMap<>();
    /** By the struct's display, then by the path of the name within it. */
    private final Map<String, Map<String, Symbol>> beside = new HashMap<>();

    /** The names of {@code model}. */
    public FileNames(ProtocolModel model) {
        this.model = model;
        source = model.source();
        model.structs().forEach(struct -> structs.putIfAbsent(struct.display(), struct));
        for (UringItem item : model.file().items()) {
            if (item instanceof UringItem.Declaration(CDeclaration declaration)) {
                declaration(declaration);
            } else if (item instanceof UringItem.Refine refine) {
                refine(refine);
            }
        }
    }

    private void declaration(CDeclaration declaration) {
        switch (declaration) {
            case CDeclaration.Define define ->
                constants.putIfAbsent(define.name().text(), declared(SymbolKind.MACRO, define.name()));
            case CDeclaration.Types types -> {
                specifier(types.type());
                if (types.typedef()) {
                    types.declarators().forEach(declarator -> declarator.name().ifPresent(
                            name -> typedefs.putIfAbsent(name.text(), declared(SymbolKind.TYPEDEF, name))));
                }
            }
        }
    }

    private void specifier(TypeSpecifier specifier) {
        switch (specifier) {
            case TypeSpecifier.Struct struct -> struct.members().ifPresent(members -> {
                struct.tag().ifPresent(tag -> tags.putIfAbsent(struct.keyword().word() + " " + tag.text(),
                        declared(kind(struct.keyword()), tag)));
                members.forEach(member -> specifier(member.type()));
            });
            case TypeSpecifier.EnumType type -> type.constants().ifPresent(found -> {
                type.tag().ifPresent(
                        tag -> tags.putIfAbsent("enum " + tag.text(), declared(SymbolKind.ENUM, tag)));
                found.forEach(constant -> constants.putIfAbsent(constant.name().text(),
                        declared(SymbolKind.ENUMERATOR, constant.name())));
            });
            case TypeSpecifier.Named _,TypeSpecifier.TypeOf _ -> {
                // declares nothing
            }
        }
    }

    private void refine(UringItem.Refine refine) {
        Map<String, Symbol> names = beside.computeIfAbsent(refine.keyword().word() + " " + refine.tag().text(),
                _ -> new HashMap<>());
        beside(refine.rules(), names);
    }

    /** Notes the names that rules add beside members, those of cases too; the first of one name counts. */
    void beside(List<UringItem.Rule> rules, Map<String, Symbol> names) {
        for (UringItem.Rule rule : rules) {
            switch (rule) {
                case UringItem.Rule.Bits bits -> {
                    String path = bits.member().path();
                    String parent = path.substring(0, Math.max(0, path.lastIndexOf('.')));
                    bits.ranges().forEach(range -> names.putIfAbsent(join(parent, range.name().text()),
                            declared(SymbolKind.BITS, range.name())));
                }
                case UringItem.Rule.Value value -> names.putIfAbsent(value.member().path(), declared(SymbolKind.VALUE,
                        new Name(value.member().path(), value.member().span())));
                case UringItem.Rule.Variant variant -> variant.arms().forEach(arm -> beside(arm.rules(), names));
                case UringItem.Rule.Over over -> struct(over.keyword().word() + " " + over.tag().text())
                        .ifPresent(struct -> over(over.member().path(), struct, names));
                case UringItem.Rule.Means _,UringItem.Rule.Limited _,UringItem.Rule.Chosen _ -> {
                    // names nothing new
                }
            }
        }
    }

    /** The members of a struct that lies over a member are reached through that member. */
    private static void over(String path, Type.Struct struct, Map<String, Symbol> names) {
        for (Member member : struct.members()) {
            if (!member.name().isEmpty()) {
                names.putIfAbsent(join(path, member.name()),
                        new Symbol(SymbolKind.MEMBER, member.name(), member.where()));
            }
        }
    }

    static SymbolKind kind(Type.Keyword keyword) {
        return keyword == Type.Keyword.UNION ? SymbolKind.UNION : SymbolKind.STRUCT;
    }

    /** The symbol that {@code name} declares where it stands. */
    Symbol declared(SymbolKind kind, Name name) {
        return new Symbol(kind, name.text(), Optional.of(source.at(name.span())));
    }

    /** The struct, union or enum called {@code display}, {@code struct io}; of this file or imported. */
    Optional<Symbol> tag(String display) {
        Symbol own = tags.get(display);
        return own != null ? Optional.of(own) : model.type(display).flatMap(FileNames::tagged);
    }

    private static Optional<Symbol> tagged(Type type) {
        return switch (type) {
            case Type.Struct struct -> Optional.of(new Symbol(kind(struct.keyword()), struct.name(), struct.where()));
            case Type.EnumType constants ->
                Optional.of(new Symbol(SymbolKind.ENUM, constants.name(), constants.where()));
            case Type.Typedef typedef -> tagged(typedef.bare());
            case Type.Int _,Type.FloatType _,Type.VoidType _,Type.Function _,Type.Pointer _,Type.Array _,Type.Incomplete _ ->
                Optional.empty();
        };
    }

    /** The complete struct or union called {@code display}, of this file or imported. */
    public Optional<Type.Struct> struct(String display) {
        Type.Struct own = structs.get(display);
        return own != null
                ? Optional.of(own)
                : model.type(display).map(Type::bare).filter(Type.Struct.class::isInstance)
                        .map(Type.Struct.class::cast);
    }

    Optional<Symbol> typedef(String name) {
        Symbol own = typedefs.get(name);
        return own != null
                ? Optional.of(own)
                : model.typedefPlace(name).map(place -> new Symbol(SymbolKind.TYPEDEF, name, Optional.of(place)));
    }

    Optional<Symbol> constant(String name) {
        Symbol own = constants.get(name);
        return own != null
                ? Optional.of(own)
                : model.constantPlace(name).map(place -> new Symbol(SymbolKind.MACRO, name, Optional.of(place)));
    }

    /** What a {@code refine} of {@code display} adds at {@code path}. */
    Optional<Symbol> beside(String display, String path) {
        return Optional.ofNullable(beside.getOrDefault(display, Map.of()).get(path));
    }

    /** The names that a {@code refine} of {@code display} adds, by path. */
    public Map<String, Symbol> beside(String display) {
        return Map.copyOf(beside.getOrDefault(display, Map.of()));
    }

    /** The member called {@code name}, one of an anonymous struct or union included. */
    public static Optional<Member> member(Type.Struct struct, String name) {
        for (Member member : struct.members()) {
            if (member.name().equals(name)) {
                return Optional.of(member);
            }
            if (member.name().isEmpty() && member.type().bare() instanceof Type.Struct inner) {
                Optional<Member> found = member(inner, name);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** The struct that {@code type} is, or is an array of. */
    public static Optional<Type.Struct> structOf(Type type) {
        Type bare = type.bare();
        while (bare instanceof Type.Array array) {
            bare = array.element().bare();
        }
        return bare instanceof Type.Struct struct ? Optional.of(struct) : Optional.empty();
    }

    static String join(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + "." + name;
    }

    /** All tags, for completion: {@code struct io}. */
    public Map<String, Symbol> tags() {
        return Map.copyOf(tags);
    }

    /** All typedefs by name. */
    public Map<String, Symbol> typedefs() {
        return Map.copyOf(typedefs);
    }
}
