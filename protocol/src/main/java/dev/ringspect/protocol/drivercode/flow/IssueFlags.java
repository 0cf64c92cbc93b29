package dev.ringspect.protocol.drivercode.flow;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.ringspect.protocol.syntax.c.body.CFunction;
import dev.ringspect.protocol.syntax.c.body.Phrase;

/** The issue_flags that a function passes on, which only its caller knows. */
record IssueFlags(DriverFlow flow, CFunction function) {
    private static final Pattern INTERRUPT = Pattern
            .compile("(?i)(?:.*_)?(?:irq|isr|interrupt|tasklet|softirq|bh|timer|endio|end_io)(?:_.*)?");
    private static final Set<String> INTERRUPT_TYPES = Set.of("irqreturn_t", "bio", "rq_end_io_ret", "hrtimer",
            "timer_list", "tasklet_struct");

    /** What is wrong with the last argument of a call, where that is issue_flags. */
    void of(Phrase.Call call, DriverState.Draft draft) {
        int count = call.arguments().size();
        int least = call.name().equals("io_uring_cmd_done32")
                ? 4
                : call.name().equals("io_uring_cmd_done") ? (flow.code().isOld() ? 4 : 3) : 2;
        if (count < least) {
            return;
        }
        Phrase flags = call.arguments().getLast().bare();
        DriverValue known = flags.size() == 1 ? draft.values.get(flags.text(0)) : null;
        String text = known != null && known.isConstant() ? known.text() : flags.words();
        if (!isLiteral(text) || (text.equals("IO_URING_F_UNLOCKED") && mayBeUnlocked())) {
            return;
        }
        String instead = function.parameters().stream().map(CFunction.Parameter::name)
                .filter(name -> name.endsWith("flags")).findFirst()
                .map(name -> "pass on " + name)
                .orElse("complete by io_uring_cmd_complete_in_task, and pass on the flags that its callback is given");
        flow.report(DriverMistake.of("C14", flags.span(), "issue_flags tell what the caller has locked, which "
                + text + " only guesses; " + instead));
    }

    private static boolean isLiteral(String flags) {
        // of half-typed flags a part is empty
        return List.of(flags.split("\\|{1,2}", -1)).stream()
                .allMatch(one -> one.startsWith("IO_URING_F_") || (!one.isEmpty() && Character.isDigit(one.charAt(0))));
    }

    /** Whether the function is one of a process that holds no lock of the ring: then UNLOCKED is what it is. */
    private boolean mayBeUnlocked() {
        boolean given = function.parameters().stream().anyMatch(parameter -> parameter.name().endsWith("issue_flags"));
        boolean typed = INTERRUPT_TYPES.stream().anyMatch(type -> function.type().mentions(type)
                || function.parameters().stream().anyMatch(parameter -> parameter.type().mentions(type)));
        return !given && !typed && !INTERRUPT.matcher(function.name()).matches();
    }
}
