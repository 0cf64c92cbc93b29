package dev.ringspect.protocol.syntax.c;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.layout.TypeLimits;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;

/**
 * Turns the declarations of a translation unit into types of one ABI, in the order of the text. A type that depends on
 * something unknown carries the reason.
 */
final class CTypes {
    /** No array of a command is longer; a larger number is a mistake, and would only make arithmetic overflow. */
    static final long LONGEST_ARRAY = 1L << 40;
    private static final int LARGEST_ALIGN = 1 << 28;

    private final Abi abi;
    private final Function<Span, Location> places;
    private final IntUnaryOperator packs;
    private final Consumer<Problem> problems;
    private final boolean strict;
    private final boolean cpp;
    private final Scope scope;
    private final List<Type.Struct> structs = new ArrayList<>();
    private final Map<String, Location> typedefPlaces = new LinkedHashMap<>();
    /** Of more unknown names nobody wants to know how they might have been meant, and finding that out takes long. */
    private static final int MOST_SPELT = 200;

    private final TypeLimits limits = new TypeLimits();
    private int unknownNames;
    private final IdentityHashMap<Type.Struct, String> unknown = new IdentityHashMap<>();
    private final TypeModifiers modifiers;
    private final EnumTypes enums;
    private final NamedStructs mentioned = new NamedStructs();
    private Optional<String> doubt = Optional.empty();

    /**
     * @param places from ranges of the parsed text to where they were written
     * @param packs the {@code #pragma pack} in force at an offset
     * @param problems takes what is wrong
     */
    CTypes(Abi abi, Function<Span, Location> places, IntUnaryOperator packs, Consumer<Problem> problems) {
        this(abi, places, packs, problems, false, false, ForeignNames.NONE);
    }

    /**
     * @param strict whether to say too what the author's own compiler would say, since none reads the text
     * @param cpp whether the text is C++, where a struct without members has a byte
     * @param foreign what the text can name though no C declares it
     */
    CTypes(Abi abi, Function<Span, Location> places, IntUnaryOperator packs, Consumer<Problem> problems,
            boolean strict, boolean cpp, ForeignNames foreign) {
        this.cpp = cpp;
        this.abi = abi;
        this.places = places;
        this.packs = packs;
        this.problems = problems;
        this.strict = strict;
        this.scope = new Scope(abi, foreign);
        this.modifiers = new TypeModifiers(scope, this::evaluate, this::doubt);
        this.enums = new EnumTypes(scope, modifiers, this::evaluate, places, problems, strict);
    }

    Scope scope() {
        return scope;
    }

    List<Type.Struct> structs() {
        return structs;
    }

    List<Type.EnumType> enums() {
        return enums.made();
    }

    /** Why a constant of an enum has no value. */
    Optional<CTranslationUnit.NoNumber> noNumber(String name) {
        return enums.noNumber(name);
    }

    Map<String, Location> typedefPlaces() {
        return typedefPlaces;
    }

    /** Why a type has no layout; empty when it has one. */
    Optional<String> unknown(Type.Struct struct) {
        return Optional.ofNullable(unknown.get(struct));
    }

    void declare(CDeclaration declaration) {
        if (!(declaration instanceof CDeclaration.Types types)) {
            return;
        }
        Type base = resolve(types.type());
        if (types.declarators().isEmpty() && types.type() instanceof TypeSpecifier.Struct struct
                && struct.members().isEmpty()) {
            mentioned.announced(base.display());
        }
        if (!types.typedef()) {
            return;
        }
        for (Declarator declarator : types.declarators()) {
            if (declarator.name().isPresent()) {
                typedef(types, declarator, base);
            }
        }
    }

    /** The structs that are named without their members; what to say about them is known after the last declaration. */
    NamedStructs mentioned() {
        return mentioned;
    }

    private void typedef(CDeclaration.Types types, Declarator declarator, Type base) {
        mentioned.pointedTo(types.type(), declarator);
        Name name = declarator.name().orElseThrow();
        List<Attribute> attributes = new ArrayList<>(types.attributes());
        attributes.addAll(declarator.attributes());
        Type modified = modifiers.apply(base, attributes);
        Type target = derive(modified instanceof Type.Struct struct && struct.name().isEmpty()
                && declarator.derivations().isEmpty() ? named(struct, name) : modified, declarator);
        scope.typedefs.put(name.text(),
                limited(new Type.Typedef(name.text(), target, align(attributes)), declarator));
        typedefPlaces.put(name.text(), places.apply(name.span()));
    }

    /** A struct without a tag that a typedef names goes by that name, so that one can speak about it. */
    private Type.Struct named(Type.Struct struct, Name name) {
        Type.Struct named = new Type.Struct(struct.keyword(), name.text(), struct.members(), struct.packed(),
                struct.align(), struct.pack(), struct.fixedSize(), Optional.of(places.apply(name.span())));
        String why = unknown.get(struct);
        if (why != null) {
            unknown.put(named, why);
        }
        structs.add(named);
        return named;
    }

    private Type resolve(TypeSpecifier specifier) {
        return switch (specifier) {
            case TypeSpecifier.Named named when CompilerTypes.without(named.name(), abi).isPresent() -> {
                strictly(named.span(), named.name() + " has no layout: "
                        + CompilerTypes.without(named.name(), abi).get());
                yield new Type.Incomplete("", named.name());
            }
            case TypeSpecifier.Named named -> scope.named(named.name()).orElseGet(() -> {
                unknownNames++;
                problems.accept(Problem.unresolved(named.span(), unknownNames > MOST_SPELT
                        ? "nothing above declares a type '" + named.name() + "'"
                        : UnknownType.text(named.name(), scope.typedefs.keySet(), strict)));
                return new Type.Incomplete("", named.name());
            });
            case TypeSpecifier.TypeOf of -> of.type().flatMap(scope::type)
                    .orElseGet(() -> new Type.Incomplete("", "typeof"));
            case TypeSpecifier.Struct struct -> struct(struct);
            case TypeSpecifier.EnumType constants -> enums.make(constants);
        };
    }

    private Type struct(TypeSpecifier.Struct specifier) {
        String tag = specifier.tag().map(Name::text).orElse("");
        String display = specifier.keyword().word() + " " + tag;
        if (specifier.members().isEmpty()) {
            return scope.tagged(display).orElseGet(() -> new Type.Incomplete(specifier.keyword().word(), tag));
        }
        Optional<String> outside = doubt;
        doubt = Optional.empty();
        List<Member> members = new ArrayList<>();
        mentioned.enter(display);
        specifier.members().get().forEach(member -> member(member, members));
        mentioned.leave();
        reportDoubles(specifier.members().get());
        if (specifier.keyword() == Type.Keyword.STRUCT) {
            reportOpenArrays(members, specifier.members().get());
        }
        doubtForeignRules(specifier, members);
        Optional<String> tooMuch = limits.refused(members);
        if (tooMuch.isPresent()) {
            mistake(specifier.span(), tooMuch.get());
            doubt(tooMuch.get());
            members.clear();
        }
        Type.Struct struct = new Type.Struct(specifier.keyword(), tag, members, packed(specifier.attributes()),
                align(specifier.attributes()), packs.applyAsInt(specifier.end()),
                cpp && members.isEmpty() ? Math.max(1, align(specifier.attributes())) : Member.COMPUTED,
                Optional.of(places.apply(specifier.span())));
        doubt.ifPresent(why -> unknown.put(struct, why));
        doubt = outside;
        if (!tag.isEmpty()) {
            if (scope.tags.putIfAbsent(display, struct) instanceof Type.Struct known) {
                again(known, struct, specifier.span());
            } else {
                scope.tags.put(display, struct);
                structs.add(struct);
            }
        }
        return struct;
    }

    /** Attributes that have a struct laid out by other rules than the machine's own. */
    private void doubtForeignRules(TypeSpecifier.Struct specifier, List<Member> members) {
        for (Attribute attribute : specifier.attributes()) {
            if (attribute.name().equals("ms_struct") && members.stream().anyMatch(Member::isBitField)) {
                doubt("ms_struct lays bit-fields out as Microsoft's compiler does, which is not worked out here");
            } else if (attribute.name().equals("scalar_storage_order")
                    && !(attribute.argument().orElse(null) instanceof Expr.Text(String order, Span _)
                            && order.equals("little-endian"))) {
                doubt("scalar_storage_order stores its members in another byte order than the machine's, which is not"
                        + " worked out here");
            }
        }
    }

    /** A second declaration: one with another layout is a problem, and so is any in the same file. */
    private void again(Type.Struct known, Type.Struct struct, Span span) {
        Optional<String> first = known.where().map(Location::source);
        if (first.equals(struct.where().map(Location::source))) {
            mistake(span, struct.display() + " is declared twice");
        } else if (!scope.engine.layout(known).sameAs(scope.engine.layout(struct))) {
            mistake(span, struct.display() + " is declared with another layout in " + fileName(first));
        }
    }

    private static String fileName(Optional<String> uri) {
        return uri.map(name -> name.substring(name.lastIndexOf('/') + 1)).orElse("another file");
    }

    private void reportDoubles(List<MemberDeclaration> members) {
        Set<String> seen = new HashSet<>();
        for (MemberDeclaration member : members) {
            for (Declarator declarator : member.declarators()) {
                if (declarator.name().isPresent() && !seen.add(declarator.name().get().text())) {
                    doubt("there are two members '" + declarator.name().get().text() + "'");
                    strictly(declarator.name().get().span(),
                            "there is another member '" + declarator.name().get().text() + "'");
                }
            }
        }
    }

    /** As in C, only the last member of a struct may be an array without a length. */
    private void reportOpenArrays(List<Member> members, List<MemberDeclaration> written) {
        for (Member member : members.subList(0, Math.max(0, members.size() - 1))) {
            if (member.type().bare() instanceof Type.Array array && array.count() == Type.Array.FLEXIBLE) {
                doubt(member.name() + " has no length");
                written.stream().flatMap(declaration -> declaration.declarators().stream())
                        .flatMap(declarator -> declarator.name().stream())
                        .filter(name -> name.text().equals(member.name())).findFirst()
                        .ifPresent(
                                name -> strictly(name.span(), "only the last member can be an array without a length; "
                                        + "give '" + name.text() + "' a number of elements, or move it to the end"));
            }
        }
    }

    private void mistake(Span span, String message) {
        problems.accept(new Problem(span, Severity.ERROR, message));
    }

    private void strictly(Span span, String message) {
        if (strict) {
            mistake(span, message);
        }
    }

    private void member(MemberDeclaration declaration, List<Member> members) {
        if (declaration.isLost()) {
            doubt("a member is not understood");
            return;
        }
        Type base = modifiers.apply(resolve(declaration.type()), declaration.attributes());
        boolean packed = packed(declaration.attributes());
        int align = align(declaration.attributes());
        if (declaration.declarators().isEmpty() && declaration.type() instanceof TypeSpecifier.Struct struct) {
            if (struct.tag().isPresent() || struct.members().isEmpty()) {
                strictly(struct.span(), "expected the member's name after the " + struct.keyword().word());
                return; // declares a tag and no member
            }
            known(base, "the anonymous " + struct.keyword().word(), struct.span());
            members.add(new Member("", base, Member.NO_BIT_FIELD, align, packed, Member.COMPUTED,
                    Optional.of(places.apply(struct.span()))));
        }
        for (Declarator declarator : declaration.declarators()) {
            mentioned.pointedTo(declaration.type(), declarator);
            Type type = limited(derive(modifiers.apply(base, declarator.attributes()), declarator), declarator);
            Span span = declarator.name().map(Name::span).orElse(declarator.span());
            String name = declarator.name().map(Name::text).orElse("");
            known(type, name, span);
            int width = declarator.bitWidth().map(expr -> bitWidth(expr, type, declarator)).orElse(Member.NO_BIT_FIELD);
            members.add(new Member(name, type, width, Math.max(align, align(declarator.attributes())),
                    packed || packed(declarator.attributes()), Member.COMPUTED, Optional.of(places.apply(span))));
        }
    }

    /** Doubts the struct at hand when the member's type has no size. */
    private void known(Type type, String member, Span span) {
        switch (type.bare()) {
            case Type.Incomplete incomplete -> {
                doubt(CompilerTypes.without(incomplete.display(), abi)
                        .map(why -> (member.isEmpty() ? "a bit-field" : member) + " is " + incomplete.display()
                                + ", and "
                                + why)
                        .orElseGet(() -> "the type '" + incomplete.display() + "' of " + member
                                + " is not declared in anything that was read"));
                if (!incomplete.keyword().isEmpty()) {
                    mentioned.held(incomplete, member, span);
                }
            }
            case Type.VoidType _,Type.Function _ -> {
                doubt(member + " has a type without a size");
                mistake(span,
                        "a member cannot be " + (type.bare() instanceof Type.VoidType ? "void" : "a function")
                                + "; did you mean a pointer");
            }
            case Type.Array array -> known(array.element(), member, span);
            case Type.Struct struct -> {
                String why = unknown.get(struct);
                if (why != null) {
                    doubt(struct.name().isEmpty() ? why : "in " + struct.display() + ": " + why);
                }
            }
            case Type.Int _,Type.FloatType _,Type.Pointer _,Type.EnumType _,Type.Typedef _ -> {
                // has a size
            }
        }
    }

    private void doubt(String why) {
        if (doubt.isEmpty()) {
            doubt = Optional.of(why);
        }
    }

    private int bitWidth(Expr expression, Type type, Declarator declarator) {
        boolean integer = type.bare() instanceof Type.Int || type.bare() instanceof Type.EnumType;
        if (type.bare() instanceof Type.Incomplete) {
            return Member.NO_BIT_FIELD; // what is wrong with its type is said
        }
        if (!integer) {
            mistake(declarator.span(), "a bit-field has an integer type, not " + type.display());
            doubt("a bit-field has no integer type");
            return Member.NO_BIT_FIELD;
        }
        long width = evaluate(expression).map(CValue::bits).orElse(1L);
        long most = scope.sizeOf(type) * 8;
        if (type.bare() instanceof Type.Int number && number.kind() == IntKind.BOOL) {
            most = 1;
        }
        if (width < 0 || width > most || (width == 0 && declarator.name().isPresent())) {
            mistake(expression.span(), "a bit-field of " + type.display() + " is 1 to " + most + " bits wide");
            doubt("a bit-field has a width that its type does not allow");
            return 1;
        }
        return (int) width;
    }

    /** {@code type}, or a name for a type that nobody knows where it goes beyond all bounds. */
    private Type.Typedef limited(Type.Typedef type, Declarator declarator) {
        return isWithinLimits(type, declarator)
                ? type
                : new Type.Typedef(type.name(), new Type.Incomplete("", type.name()), 0);
    }

    private Type limited(Type type, Declarator declarator) {
        return isWithinLimits(type, declarator) ? type : new Type.Incomplete("", "");
    }

    private boolean isWithinLimits(Type type, Declarator declarator) {
        Optional<String> refused = limits.refused(type);
        refused.ifPresent(why -> mistake(declarator.span(), why));
        return refused.isEmpty();
    }

    private Type derive(Type base, Declarator declarator) {
        Type type = base;
        List<Derivation> derivations = declarator.derivations();
        if (derivations.size() > TypeLimits.DEEPEST) {
            mistake(declarator.span(),
                    "this has more than " + TypeLimits.DEEPEST + " arrays and pointers in one another");
            doubt("it is nested too deeply");
            return new Type.Incomplete("", "");
        }
        for (int i = derivations.size() - 1; i >= 0; i--) {
            type = switch (derivations.get(i)) {
                case Derivation.Pointer _ -> new Type.Pointer(pointee(type));
                case Derivation.Array(Optional<Expr> length, Span span) -> {
                    if (type instanceof Type.Array inner && inner.count() == Type.Array.FLEXIBLE) {
                        doubt("an array has elements without a length");
                        Span open = i + 1 < derivations.size()
                                && derivations.get(i + 1) instanceof Derivation.Array(var _, Span its) ? its : span;
                        strictly(open, "only the first length of an array of arrays can be left out");
                    }
                    yield new Type.Array(type, length.map(this::arrayLength).orElse(Type.Array.FLEXIBLE));
                }
                case Derivation.Function _ -> new Type.Function();
            };
        }
        return type;
    }

    /** A pointer names its target, so that a type may point to itself. */
    private static Type pointee(Type target) {
        return switch (target) {
            case Type.Struct struct -> new Type.Incomplete(struct.keyword().word(), struct.name());
            case Type.EnumType constants -> new Type.Incomplete("enum", constants.name());
            case Type.Int _,Type.FloatType _,Type.VoidType _,Type.Function _,Type.Pointer _,Type.Array _,Type.Typedef _,Type.Incomplete _ ->
                target;
        };
    }

    private long arrayLength(Expr expression) {
        Optional<CValue> value = evaluate(expression);
        long length = value.map(CValue::bits).orElse(0L);
        if (value.isPresent() && (length < 0 || length > LONGEST_ARRAY)) {
            mistake(expression.span(), "an array cannot have " + length + " elements");
            doubt("an array cannot have " + length + " elements");
            return 0;
        }
        return length;
    }

    private static boolean packed(List<Attribute> attributes) {
        return has(attributes, "packed");
    }

    static boolean has(List<Attribute> attributes, String name) {
        return attributes.stream().anyMatch(attribute -> attribute.name().equals(name));
    }

    private int align(List<Attribute> attributes) {
        int align = 0;
        for (Attribute attribute : attributes) {
            if (attribute.name().equals("aligned")) {
                long value = attribute.argument().isEmpty()
                        ? abi.biggestAlign()
                        : evaluate(attribute.argument().get()).map(CValue::bits).orElse(1L);
                if (value < 0 || value > LARGEST_ALIGN || Long.bitCount(value) > 1) {
                    mistake(attribute.span(), "an alignment is a power of two, not " + value);
                } else {
                    align = Math.max(align, (int) value);
                }
            }
        }
        return align;
    }

    private Optional<CValue> evaluate(Expr expression) {
        return switch (scope.evaluator.evaluate(expression)) {
            case ConstantEvaluator.Outcome.Known(CValue value) -> Optional.of(value);
            case ConstantEvaluator.Outcome.Unknown(Expr at, String why, boolean unresolved) -> {
                problems.accept(unresolved
                        ? Problem.unresolved(at.span(), why)
                        : new Problem(at.span(), Severity.ERROR, why));
                doubt(why);
                yield Optional.empty();
            }
        };
    }
}
