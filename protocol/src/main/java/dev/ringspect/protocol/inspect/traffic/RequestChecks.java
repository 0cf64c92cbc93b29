package dev.ringspect.protocol.inspect.traffic;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.decode.Field;
import dev.ringspect.protocol.decode.RequestValues;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Subject;
import dev.ringspect.protocol.model.Check;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;

/**
 * What a command's declaration says must hold, evaluated on requests: members that must be zero, and the author's checks.
 * One thread uses it. A request that keeps every rule costs no allocation; a broken rule is handed on as it stands, and
 * becomes a finding only when someone asks.
 */
public final class RequestChecks {
    private final CommandDecoder decoder;
    private final RequestValues values;
    private final CommandBytes sqe = new CommandBytes();
    private final CommandBytes pdu = new CommandBytes();
    private final List<FixedField> fixed = new ArrayList<>();
    private final List<CompiledCheck> checks = new ArrayList<>();

    private RequestChecks(CommandDecoder decoder) {
        this.decoder = decoder;
        this.values = new RequestValues(decoder);
        for (Field field : decoder.fields()) {
            for (FieldMeaning meaning : field.meanings()) {
                if (meaning instanceof FieldMeaning.MustBe(long value, Severity severity)) {
                    fixed.add(new FixedField(field, value, value, rule(field, severity, value, value)));
                } else if (meaning instanceof FieldMeaning.Within(long low, long high, Severity severity)) {
                    fixed.add(new FixedField(field, low, high, rule(field, severity, low, high)));
                }
            }
        }
        List<Check> declared = decoder.command().checks();
        for (int i = 0; i < declared.size(); i++) {
            Check check = declared.get(i);
            Subject subject = new Subject.OfCheck(CommandName.of(decoder.command()), i, check.text());
            Expression.compile(check.condition(), values).expression().ifPresent(
                    condition -> checks.add(new CompiledCheck(condition, new RequestRule(RequestRule.CHECK,
                            check.severity(), subject, check.text(), 0, 0))));
        }
    }

    /** The rules of the command that {@code decoder} reads. */
    public static RequestChecks of(CommandDecoder decoder) {
        return new RequestChecks(decoder);
    }

    /** Takes the rules that a request broke. */
    @FunctionalInterface
    public interface Broken {
        /** {@code rule} was broken; {@code value} is what a member had, 0 for a check. */
        void by(RequestRule rule, long value);
    }

    private RequestRule rule(Field field, Severity severity, long low, long high) {
        FieldPath path = new FieldPath(decoder.protocol().name(), decoder.command().name(), field.path());
        return new RequestRule(RequestRule.RESERVED, severity, new Subject.OfField(path), field.label(), low, high);
    }

    /** Whether there is any rule. */
    public boolean isEmpty() {
        return fixed.isEmpty() && checks.isEmpty();
    }

    /** All rules. */
    public List<RequestRule> rules() {
        List<RequestRule> rules = new ArrayList<>();
        fixed.forEach(field -> rules.add(field.rule));
        checks.forEach(check -> rules.add(check.rule));
        return rules;
    }

    /** Evaluates the rules on a request as it is so far; what names a value that it does not have does not apply. */
    public void evaluate(RequestView request, Broken broken) {
        values.submitted(request.sqe(sqe));
        values.ring(request.ring().setupFlags(), request.ring().sqEntries(), request.ring().cqEntries());
        values.pdu(request.pdu(pdu));
        if (request.hasResult()) {
            values.completed(request.res(), request.cqeFlags(), request.bigCqe0(), request.bigCqe1(),
                    request.isCqe32());
        }
        evaluate(sqe, broken);
    }

    /** Evaluates the rules on an SQE that has not completed; checks that name words of the CQE do not apply. */
    public void submitted(CommandBytes bytes, Broken broken) {
        values.submitted(bytes);
        evaluate(bytes, broken);
    }

    /** The findings of an SQE with its completion, for display. */
    public List<Finding> findings(CommandBytes bytes, int res, int flags, long bigCqe0,
            long bigCqe1, boolean isCqe32) {
        List<Finding> findings = new ArrayList<>();
        values.submitted(bytes);
        values.completed(res, flags, bigCqe0, bigCqe1, isCqe32);
        evaluate(bytes, (rule, value) -> findings.add(rule.finding(value)));
        return findings;
    }

    private void evaluate(CommandBytes bytes, Broken broken) {
        for (int i = 0; i < fixed.size(); i++) {
            FixedField rule = fixed.get(i);
            if (rule.field.area() == Field.Area.CQE) {
                if (values.has(rule.field.index())) {
                    evaluate(rule, values.number(rule.field.index()), broken);
                }
            } else if (decoder.sqe().present(rule.field, bytes)) {
                boolean kept = true;
                int elements = decoder.sqe().elements(rule.field, bytes);
                for (int element = 0; kept && element < elements; element++) {
                    kept = evaluate(rule, decoder.sqe().number(rule.field, element, bytes), broken);
                }
            }
        }
        for (int i = 0; i < checks.size(); i++) {
            CompiledCheck check = checks.get(i);
            if (check.condition.hasAll(values) && check.condition.present(values) && !check.condition.test(values)) {
                broken.by(check.rule, 0);
            }
        }
    }

    private static boolean evaluate(FixedField rule, long value, Broken broken) {
        boolean kept = value >= rule.low && value <= rule.high;
        if (!kept) {
            broken.by(rule.rule, value);
        }
        return kept;
    }

    private record FixedField(Field field, long low, long high, RequestRule rule) {}

    private record CompiledCheck(Expression condition, RequestRule rule) {}
}
