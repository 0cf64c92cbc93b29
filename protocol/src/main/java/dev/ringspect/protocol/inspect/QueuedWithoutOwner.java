package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.text.Severity;

/** A command that is promised to complete, and that nobody knows. */
final class QueuedWithoutOwner implements Inspection {
    private static final Rule RULE = new Rule("C11", "queued-without-owner", Severity.ERROR,
            "A handler returns -EIOCBQUEUED, which promises a completion, on a way on which nothing "
                    + "has kept the command. It never completes, and its ring can never be torn down.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        DriverFindings.of(RULE, set).forEach(findings);
    }
}
