package dev.ringspect.protocol.inspect.language;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Refinements;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Check;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.SqeField;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.resolve.ProtocolModel;

/** What can be said about the checks of commands by the types of the fields alone. */
final class CheckRanges {
    private static final LayoutEngine ENGINE = new LayoutEngine(Abi.X86_64);

    private final Protocol protocol;
    private final Map<String, ValueRange> fields = new HashMap<>();

    private CheckRanges(Protocol protocol, Command command) {
        this.protocol = protocol;
        command.payload().ifPresent(payload -> {
            members(payload, "");
            Refinements.of(protocol).forEach(refinement -> refinement.rules().stream()
                    .filter(rule -> rule.struct().equals(payload.name())).forEach(this::bits));
        });
        command.sqe().forEach(field -> word(field, "sqe."));
        command.cqe().forEach(field -> word(field, "cqe."));
    }

    /** What a check comes to. */
    enum Verdict {
        ALWAYS, NEVER, DEPENDS
    }

    /** Gives every check of the commands of {@code set} with its verdict. */
    static void each(CheckedSet set, BiConsumer<Check, Verdict> visitor) {
        Optional<Protocol> found = set.model().flatMap(ProtocolModel::protocol);
        for (Command command : found.map(Protocol::commands).orElse(List.of())) {
            if (!command.checks().isEmpty()) {
                CheckRanges ranges = new CheckRanges(found.orElseThrow(), command);
                command.checks().forEach(check -> visitor.accept(check, ranges.verdict(check)));
            }
        }
    }

    private Verdict verdict(Check check) {
        ValueRange value = new RangeAnalysis(this::find).of(check.condition());
        return value.isNonZero() ? Verdict.ALWAYS : value.isZero() ? Verdict.NEVER : Verdict.DEPENDS;
    }

    private ValueRange find(String path) {
        ValueRange field = fields.get(path.replaceAll("\\[\\d+]", ""));
        if (field != null) {
            return field;
        }
        Optional<SqeWord> word = SqeWord.named(path);
        if (word.isPresent()) {
            return ValueRange.ofBits(word.get().bytes() * 8, word.get().signed());
        }
        return protocol.constant(path).map(symbol -> switch (symbol) {
            case Symbol.Constant(long value, boolean unsigned) -> ValueRange.constant(value, unsigned);
            case Symbol.Variable _,Symbol.Text _ -> ValueRange.ANY;
        }).orElse(ValueRange.ANY);
    }

    private void members(Type.Struct struct, String prefix) {
        for (Member member : struct.members()) {
            String path = prefix.isEmpty() || member.name().isEmpty()
                    ? prefix + member.name()
                    : prefix + "." + member.name();
            switch (member.type().innermost()) {
                case Type.Struct inner -> members(inner, path);
                case Type.Int number -> fields.put(path, range(member, number));
                case Type.EnumType constants -> fields.put(path, range(member, constants.underlying()));
                case Type.Pointer _ -> fields.put(path, ValueRange.ofBits(64, false));
                case Type.FloatType _,Type.VoidType _,Type.Function _,Type.Array _,Type.Typedef _,Type.Incomplete _ -> {
                }
            }
        }
    }

    private static ValueRange range(Member member, Type.Int number) {
        boolean signed = Abi.X86_64.isSigned(number.kind());
        if (number.kind() == IntKind.BOOL) {
            // a program can put any byte there
            return ValueRange.ofBits(8, false);
        }
        return ValueRange.ofBits(member.isBitField() ? member.bitWidth() : (int) ENGINE.sizeOf(number) * 8, signed);
    }

    private void bits(FieldRule rule) {
        for (FieldMeaning meaning : rule.meanings()) {
            if (meaning instanceof FieldMeaning.Bits bits) {
                String parent = rule.member().substring(0, rule.member().lastIndexOf('.') + 1);
                bits.ranges().forEach(range -> fields.put(parent + range.name(),
                        ValueRange.ofBits(range.width(), false)));
            }
        }
    }

    private void word(SqeField field, String qualifier) {
        SqeWord.named(qualifier + field.field())
                .ifPresent(word -> fields.put(field.name(), ValueRange.ofBits(word.bytes() * 8, word.signed())));
        for (FieldMeaning.BitRange bits : field.bits()) {
            ValueRange range = ValueRange.ofBits(bits.width(), false);
            fields.put(bits.name(), range);
            fields.put(qualifier + bits.name(), range);
        }
    }
}
