package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.text.Severity;

/** A payload of more than 16 bytes before anything asked how large the SQE is. */
final class MissingSqe128Check implements Inspection {
    private static final Rule RULE = new Rule("C03", "missing-sqe128-check", Severity.ERROR,
            "A handler reads more than the 16 bytes that a 64-byte SQE has for it, and has not tested "
                    + "IO_URING_F_SQE128 on the way there. What it reads is the next submission.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        DriverFindings.of(RULE, set).forEach(findings);
    }
}
