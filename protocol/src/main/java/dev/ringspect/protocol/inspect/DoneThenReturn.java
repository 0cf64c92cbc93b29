package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.text.Severity;

/** A command that was completed, and is completed again by what is returned. */
final class DoneThenReturn implements Inspection {
    private static final Rule RULE = new Rule("C10", "done-then-return", Severity.ERROR,
            "A handler completes a command and then returns something other than -EIOCBQUEUED, with "
                    + "which the core completes it once more. Its request may be another's by then.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        DriverFindings.of(RULE, set).forEach(findings);
    }
}
