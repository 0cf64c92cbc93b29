package dev.ringspect.protocol.resolve.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.expr.Symbols;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.MemberOffset;
import dev.ringspect.protocol.model.MemberPaths;
import dev.ringspect.protocol.model.NamedConstants;
import dev.ringspect.protocol.model.RingWord;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.resolve.type.Types;
import dev.ringspect.protocol.text.Spelling;
import dev.ringspect.protocol.uapi.UapiConstants;

/**
 * The names that a check may use: payload members and the command's own names for SQE fields bare, every word of the SQE
 * and CQE, of the ring and members of the pdu qualified, constants of the file, opcodes and flags of io_uring, errnos as
 * positive numbers.
 *
 * @param fields names of fields
 * @param types types and constants of the file
 */
public record CheckNames(FieldNames fields, Types types) implements Symbols {
    @Override
    public Optional<Symbol> find(String path) {
        if (fields.numbers().contains(path) || SqeWord.named(path).isPresent() || RingWord.named(path).isPresent()) {
            return Optional.of(new Symbol.Variable(0, false));
        }
        return types.constants().find(path).or(() -> NamedConstants.of(Map.of(), path));
    }

    @Override
    public Optional<String> unusable(String path) {
        return fields.whyNot(path).map(whyNot -> whyNot + (fields.isArrayOfNumbers(path)
                ? "; the rule '" + MemberPaths.withoutIndexes(path) + " == 0' in a refine is about each element"
                : "")).or(() -> types.constants().unusable(path));
    }

    @Override
    public String missing(String path) {
        List<String> known = new ArrayList<>(fields.numbers());
        known.addAll(types.constants().all().keySet());
        known.addAll(RingWord.names());
        known.addAll(SqeWord.names(""));
        known.addAll(UapiConstants.ALL.keySet());
        // to a name of one or two letters nearly everything is near
        return "nothing is called '" + path + "' here" + (path.length() < 3 ? "" : Spelling.hint(path, known));
    }

    @Override
    public Called call(Expr.Call call) {
        return new Called.Unknown(
                "'" + call.name() + "' is not known here; _IO, _IOR, _IOW, _IOWR and BIT are. For another "
                        + "macro: #define a name for what it makes, and use that");
    }

    @Override
    public OptionalLong sizeOf(Expr.TypeName type) {
        return types.measured(type.name()).map(found -> OptionalLong.of(new LayoutEngine(abi()).sizeOf(found)))
                .orElse(OptionalLong.empty());
    }

    @Override
    public String unmeasured(Expr.TypeName type) {
        return types.unmeasured(type);
    }

    @Override
    public OptionalLong offsetOf(Expr.TypeName type, String path) {
        return types.measured(type.name()).map(found -> MemberOffset.of(new LayoutEngine(abi()), found, path))
                .orElse(OptionalLong.empty());
    }
}
