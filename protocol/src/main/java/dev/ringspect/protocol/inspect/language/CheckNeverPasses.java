package dev.ringspect.protocol.inspect.language;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.model.Check;
import dev.ringspect.protocol.text.Severity;

/** A check that fails whatever the request is. */
final class CheckNeverPasses implements Inspection {
    private static final Rule RULE = new Rule("U06", "check-never-passes", Severity.ERROR,
            "Whatever values the fields have, the condition is false, so every request is reported.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        CheckRanges.each(set, (Check check, CheckRanges.Verdict verdict) -> {
            if (verdict == CheckRanges.Verdict.NEVER) {
                findings.accept(Finding.of(RULE, check.where(),
                        "this fails for every request, by the types of its fields alone; correct it"));
            }
        });
    }
}
