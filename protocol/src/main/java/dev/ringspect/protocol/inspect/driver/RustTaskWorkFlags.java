package dev.ringspect.protocol.inspect.driver;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.drivercode.Arguments;
import dev.ringspect.protocol.drivercode.rust.RustFlagsValue;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.syntax.rust.RustCall;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;

/** A command that is completed in its task with flags of another context. */
final class RustTaskWorkFlags implements Inspection {
    private static final Rule RULE = new Rule("R24", "wrong-task_work-flags", Severity.ERROR,
            "task_work runs in the submitter's task with the ring's lock held, which TASK_WORK_ISSUE_FLAGS says. With "
                    + "other flags done takes a lock that is held, or leaves the completion where nobody flushes it.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.rust().ifPresent(rust -> rust.functions().stream()
                .filter(function -> function.name().equals("task_work")
                        && function.trait().equals(Optional.of("IoUringTaskWork")))
                .forEach(function -> rust.calls(function, "done").stream()
                        .filter(call -> rust.receiver(call).equals(Optional.of("QueuedIoUringCmd")))
                        .flatMap(call -> flags(set, call).stream())
                        .filter(span -> new RustFlagsValue(rust.code().text(), function)
                                .isWrong(set.source().slice(span)))
                        .forEach(span -> findings.accept(Finding.of(RULE, set.source().at(span),
                                "done is called in task_work with " + set.source().slice(span) + "; pass "
                                        + RustFlagsValue.RIGHT)))));
    }

    /** The third argument. */
    private static Optional<Span> flags(CheckedSet set, RustCall call) {
        List<Span> arguments = Arguments.of(set.source(), call.arguments());
        return arguments.size() == 3 ? Optional.of(arguments.get(2)) : Optional.empty();
    }
}
