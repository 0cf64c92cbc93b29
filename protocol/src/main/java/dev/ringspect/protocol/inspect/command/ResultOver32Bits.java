package dev.ringspect.protocol.inspect.command;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.fix.ProtocolEdits;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Commands;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.model.RingFeature;
import dev.ringspect.protocol.model.SqeField;
import dev.ringspect.protocol.text.Severity;

/** A 64-bit result on a ring that may have 16-byte CQEs. */
final class ResultOver32Bits implements Inspection {
    private static final Rule RULE = new Rule("L21", "result-over-32-bit", Severity.ERROR,
            "A command gives a meaning to the extra words of a 32-byte CQE, and nothing makes sure that "
                    + "the ring has them. res has 32 bits; on a 16-byte CQE the second result is lost without a "
                    + "word.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        Commands.of(set).forEach(command -> {
            boolean isCqe32 = command.needs().allOf().stream().anyMatch(oneOf -> oneOf.stream()
                    .allMatch(feature -> feature == RingFeature.CQE32 || feature == RingFeature.CQE_MIXED));
            for (SqeField field : command.cqe()) {
                if (field.field().startsWith("big") && !isCqe32) {
                    findings.accept(Finding.of(RULE, field.where(), "a 16-byte CQE has no " + field.field()
                            + "; add 'needs cqe32 | cqe_mixed;'")
                            .with(ProtocolEdits.needs(set, command, "cqe32 | cqe_mixed")));
                }
            }
        });
    }
}
