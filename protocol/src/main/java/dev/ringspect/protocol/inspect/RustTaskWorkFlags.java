package dev.ringspect.protocol.inspect;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import dev.ringspect.protocol.syntax.rust.RustCall;
import dev.ringspect.protocol.syntax.rust.RustFunction;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;

/** A command that is completed in its task with flags of another context. */
final class RustTaskWorkFlags implements Inspection {
    private static final Rule RULE = new Rule("R24", "wrong-task_work-flags", Severity.ERROR,
            "task_work runs in the submitter's task with the ring's lock held, which TASK_WORK_ISSUE_FLAGS says. With "
                    + "other flags done takes a lock that is held, or leaves the completion where nobody flushes it.");
    private static final String RIGHT = "TASK_WORK_ISSUE_FLAGS";

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.rust().ifPresent(rust -> {
            for (RustFunction function : rust.functions()) {
                if (function.name().equals("task_work")
                        && function.trait().equals(Optional.of("IoUringTaskWork"))) {
                    for (RustCall call : rust.calls("done")) {
                        if (call.path().equals(function.path())) {
                            flags(set, call).filter(span -> !isRight(set, function, span))
                                    .ifPresent(span -> findings.accept(Finding.of(RULE, set.source().at(span),
                                            "done is called in task_work with " + set.source().slice(span)
                                                    + "; pass " + RIGHT)));
                        }
                    }
                }
            }
        });
    }

    /** The third argument. */
    private static Optional<Span> flags(CheckedSet set, RustCall call) {
        List<Span> arguments = Arguments.of(set.source(), call.arguments());
        return arguments.size() == 3 ? Optional.of(arguments.get(2)) : Optional.empty();
    }

    private static boolean isRight(CheckedSet set, RustFunction function, Span span) {
        String flags = set.source().slice(span);
        String name = flags.substring(flags.lastIndexOf(':') + 1).strip();
        if (name.equals(RIGHT)) {
            return true;
        }
        boolean isName = name.matches("\\w+") && !Character.isDigit(name.charAt(0));
        return isName && (Pattern.compile("\\blet\\s+" + name + "\\b[^=;]*=\\s*(?:\\w+::)*" + RIGHT + "\\s*;")
                .matcher(set.source().slice(function.body())).find()
                || Pattern.compile("\\b" + RIGHT + "\\s+as\\s+" + name + "\\b").matcher(set.source().text()).find()
                || Pattern.compile("\\bconst\\s+" + name + "\\b[^=;]*=\\s*(?:\\w+::)*" + RIGHT + "\\s*;")
                        .matcher(set.source().text()).find());
    }
}
