package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.text.Severity;

/** A command that is completed twice. */
final class DoubleDone implements Inspection {
    private static final Rule RULE = new Rule("C12", "double-done", Severity.ERROR,
            "A command is completed twice on one way. After the first its request may already be used "
                    + "for another command.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        DriverFindings.of(RULE, set).forEach(findings);
    }
}
