package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.text.Severity;

/** An internal errno as a result. */
final class RestartCodes implements Inspection {
    private static final Rule RULE = new Rule("C20", "restart-codes", Severity.WARNING,
            "A handler's result is an errno that the kernel uses within itself, such as -ERESTARTSYS "
                    + "or -ENOIOCTLCMD. Nobody translates it on its way into the CQE, and programs have no name "
                    + "for it.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        DriverFindings.of(RULE, set).forEach(findings);
    }
}
