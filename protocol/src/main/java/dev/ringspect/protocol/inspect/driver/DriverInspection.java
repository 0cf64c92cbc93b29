package dev.ringspect.protocol.inspect.driver;

import java.util.List;
import java.util.function.Consumer;

import dev.ringspect.protocol.drivercode.flow.DriverReading;
import dev.ringspect.protocol.drivercode.flow.DriverSource;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;

/**
 * What is wrong on the ways through a C driver's functions. They are followed once for all of these inspections, by
 * {@link DriverReading}; each picks the mistakes that bear its id.
 */
record DriverInspection(Rule rule) implements Inspection {
    /** In the order of the catalogue. */
    public static final List<Inspection> ALL = List.of(
            new DriverInspection(new Rule("C03", "missing-sqe128-check", Severity.ERROR,
                    "A handler reads more than the 16 bytes that a 64-byte SQE has for it, and has not "
                            + "tested IO_URING_F_SQE128 on the way there. What it reads is the next submission.")),
            new DriverInspection(new Rule("C05", "sqe-read-twice", Severity.ERROR,
                    "A handler reads one field of the SQE twice. The SQE is memory that the program "
                            + "shares with the kernel, so what was checked the first time can be something else the "
                            + "second time.")),
            new DriverInspection(new Rule("C07", "sqe-after-queue", Severity.ERROR,
                    "A completion, an interrupt or a work item uses the SQE. Its slot in the ring is the "
                            + "program's again once the command was issued, and cmd->sqe is NULL after completion.")),
            new DriverInspection(new Rule("C10", "done-then-return", Severity.ERROR,
                    "A handler completes a command and then returns something other than -EIOCBQUEUED, "
                            + "with which the core completes it once more. Its request may be another's by then.")),
            new DriverInspection(new Rule("C11", "queued-without-owner", Severity.ERROR,
                    "A handler returns -EIOCBQUEUED, which promises a completion, on a way on which "
                            + "nothing has kept the command. It never completes, and its ring can never be torn "
                            + "down.")),
            new DriverInspection(new Rule("C12", "double-done", Severity.ERROR,
                    "A command is completed twice on one way. After the first its request may already be "
                            + "used for another command.")),
            new DriverInspection(new Rule("C14", "hard-coded-issue_flags", Severity.ERROR,
                    "Literal issue_flags are passed to io_uring_cmd_done or io_uring_cmd_mark_cancelable. "
                            + "They say what the caller has locked: only the core knows, and hands them to the "
                            + "handler and to callbacks.")),
            new DriverInspection(new Rule("C20", "restart-codes", Severity.WARNING,
                    "A handler's result is an errno that the kernel uses within itself, such as "
                            + "-ERESTARTSYS or -ENOIOCTLCMD. Nobody translates it on its way into the CQE, and "
                            + "programs have no name for it.")));

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        SourceText source = set.source();
        set.driver().map(DriverSource::mistakes).orElse(List.of()).stream()
                .filter(mistake -> mistake.id().equals(rule.id()))
                .map(mistake -> Finding.of(rule, source.at(mistake.where()), mistake.message())
                        .with(mistake.related().map(source::at), mistake.what()))
                .forEach(findings);
    }
}
