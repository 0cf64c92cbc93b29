package dev.ringspect.protocol.resolve.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Endian;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.model.MemberPaths;
import dev.ringspect.protocol.model.Refinement;
import dev.ringspect.protocol.model.ValueRule;
import dev.ringspect.protocol.model.VariantRule;
import dev.ringspect.protocol.resolve.type.DeclarationIndex;
import dev.ringspect.protocol.resolve.type.Types;
import dev.ringspect.protocol.syntax.c.Declarator;
import dev.ringspect.protocol.syntax.c.MemberDeclaration;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.c.TypeSpecifier;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.Spelling;

/** Resolves what {@code refine} says about structs, and what a command says about its own payload. */
public final class RefineBuilder {
    private final SourceText source;
    private final Types types;
    private final List<Problem> problems;
    private final DeclarationIndex index;
    private final MeaningBuilder meanings;
    private final BitsBuilder bits;
    private final VariantBuilder variants;
    private final LayoutEngine engine;
    private final Map<String, List<Refinement>> byStruct = new HashMap<>();
    private final List<Refinement> all = new ArrayList<>();
    private final List<Type.Struct> refined = new ArrayList<>();

    public RefineBuilder(SourceText source, Types types, List<Problem> problems, DeclarationIndex index) {
        this.source = source;
        this.types = types;
        this.engine = new LayoutEngine(types.abi());
        this.problems = problems;
        this.index = index;
        this.meanings = new MeaningBuilder(source, types, problems, index);
        this.bits = new BitsBuilder(source, types, problems, meanings);
        this.variants = new VariantBuilder(source, types, problems, index, this);
    }

    public MeaningBuilder meanings() {
        return meanings;
    }

    public BitsBuilder bits() {
        return bits;
    }

    /** What all {@code refine}s say together. */
    public Refinement refinement() {
        return new Refinement(all.stream().flatMap(one -> one.rules().stream()).toList(),
                all.stream().flatMap(one -> one.values().stream()).toList(),
                all.stream().flatMap(one -> one.variants().stream()).toList());
    }

    /** The structs that a {@code refine} speaks about. */
    public List<Type.Struct> refined() {
        return refined;
    }

    /** Takes the rules of one {@code refine}. */
    public void add(UringItem.Refine refine) {
        Optional<Type> type = types.named(refine.keyword().word() + " " + refine.tag().text());
        if (type.isEmpty() || !(type.get() instanceof Type.Struct struct)) {
            problems.add(types.missing(refine.keyword().word(), refine.tag()));
            return;
        }
        refined.add(struct);
        index.add(new Declared.OfStruct(struct, refine.tag().span()));
        Refinement refinement = rules(scope(struct), refine.rules());
        all.add(refinement);
        byStruct.computeIfAbsent(struct.name(), _ -> new ArrayList<>()).add(refinement);
    }

    /** Takes what {@code __counted_by(member)} says in a struct of the file itself. */
    public void countedBy(Type.Struct struct, List<MemberDeclaration> members) {
        List<FieldRule> rules = new ArrayList<>();
        RefineScope scope = scope(struct);
        counted(scope, members, "", rules);
        if (!rules.isEmpty()) {
            Refinement refinement = new Refinement(rules, List.of(), List.of());
            all.add(refinement);
            byStruct.computeIfAbsent(struct.name(), _ -> new ArrayList<>()).add(refinement);
        }
    }

    private void counted(RefineScope scope, List<MemberDeclaration> members, String prefix, List<FieldRule> rules) {
        for (MemberDeclaration member : members) {
            if (member.declarators().isEmpty() && member.type() instanceof TypeSpecifier.Struct inner) {
                counted(scope, inner.members().orElse(List.of()), prefix, rules);
            }
            for (Declarator declarator : member.declarators()) {
                String path = MemberPaths.join(prefix, declarator.name().map(Name::text).orElse(""));
                Stream.concat(member.attributes().stream(), declarator.attributes().stream())
                        .filter(attribute -> attribute.name().equals("counted_by"))
                        .flatMap(attribute -> attribute.argument().stream()).forEach(argument -> {
                            if (argument instanceof Expr.Name name) {
                                String counter = MemberPaths.join(prefix, name.path());
                                meanings.meaning(new UringItem.Meaning.Count(new Expr.Name(counter, name.span())),
                                        scope.members()).ifPresent(
                                                meaning -> rules.add(new FieldRule(
                                                        scope.struct().name(), path, List.of(meaning),
                                                        source.at(name.span()))));
                            }
                        });
                if (member.type() instanceof TypeSpecifier.Struct inner && inner.tag().isEmpty()) {
                    counted(scope, inner.members().orElse(List.of()), path, rules);
                }
            }
        }
    }

    /** What a command says about its payload. */
    public Refinement ofPayload(Type.Struct payload, List<UringItem.Rule> rules) {
        return rules.isEmpty() ? Refinement.NONE : rules(scope(payload), rules);
    }

    /** The names that rules can use about {@code struct}. */
    private RefineScope scope(Type.Struct struct) {
        RefineScope scope = new RefineScope(struct);
        byStruct.getOrDefault(struct.name(), List.of()).forEach(before -> scope.add(before, false));
        return scope;
    }

    /** Resolves rules about the struct of {@code scope}: members first, then values, then counts, then cases. */
    Refinement rules(RefineScope scope, List<UringItem.Rule> written) {
        List<FieldRule> rules = new ArrayList<>();
        List<ValueRule> values = new ArrayList<>();
        List<VariantRule> cases = new ArrayList<>();
        for (UringItem.Rule rule : written) {
            meaningOf(scope, rule).ifPresent(meaning -> {
                rules.add(fieldRule(scope, rule, meaning));
                if (meaning instanceof FieldMeaning.Bits bits) {
                    scope.addBits(rule.member().path(), bits);
                }
            });
        }
        for (UringItem.Rule rule : written) {
            if (rule instanceof UringItem.Rule.Value value) {
                value(scope, value).ifPresent(values::add);
            }
        }
        for (UringItem.Rule rule : written) {
            if (rule instanceof UringItem.Rule.Means(Expr.Name _, UringItem.Meaning.Count count, Span span)) {
                member(scope, rule)
                        .flatMap(member -> meanings.count(count.number(), scope.numbersAndValues(), scope.members())
                                .filter(found -> meanings.fits(found, member, span)))
                        .ifPresent(meaning -> rules.add(fieldRule(scope, rule, meaning)));
            }
        }
        for (UringItem.Rule rule : written) {
            if (rule instanceof UringItem.Rule.Variant variant) {
                variants.variant(scope, rules, variant).ifPresent(cases::add);
            }
        }
        return new Refinement(rules, values, cases);
    }

    private FieldRule fieldRule(RefineScope scope, UringItem.Rule rule, FieldMeaning meaning) {
        return new FieldRule(scope.struct().name(), rule.member().path(), List.of(meaning), source.at(rule.span()));
    }

    /** What a rule says about one member; a count, which names what stands beside it, comes later. */
    private Optional<FieldMeaning> meaningOf(RefineScope scope, UringItem.Rule rule) {
        return switch (rule) {
            case UringItem.Rule.Means(Expr.Name _, UringItem.Meaning.Count _, Span _) -> Optional.empty();
            case UringItem.Rule.Means means -> member(scope, rule).flatMap(member -> meanings
                    .meaning(means.meaning(), scope.members()).filter(found -> meanings.fits(found, member,
                            means.span())));
            case UringItem.Rule.Limited limited -> member(scope, rule).flatMap(member -> meanings
                    .limit(limited.limit()).filter(limit -> meanings.reaches(limit, member, limited.limit())));
            case UringItem.Rule.Bits bits -> member(scope, rule).flatMap(member -> bits(scope, member, bits));
            case UringItem.Rule.Value _,UringItem.Rule.Variant _,UringItem.Rule.Chosen _,UringItem.Rule.Over _ ->
                Optional.empty();
        };
    }

    /** The member that a rule is about; noted where there is none. */
    Optional<MemberPaths.At> member(RefineScope scope, UringItem.Rule rule) {
        Optional<MemberPaths.At> member = scope.member(rule.member().path());
        if (member.isPresent()) {
            index.add(new Declared.OfMember(scope.struct(), member.get().member(), member.get().path(), List.of(),
                    rule.member().span()));
        } else {
            problems.add(Problem.unresolved(rule.member().span(),
                    scope.struct().display() + " has no member '" + rule.member().path()
                            + "'; it has "
                            + Spelling.list(scope.members().stream().map(MemberPaths.At::path).toList())));
        }
        return member;
    }

    private Optional<FieldMeaning> bits(RefineScope scope, MemberPaths.At at, UringItem.Rule.Bits written) {
        Type type = at.member().type().bare();
        boolean integer = type instanceof Type.Int || type instanceof Type.EnumType;
        boolean swapped = type instanceof Type.Int number && number.endian() == Endian.BIG;
        if (!integer || swapped || at.member().isBitField()) {
            problem(written.member().span(),
                    "only an integer member in the machine's byte order can be split into bits; "
                            + at.path() + " is "
                            + (at.member().isBitField() ? "a bit-field" : at.member().type().display()));
            return Optional.empty();
        }
        return Optional.of(bits.of(at.path(), (int) engine.sizeOf(type) * 8, written.ranges(),
                name -> isNew(scope, RefineScope.parent(at.path()), name), scope.members()));
    }

    private Optional<ValueRule> value(RefineScope scope, UringItem.Rule.Value value) {
        Name name = new Name(value.member().path(), value.member().span());
        if (!isNew(scope, "", name) || !meanings.check(value.expression(), scope.numbersOfOne(),
                MemberPaths.of(scope.struct(), true))) {
            return Optional.empty();
        }
        scope.addValue(name.text());
        return Optional.of(new ValueRule(scope.struct().name(), name.text(), value.expression(),
                source.at(name.span())));
    }

    private boolean isNew(RefineScope scope, String parent, Name name) {
        String path = MemberPaths.join(parent, name.text());
        boolean fresh = scope.add(path);
        if (!fresh) {
            problem(name.span(), scope.struct().display() + " has a '" + path + "' already");
        }
        return fresh;
    }

    /**
     * The names that rules add beside the members of {@code payload} and of the structs in it, with their places.
     *
     * @param own what the command itself says about its payload
     */
    public Map<String, RefineScope.Beside> namesBeside(Type.Struct payload, Refinement own) {
        Map<String, RefineScope.Beside> names = new LinkedHashMap<>();
        refinementsOf(payload.name()).forEach(one -> RefineScope.names(one, "", names));
        RefineScope.names(own, "", names);
        for (MemberPaths.Inner inner : MemberPaths.structs(payload)) {
            refinementsOf(inner.tag()).forEach(one -> RefineScope.names(one, inner.path(), names));
        }
        return names;
    }

    /**
     * The names that expressions about {@code payload} can use.
     *
     * @param own what the command itself says about its payload
     */
    public FieldNames namesOf(Type.Struct payload, Refinement own) {
        List<MemberPaths.At> members = new ArrayList<>(MemberPaths.of(payload, true));
        Set<String> made = new HashSet<>();
        namesBeside(payload, own).forEach((path, beside) -> beside.member().ifPresentOrElse(
                member -> members.add(new MemberPaths.At(path, member)), () -> made.add(path)));
        Set<String> counted = new HashSet<>(own.counted());
        all.forEach(one -> counted.addAll(one.counted()));
        return FieldNames.of(members, path -> counted.stream()
                .anyMatch(name -> path.equals(name) || path.endsWith("." + name))).with(FieldNames.of(made));
    }

    /** The enum that an earlier {@code refine} gives to a member of {@code struct}. */
    Optional<Type.EnumType> enumOf(Type.Struct struct, String path) {
        return refinementsOf(struct.name()).stream()
                .flatMap(before -> VariantBuilder.enumOf(before.rules(), path).stream()).findFirst();
    }

    private List<Refinement> refinementsOf(String tag) {
        return tag.isEmpty() ? List.of() : byStruct.getOrDefault(tag, List.of());
    }

    private void problem(Span span, String message) {
        problems.add(new Problem(span, Severity.ERROR, message));
    }
}
