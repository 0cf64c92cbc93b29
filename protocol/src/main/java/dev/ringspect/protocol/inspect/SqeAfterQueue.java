package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.text.Severity;

/** An SQE used when the issue is over. */
final class SqeAfterQueue implements Inspection {
    private static final Rule RULE = new Rule("C07", "sqe-after-queue", Severity.ERROR,
            "A completion, an interrupt or a work item uses the SQE. Its slot in the ring is the "
                    + "program's again once the command was issued, and cmd->sqe is NULL after completion.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        DriverFindings.of(RULE, set).forEach(findings);
    }
}
