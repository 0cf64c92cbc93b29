package dev.ringspect.protocol.resolve;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.model.MemberPaths;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.Refinement;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.model.VariantRule;
import dev.ringspect.protocol.resolve.rule.FieldNames;
import dev.ringspect.protocol.resolve.rule.RefineScope;

/** The fields of a command that a {@code send} can set, and the names that its expectation can use. */
final class SendFields {
    private final LayoutEngine engine;
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Set<String> computed = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    /**
     * A field.
     *
     * @param path its full name
     * @param bits how wide it is; all of it for an array
     * @param signed whether negative numbers are among its values
     * @param array whether it is an array
     * @param characters whether it is an array of bytes
     * @param member the member that declares it, where one does
     */
    record Target(String path, int bits, boolean signed, boolean array, boolean characters, Optional<Owned> member) {
        /** Whether an address fits. */
        boolean address() {
            return !array && bits == 64;
        }

        /** Negative numbers may be written for unsigned fields too, as in C, if their bits fit. */
        boolean holds(long value) {
            if (bits >= 64) {
                return true;
            }
            long least = -(1L << (bits - 1));
            long most = (1L << (signed ? bits - 1 : bits)) - 1;
            return value <= most && value >= least;
        }
    }

    /** A member, and the struct with a tag that holds it. */
    record Owned(Type.Struct owner, Member member) {}

    SendFields(Protocol protocol, Command command, Abi abi) {
        engine = new LayoutEngine(abi);
        command.payload().ifPresent(payload -> payload(protocol, command, payload));
        for (String word : SqeWord.names("sqe.")) {
            SqeWord found = SqeWord.named("sqe." + word).orElseThrow();
            targets.put("sqe." + word, word(found));
        }
        command.sqe().forEach(field -> {
            targets.putIfAbsent(field.name(), word(SqeWord.named("sqe." + field.field()).orElseThrow()));
            field.bits().forEach(range -> targets.putIfAbsent(range.name(), new Target("sqe." + range.name(),
                    range.width(), false, false, false, Optional.empty())));
            names.addAll(field.names("sqe."));
        });
        command.cqe().forEach(field -> names.addAll(field.names("cqe.")));
        names.addAll(targets.keySet());
        names.addAll(computed);
    }

    private static Target word(SqeWord word) {
        return new Target(word.path(), word.bytes() * 8, word.signed(), false, false, Optional.empty());
    }

    private void payload(Protocol protocol, Command command, Type.Struct payload) {
        for (MemberPaths.At at : MemberPaths.of(payload, true)) {
            member(payload, at);
        }
        Refinement all = new Refinement(protocol.rules(), protocol.values(), protocol.variants());
        beside(of(all, payload.name()), "", payload);
        beside(command.refinement(), "", payload);
        for (MemberPaths.Inner inner : MemberPaths.structs(payload)) {
            beside(of(all, inner.tag()), inner.path(), payload);
        }
    }

    private static Refinement of(Refinement all, String tag) {
        return new Refinement(all.rules().stream().filter(rule -> rule.struct().equals(tag)).toList(),
                all.values().stream().filter(value -> value.struct().equals(tag)).toList(),
                all.variants().stream().filter(variant -> variant.struct().equals(tag)).toList());
    }

    private void member(Type.Struct payload, MemberPaths.At at) {
        Optional<Owned> owned = Optional.of(new Owned(payload, at.member()));
        Type type = at.member().type().bare();
        if (at.member().isBitField()) {
            targets.put(at.path(), new Target(at.path(), at.member().bitWidth(), isSigned(type), false, false, owned));
        } else if (type instanceof Type.Array array) {
            Type element = array.innermost();
            if (!(element instanceof Type.Struct)) {
                int bits = (int) Math.min(1 << 20, engine.sizeOf(array) * 8);
                int each = (int) engine.sizeOf(element) * 8;
                targets.put(at.path(), new Target(at.path(), bits, false, true, each == 8, owned));
                for (int i = 0; each > 0 && i < bits / each && i < 80; i++) {
                    String path = at.path() + "[" + i + "]";
                    targets.put(path, new Target(path, each, isSigned(element), false, false, owned));
                }
            }
        } else if (!(type instanceof Type.Struct)) {
            targets.put(at.path(), new Target(at.path(), (int) engine.sizeOf(type) * 8, isSigned(type), false, false,
                    owned));
        }
    }

    private boolean isSigned(Type bare) {
        return switch (bare) {
            case Type.Int number -> engine.abi().isSigned(number.kind());
            case Type.EnumType constants -> engine.abi().isSigned(constants.underlying().kind());
            case Type.FloatType _,Type.VoidType _,Type.Pointer _,Type.Array _,Type.Struct _,Type.Typedef _,Type.Incomplete _,Type.Function _ ->
                false;
        };
    }

    private void beside(Refinement refinement, String prefix, Type.Struct payload) {
        for (FieldRule rule : refinement.rules()) {
            String parent = MemberPaths.join(prefix, RefineScope.parent(rule.member()));
            rule.meanings().stream().filter(FieldMeaning.Bits.class::isInstance)
                    .flatMap(bits -> ((FieldMeaning.Bits) bits).ranges().stream())
                    .forEach(range -> targets.putIfAbsent(MemberPaths.join(parent, range.name()),
                            new Target(MemberPaths.join(parent, range.name()), range.width(), false, false, false,
                                    Optional.empty())));
        }
        refinement.values().forEach(value -> computed.add(MemberPaths.join(prefix, value.name())));
        for (VariantRule variant : refinement.variants()) {
            for (VariantRule.Arm arm : variant.arms()) {
                beside(arm.refinement(), prefix, payload);
                for (VariantRule.Overlay overlay : arm.overlays()) {
                    String at = MemberPaths.join(prefix, overlay.member());
                    MemberPaths.of(overlay.type(), true).forEach(inner -> member(payload,
                            new MemberPaths.At(MemberPaths.join(at, inner.path()), inner.member())));
                }
            }
        }
    }

    Optional<Target> find(String name) {
        return Optional.ofNullable(targets.get(name));
    }

    boolean isComputed(String name) {
        return computed.contains(name);
    }

    /** The fields for a message: those of the payload, else those of the SQE that the command uses. */
    List<String> settable() {
        List<String> own = targets.keySet().stream().filter(name -> !name.startsWith("sqe.") && !name.endsWith("]"))
                .toList();
        return own.isEmpty() ? Stream.of("sqe.addr", "sqe.len").toList() : own;
    }

    /** The bare names that an expectation can use; arrays are none of them, but their elements are. */
    FieldNames fieldNames() {
        Map<String, Type> arrays = new LinkedHashMap<>();
        targets.values().stream().filter(Target::array).forEach(
                target -> target.member().ifPresent(owned -> arrays.put(target.path(), owned.member().type())));
        Set<String> numbers = new HashSet<>(names);
        numbers.removeAll(arrays.keySet());
        return new FieldNames(numbers, arrays);
    }
}
