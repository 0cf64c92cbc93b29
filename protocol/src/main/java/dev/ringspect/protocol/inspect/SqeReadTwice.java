package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.text.Severity;

/** One field of the SQE read twice. */
final class SqeReadTwice implements Inspection {
    private static final Rule RULE = new Rule("C05", "sqe-read-twice", Severity.ERROR,
            "A handler reads one field of the SQE twice. The SQE is memory that the program shares "
                    + "with the kernel, so what was checked the first time can be something else the second "
                    + "time.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        DriverFindings.of(RULE, set).forEach(findings);
    }
}
