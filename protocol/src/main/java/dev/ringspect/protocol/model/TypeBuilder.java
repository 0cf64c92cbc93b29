package dev.ringspect.protocol.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.BuiltinTypes;
import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.Attribute;
import dev.ringspect.protocol.syntax.c.CDeclaration;
import dev.ringspect.protocol.syntax.c.Declarator;
import dev.ringspect.protocol.syntax.c.Derivation;
import dev.ringspect.protocol.syntax.c.MemberDeclaration;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.c.TypeSpecifier;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/** Turns C declarations into types, in the order of the text: a type is complete only behind its declaration. */
final class TypeBuilder {
    /** No array of a command is longer; a larger number is a mistake, and would only make arithmetic overflow. */
    private static final long LONGEST_ARRAY = 1L << 40;

    private final SourceText source;
    private final List<Problem> problems;
    private final DeclarationIndex index;
    private final Constants constants;
    private final LayoutEngine engine = new LayoutEngine(Abi.X86_64);
    private final Map<String, Type> tags = new HashMap<>();
    private final Map<String, Type> typedefs = new LinkedHashMap<>();
    private final List<Type.Struct> structs = new ArrayList<>();
    private final List<Type.EnumType> enums = new ArrayList<>();

    TypeBuilder(SourceText source, List<Problem> problems, DeclarationIndex index) {
        this.source = source;
        this.problems = problems;
        this.index = index;
        this.constants = new Constants(problems, this::sizeOf);
    }

    /** Named structs and unions, what they hold before them. */
    List<Type.Struct> structs() {
        return structs;
    }

    List<Type.EnumType> enums() {
        return enums;
    }

    Constants constants() {
        return constants;
    }

    /** The type with this tag, {@code struct point}. */
    Optional<Type> tagged(String display) {
        return Optional.ofNullable(tags.get(display));
    }

    void declare(CDeclaration declaration) {
        switch (declaration) {
            case CDeclaration.Define _ -> {
                // known from the start, wherever it stands
            }
            case CDeclaration.Types types -> {
                Type base = resolve(types.type());
                for (Declarator declarator : types.declarators()) {
                    if (types.typedef() && declarator.name().isPresent()) {
                        typedef(types, declarator, base);
                    }
                }
            }
        }
    }

    private void typedef(CDeclaration.Types types, Declarator declarator, Type base) {
        Name name = declarator.name().orElseThrow();
        int align = Math.max(align(types.attributes()), align(declarator.attributes()));
        Type.Typedef type = new Type.Typedef(name.text(), derive(base, declarator), align);
        typedefs.put(name.text(), type);
        index.add(new Declared.OfTypedef(type, name.span()));
    }

    private Type resolve(TypeSpecifier specifier) {
        return switch (specifier) {
            case TypeSpecifier.Named named -> named(named);
            case TypeSpecifier.TypeOf unknown -> new Type.Incomplete("", source.slice(unknown.span()));
            case TypeSpecifier.Struct struct -> struct(struct);
            case TypeSpecifier.EnumType constantsOf -> enumeration(constantsOf);
        };
    }

    private Type named(TypeSpecifier.Named named) {
        Type declared = typedefs.get(named.name());
        if (declared instanceof Type.Typedef typedef) {
            index.add(new Declared.OfTypedef(typedef, named.span()));
            return declared;
        }
        Optional<Type> builtin = BuiltinTypes.find(named.name());
        if (builtin.isEmpty()) {
            problem(named.span(), "nothing above declares a type '" + named.name() + "'");
        }
        return builtin.orElseGet(() -> new Type.Incomplete("", named.name()));
    }

    private Type struct(TypeSpecifier.Struct specifier) {
        String tag = specifier.tag().map(Name::text).orElse("");
        String display = specifier.keyword().word() + " " + tag;
        if (specifier.members().isEmpty()) {
            Type known = tags.get(display);
            if (known instanceof Type.Struct struct) {
                index.add(new Declared.OfStruct(struct, specifier.span()));
            }
            return known == null ? new Type.Incomplete(specifier.keyword().word(), tag) : known;
        }
        List<Member> members = new ArrayList<>();
        specifier.members().get().forEach(member -> member(member, members));
        reportDoubles(members);
        Type.Struct struct = new Type.Struct(specifier.keyword(), tag, members, packed(specifier.attributes()),
                align(specifier.attributes()), 0, Member.COMPUTED, Optional.of(source.at(specifier.span())));
        if (!tag.isEmpty()) {
            if (tags.put(display, struct) instanceof Type.Struct) {
                problem(specifier.span(), display + " is declared twice");
            } else {
                structs.add(struct);
            }
            index.add(new Declared.OfStruct(struct, specifier.span()));
        }
        return struct;
    }

    private void reportDoubles(List<Member> members) {
        Map<String, Member> seen = new HashMap<>();
        for (Member member : members) {
            if (!member.name().isEmpty() && seen.put(member.name(), member) != null) {
                problem(member.where().orElseThrow().span(), "there is another member '" + member.name() + "'");
            }
        }
    }

    private void member(MemberDeclaration declaration, List<Member> members) {
        Type base = resolve(declaration.type());
        boolean packed = packed(declaration.attributes());
        int align = align(declaration.attributes());
        if (declaration.declarators().isEmpty() && declaration.type() instanceof TypeSpecifier.Struct struct) {
            if (struct.tag().isPresent() || struct.members().isEmpty()) {
                problem(struct.span(), "expected the member's name behind the " + struct.keyword().word());
                return;
            }
            members.add(new Member("", base, Member.NO_BIT_FIELD, align, packed, Member.COMPUTED,
                    Optional.of(source.at(struct.span()))));
        }
        for (Declarator declarator : declaration.declarators()) {
            Type type = derive(base, declarator);
            Span span = declarator.name().map(Name::span).orElse(declarator.span());
            complete(type, span);
            int width = declarator.bitWidth().map(expr -> bitWidth(expr, type, declarator)).orElse(Member.NO_BIT_FIELD);
            members.add(new Member(declarator.name().map(Name::text).orElse(""), type, width,
                    Math.max(align, align(declarator.attributes())), packed || packed(declarator.attributes()),
                    Member.COMPUTED, Optional.of(source.at(span))));
        }
    }

    private void complete(Type type, Span span) {
        switch (type.bare()) {
            case Type.Incomplete incomplete -> {
                if (!incomplete.keyword().isEmpty()) {
                    problem(span, incomplete.display() + " is not complete here; declare its members above");
                }
            }
            case Type.VoidType _ -> problem(span, "a member cannot be void; did you mean a pointer");
            case Type.Function _ -> problem(span, "a member cannot be a function; did you mean a pointer to one");
            case Type.Array array -> complete(array.element(), span);
            case Type.Int _,Type.FloatType _,Type.Pointer _,Type.Struct _,Type.EnumType _,Type.Typedef _ -> {
                // has a size
            }
        }
    }

    private int bitWidth(Expr expression, Type type, Declarator declarator) {
        boolean integer = type.bare() instanceof Type.Int || type.bare() instanceof Type.EnumType;
        if (!integer) {
            problem(declarator.span(), "a bit-field has an integer type, not " + type.display());
            return Member.NO_BIT_FIELD;
        }
        long width = constants.evaluate(expression).orElse(1);
        long most = engine.sizeOf(type) * 8;
        if (type.bare() instanceof Type.Int number && number.kind() == IntKind.BOOL) {
            most = 1;
        }
        if (width < 0 || width > most || (width == 0 && declarator.name().isPresent())) {
            problem(expression.span(), "a bit-field of " + type.display() + " is 1 to " + most + " bits wide");
            return 1;
        }
        return (int) width;
    }

    private Type derive(Type base, Declarator declarator) {
        Type type = base;
        List<Derivation> derivations = declarator.derivations();
        for (int i = derivations.size() - 1; i >= 0; i--) {
            type = switch (derivations.get(i)) {
                case Derivation.Pointer _ -> new Type.Pointer(named(type));
                case Derivation.Array(Optional<Expr> length, Span _) ->
                    new Type.Array(type, length.map(this::arrayLength).orElse(Type.Array.FLEXIBLE));
                case Derivation.Function _ -> new Type.Function();
            };
        }
        return type;
    }

    /** A pointer names its target, so that a type may point to itself. */
    private static Type named(Type target) {
        return switch (target) {
            case Type.Struct struct -> new Type.Incomplete(struct.keyword().word(), struct.name());
            case Type.EnumType constantsOf -> new Type.Incomplete("enum", constantsOf.name());
            case Type.Int _,Type.FloatType _,Type.VoidType _,Type.Function _,Type.Pointer _,Type.Array _,Type.Typedef _,Type.Incomplete _ ->
                target;
        };
    }

    private long arrayLength(Expr expression) {
        long length = constants.evaluate(expression).orElse(0);
        if (length < 0 || length > LONGEST_ARRAY) {
            problem(expression.span(), "an array cannot have " + length + " elements");
            return 0;
        }
        return length;
    }

    private Type enumeration(TypeSpecifier.EnumType specifier) {
        String tag = specifier.tag().map(Name::text).orElse("");
        if (specifier.constants().isEmpty()) {
            Type known = tags.get("enum " + tag);
            if (known instanceof Type.EnumType found) {
                index.add(new Declared.OfEnum(found, specifier.span()));
            } else {
                problem(specifier.span(), "nothing above declares enum " + tag);
            }
            return known == null
                    ? new Type.EnumType(tag, Type.Int.of(IntKind.UINT), false, List.of(), Optional.empty())
                    : known;
        }
        List<Type.Enumerator> enumerators = new ArrayList<>();
        long next = 0;
        for (TypeSpecifier.Constant constant : specifier.constants().get()) {
            Name name = constant.name();
            long value = constant.value().isPresent() ? constants.evaluate(constant.value().get()).orElse(next) : next;
            next = value + 1;
            Optional<Location> where = Optional.of(source.at(name.span()));
            enumerators.add(new Type.Enumerator(name.text(), value, where));
            constants.define(name, value);
            index.add(new Declared.OfConstant(name.text(), value, name.span()));
        }
        Type.Int underlying = specifier.underlying().map(this::underlying)
                .orElseGet(() -> EnumWidth.of(enumerators, packed(specifier.attributes())));
        Type.EnumType type = new Type.EnumType(tag, underlying, specifier.underlying().isPresent(), enumerators,
                Optional.of(source.at(specifier.span())));
        if (!tag.isEmpty() && tags.put("enum " + tag, type) instanceof Type.EnumType) {
            problem(specifier.span(), "enum " + tag + " is declared twice");
        }
        enums.add(type);
        index.add(new Declared.OfEnum(type, specifier.span()));
        return type;
    }

    private Type.Int underlying(TypeSpecifier.Named named) {
        Type type = named(named);
        if (type.bare() instanceof Type.Int number) {
            return number;
        }
        problem(named.span(), "the type of an enum is an integer, not " + type.display());
        return Type.Int.of(IntKind.UINT);
    }

    private static boolean packed(List<Attribute> attributes) {
        return attributes.stream().anyMatch(attribute -> attribute.name().equals("packed"));
    }

    private int align(List<Attribute> attributes) {
        int align = 0;
        for (Attribute attribute : attributes) {
            if (attribute.name().equals("aligned")) {
                long value = attribute.argument().isEmpty()
                        ? Abi.X86_64.biggestAlign()
                        : constants.evaluate(attribute.argument().get()).orElse(1);
                if (value < 1 || value > 1 << 20 || Long.bitCount(value) != 1) {
                    problem(attribute.span(), "an alignment is a power of two up to 1048576, not " + value);
                } else {
                    align = Math.max(align, (int) value);
                }
            }
        }
        return align;
    }

    private long sizeOf(Expr.TypeName name) {
        Type type = tags.get(name.name());
        Type found = type == null ? typedefs.get(name.name()) : type;
        return found == null ? -1 : engine.sizeOf(found);
    }

    private void problem(Span span, String message) {
        problems.add(new Problem(span, Severity.ERROR, message));
    }
}
