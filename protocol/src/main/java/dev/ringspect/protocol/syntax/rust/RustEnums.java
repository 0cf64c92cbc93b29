package dev.ringspect.protocol.syntax.rust;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;

/**
 * Enums whose tag a {@code repr} fixes. One that carries data is what the Rust reference says: with an integer a union of
 * structs that all start with the tag, with {@code C} a struct of the tag and a union.
 */
final class RustEnums {
    private final RustTypes types;
    private final Set<RustItem> open = new HashSet<>();

    RustEnums(RustTypes types) {
        this.types = types;
    }

    Shape enumeration(RustItem.Enumeration item, RustRepr repr, RustEnv env) {
        List<RustVariant> variants = new ArrayList<>();
        for (RustVariant variant : item.variants()) {
            Optional<Boolean> there = there(variant);
            if (there.isEmpty()) {
                return Shape.unspecified("whether the variant " + variant.name()
                        + " exists depends on a cfg that is not known here", variant.nameSpan());
            }
            if (there.get()) {
                variants.add(variant);
            }
        }
        boolean data = variants.stream().anyMatch(variant -> !variant.fields().isEmpty());
        if ((!repr.c() && repr.integer().isEmpty()) || repr.transparent()) {
            return Shape.unspecified("the enum " + item.name()
                    + " has no #[repr(u8)] or the like, so Rust chooses its size" + (data ? " and layout" : ""),
                    item.head().nameSpan());
        }
        if (variants.isEmpty()) {
            return Shape.unspecified("the enum " + item.name() + " has no variant", item.head().nameSpan());
        }
        Map<String, RustValue> values = values(item, repr);
        Optional<Type.Int> tag = tag(repr, values);
        if (tag.isEmpty()) {
            return Shape.unspecified("the size of the tag of " + item.name()
                    + " depends on values that are not known or do not fit a C int", item.head().nameSpan());
        }
        List<Type.Enumerator> constants = new ArrayList<>();
        for (RustVariant variant : variants) {
            if (values.get(variant.name()) instanceof RustValue.Known number) {
                constants.add(new Type.Enumerator(variant.name(), number.value().longValue(),
                        Optional.of(types.file().source().at(variant.nameSpan()))));
            }
        }
        Type.EnumType constantsOnly = new Type.EnumType(item.name(), tag.get(), true, constants,
                Optional.of(types.file().source().at(item.head().nameSpan())));
        // An enum's tag has the alignment of its integer, which ARM's 128 bits do not have by C's rules.
        if (data) {
            return carrying(item, repr, variants, constantsOnly, env);
        }
        return repr.align() == 0
                ? Shape.of(constantsOnly)
                : Shape.of(struct(item, Type.Keyword.STRUCT,
                        List.of(Member.of("tag", constantsOnly)), repr.align()));
    }

    private Optional<Boolean> there(RustVariant variant) {
        return types.target()
                .allHold(variant.attributes().stream().filter(meta -> meta.name().equals("cfg")).toList());
    }

    private Type.Struct struct(RustItem item, Type.Keyword keyword, List<Member> members, int align) {
        return new Type.Struct(keyword, item.name(), members, false, align, 0, Member.COMPUTED,
                Optional.of(types.file().source().at(item.head().nameSpan())));
    }

    private Shape carrying(RustItem.Enumeration item, RustRepr repr, List<RustVariant> variants, Type tag,
            RustEnv env) {
        List<Member> each = new ArrayList<>();
        long weight = 1;
        String assumed = "";
        for (RustVariant variant : variants) {
            RustRecords.Fields fields = new RustRecords(types).fields(variant.fields(), env);
            if (fields.failure.isPresent()) {
                return fields.failure.get();
            }
            weight += fields.weight;
            assumed = assumed.isEmpty() ? fields.assumed : assumed;
            List<Member> members = new ArrayList<>(fields.members);
            if (!repr.c()) {
                members.addFirst(Member.of("tag", tag));
            }
            each.add(Member.of(variant.name(), Type.Struct.of(item.name() + "::" + variant.name(), members)));
        }
        Type.Struct whole;
        if (repr.c()) {
            Type payload = new Type.Struct(Type.Keyword.UNION, item.name() + "::payload", each, false, 0, 0,
                    Member.COMPUTED, Optional.empty());
            whole = struct(item, Type.Keyword.STRUCT, List.of(Member.of("tag", tag), Member.of("payload", payload)),
                    repr.align());
        } else {
            whole = struct(item, Type.Keyword.UNION, each, repr.align());
        }
        return weight > 1 << 16
                ? Shape.unspecified(item.name() + " has too many fields in all", item.head().nameSpan())
                : new Shape(new RustAnswer.Known(whole, assumed), false, false, weight);
    }

    /** The integer that holds the tag; empty for a C enum of which a value is not known or does not fit. */
    private Optional<Type.Int> tag(RustRepr repr, Map<String, RustValue> values) {
        if (!repr.integer().isEmpty()) {
            return RustStandard.integer(repr.integer(), types.target().abi()).map(type -> (Type.Int) type.bare());
        }
        BigInteger least = BigInteger.ZERO;
        BigInteger most = BigInteger.ZERO;
        for (RustValue value : values.values()) {
            if (!(value instanceof RustValue.Known number)) {
                return Optional.empty();
            }
            least = least.min(number.value());
            most = most.max(number.value());
        }
        boolean signed = least.signum() < 0;
        boolean fits = least.bitLength() <= 31 && most.bitLength() <= (signed ? 31 : 32);
        return fits ? Optional.of(Type.Int.of(signed ? IntKind.INT : IntKind.UINT)) : Optional.empty();
    }

    /** The value of each variant, in order. */
    private Map<String, RustValue> values(RustItem.Enumeration item, RustRepr repr) {
        String type = repr.integer().isEmpty() ? "isize" : repr.integer();
        Map<String, RustValue> values = new LinkedHashMap<>();
        if (!open.add(item)) {
            return values;
        }
        RustEnv env = RustEnv.at(item.head().path());
        RustValue next = new RustValue.Known(BigInteger.ZERO, type);
        for (RustVariant variant : item.variants()) {
            if (!there(variant).orElse(true)) {
                continue;
            }
            RustValue value = variant.discriminant().isPresent()
                    ? types.consts().coerce(types.consts().evaluate(variant.discriminant().get(), type, env), type,
                            variant.nameSpan())
                    : next;
            values.put(variant.name(), value);
            next = value instanceof RustValue.Known number
                    ? types.consts().coerce(new RustValue.Known(number.value().add(BigInteger.ONE), ""), type,
                            variant.nameSpan())
                    : value;
        }
        open.remove(item);
        return values;
    }

    RustValue discriminant(RustItem.Enumeration item, String variant) {
        RustRepr repr = RustRepr.of(item.head().attributes(), types.target());
        RustValue value = values(item, repr).get(variant);
        return value instanceof RustValue.Known number
                ? new RustValue.Known(number.value(), "")
                : new RustValue.Unknown(item.name() + "::" + variant + " has no known value", item.head().nameSpan());
    }
}
