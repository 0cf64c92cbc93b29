package dev.ringspect.protocol.resolve.rule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.expr.Symbols;
import dev.ringspect.protocol.resolve.type.Types;

/**
 * The names that a number made of a struct's members may use.
 *
 * @param numbers members that are numbers, and what rules put beside them
 * @param members all members, so that it can be said why one does not count
 * @param ofSqe whether words of the SQE may be used too
 * @param types types and constants of the file
 */
record RuleNames(Set<String> numbers, FieldNames members, boolean ofSqe, Types types)
        implements
            Symbols {
    private static final List<String> QUALIFIERS = List.of("sqe.", "cqe.", "ring.", "pdu.");

    @Override
    public Optional<Symbol> find(String path) {
        boolean word = ofSqe && path.startsWith("sqe.");
        return !word && QUALIFIERS.stream().anyMatch(path::startsWith)
                ? Optional.empty()
                : all().find(path);
    }

    @Override
    public Optional<String> unusable(String path) {
        return members.whyNot(path).or(() -> types.constants().unusable(path));
    }

    @Override
    public String missing(String path) {
        if (QUALIFIERS.stream().anyMatch(path::startsWith) && !(ofSqe && path.startsWith("sqe."))) {
            return "'" + path + "' cannot be used here, only members of the struct, their bits"
                    + (ofSqe ? ", words of the SQE" : "") + " and constants";
        }
        return all().missing(path);
    }

    @Override
    public Called call(Expr.Call call) {
        return all().call(call);
    }

    @Override
    public OptionalLong sizeOf(Expr.TypeName type) {
        return all().sizeOf(type);
    }

    @Override
    public String unmeasured(Expr.TypeName type) {
        return all().unmeasured(type);
    }

    @Override
    public OptionalLong offsetOf(Expr.TypeName type, String path) {
        return all().offsetOf(type, path);
    }

    private CheckNames all() {
        return new CheckNames(FieldNames.of(numbers), types);
    }
}
