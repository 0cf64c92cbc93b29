package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.text.Severity;

/** Made-up issue_flags. */
final class HardCodedIssueFlags implements Inspection {
    private static final Rule RULE = new Rule("C14", "hard-coded-issue_flags", Severity.ERROR,
            "Literal issue_flags are passed to io_uring_cmd_done or io_uring_cmd_mark_cancelable. "
                    + "They say what the caller has locked: only the core knows, and hands them to the handler "
                    + "and to callbacks.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        DriverFindings.of(RULE, set).forEach(findings);
    }
}
