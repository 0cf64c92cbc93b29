package dev.ringspect.protocol.inspect.language;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.model.Check;
import dev.ringspect.protocol.text.Severity;

/** A check that holds whatever the request is. */
final class CheckNeverFails implements Inspection {
    private static final Rule RULE = new Rule("U05", "check-never-fails", Severity.WARNING,
            "Whatever values the fields have, the condition holds: it compares with a bound that the type "
                    + "has anyway, or its operators bind otherwise than meant.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        CheckRanges.each(set, (Check check, CheckRanges.Verdict verdict) -> {
            if (verdict == CheckRanges.Verdict.ALWAYS) {
                findings.accept(Finding.of(RULE, check.where(),
                        "this holds for every request, by the types of its fields alone; remove or correct it"));
            }
        });
    }
}
