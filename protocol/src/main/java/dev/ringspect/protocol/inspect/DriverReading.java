package dev.ringspect.protocol.inspect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.ringspect.protocol.inspect.DriverFlow.Result;
import dev.ringspect.protocol.inspect.DriverState.Fact;
import dev.ringspect.protocol.inspect.DriverState.Value;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.model.RingNeeds;
import dev.ringspect.protocol.syntax.c.body.CFunction;
import dev.ringspect.protocol.syntax.c.body.Flow;
import dev.ringspect.protocol.syntax.c.body.Phrase;
import dev.ringspect.protocol.text.Span;
import org.jspecify.annotations.Nullable;

/** What happens to commands along the ways through one function of a driver. */
final class DriverReading implements Flow.Reading<DriverState> {
    /** Errors that the kernel uses within itself; include/linux/errno.h of Linux 6.18. */
    private static final Set<String> INTERNAL = Set.of("-ERESTARTSYS", "-ERESTARTNOINTR", "-ERESTARTNOHAND",
            "-ENOIOCTLCMD", "-ERESTART_RESTARTBLOCK", "-EPROBE_DEFER", "-EOPENSTALE", "-ENOPARAM", "-EBADHANDLE",
            "-ENOTSYNC", "-EBADCOOKIE", "-ENOTSUPP", "-ETOOSMALL", "-ESERVERFAULT", "-EBADTYPE", "-EJUKEBOX",
            "-ERECALLCONFLICT", "-ENOGRACE");
    private static final String QUEUED = "-EIOCBQUEUED";
    private static final Pattern CONSTANT = Pattern.compile("-?(?:[A-Z][A-Z0-9_]*|\\d\\w*)");
    private static final Pattern ERROR = Pattern.compile("-(?:E[A-Z0-9_]+|\\d+)");
    private static final Pattern INTERRUPT = Pattern
            .compile("(?i)(?:.*_)?(?:irq|isr|interrupt|tasklet|softirq|bh|timer|endio|end_io)(?:_.*)?");
    private static final Set<String> INTERRUPT_TYPES = Set.of("irqreturn_t", "bio", "rq_end_io_ret", "hrtimer",
            "timer_list", "tasklet_struct");
    /** Calls that leave no one with the command behind. */
    private static final Pattern LOOKS_ONLY = Pattern
            .compile("io_uring_sqe\\w*|io_uring_cmd_to_pdu|io_uring_cmd_get\\w*"
                    + "|io_uring_cmd_import\\w*|io_uring_cmd_ctx\\w*|io_uring_cmd_private\\w*|READ_ONCE|WRITE_ONCE|container_of"
                    + "|offsetof|mem(?:cpy|set|move|cmp)|_*copy_(?:from|to)_user|_*(?:get|put)_user|printk|pr_\\w+|dev_\\w+"
                    + "|trace_\\w+|W?BU?G\\w*|WARN\\w*|u64_to_user_ptr|INIT_\\w+|\\w+_init|lockdep_\\w+|BUILD_BUG_ON\\w*|IS_ERR\\w*"
                    + "|PTR_ERR\\w*|ERR_PTR|likely|unlikely|le\\d+_to_cpu|cpu_to_le\\d+|min\\w*|max\\w*");
    private static final Pattern ALLOCATES = Pattern.compile("k[mzv]*alloc\\w*|kmem_cache_\\w*alloc\\w*|devm_k\\w+");

    private final DriverFlow flow;
    private final CFunction function;
    private final SqeReads reads;
    private final Set<String> commands;
    private final List<DriverState> ends = new ArrayList<>();
    private final Set<String> allocated = new HashSet<>();

    DriverReading(DriverFlow flow, CFunction function) {
        this.flow = flow;
        this.function = function;
        this.commands = flow.commandsOf(function);
        this.reads = new SqeReads(flow, function, commands);
    }

    /** Whether an errno is one of the kernel's own. */
    static boolean isInternal(String errno) {
        return INTERNAL.contains(errno);
    }

    /** Whether a call of that name leaves no one behind who knows what it was given. */
    static boolean looksOnly(String name) {
        return LOOKS_ONLY.matcher(name).matches();
    }

    /** What is known at each {@code return}. */
    List<DriverState> ends() {
        return ends;
    }

    @Override
    public DriverState after(DriverState before, Phrase phrase) {
        return before.with(draft -> {
            reads.of(phrase, draft);
            payloads(phrase, draft);
            for (Phrase.Call call : phrase.calls()) {
                call(call, draft);
            }
            for (Phrase.Assignment assignment : phrase.assignments()) {
                assign(assignment, draft);
            }
            if (phrase.mentions("IO_URING_F_SQE128")) {
                draft.facts.add(Fact.TESTED);
            }
        });
    }

    @Override
    public DriverState round(DriverState before, Phrase head) {
        return after(before, head).with(draft -> head.split(",").stream().filter(argument -> argument.size() == 1)
                .map(argument -> argument.text(0)).forEach(name -> {
                    forget(name, draft);
                    draft.done.remove(name);
                }));
    }

    @Override
    public Optional<DriverState> given(DriverState before, Phrase condition, boolean holds) {
        if (isFlag(condition, "IO_URING_F_SQE128")) {
            return Optional.of(before.with(draft -> set(draft, Fact.TESTED, holds)));
        }
        if (isFlag(condition, "IO_URING_F_NONBLOCK") || isFlag(condition, "IO_URING_F_IOWQ")) {
            boolean copied = holds == condition.mentions("IO_URING_F_IOWQ");
            return Optional.of(copied ? before.with(draft -> draft.facts.add(Fact.COPIED)) : before);
        }
        if (condition.mentions("IO_URING_F_CANCEL")) {
            return Optional.of(holds ? before.with(draft -> draft.facts.add(Fact.CANCELS)) : before);
        }
        return Optional.of(before.with(draft -> compare(condition, holds, draft)));
    }

    private static void set(DriverState.Draft draft, Fact fact, boolean holds) {
        if (holds) {
            draft.facts.add(fact);
        } else {
            draft.facts.remove(fact);
        }
    }

    /** {@code flags & FLAG} and nothing else. */
    private static boolean isFlag(Phrase condition, String flag) {
        List<Phrase> parts = condition.split("&");
        return parts.size() == 2 && parts.stream().anyMatch(part -> part.bare().words().equals(flag));
    }

    /** What a comparison says about a variable that a call or a constant set. */
    private static void compare(Phrase condition, boolean holds, DriverState.Draft draft) {
        Value value = draft.values.get(condition.text(0));
        if (value == null) {
            return;
        }
        String rest = condition.part(1, condition.size()).words();
        boolean equal = rest.startsWith("==");
        if (rest.isEmpty() || rest.equals("<0") || rest.equals("!=0")) {
            if (holds) {
                draft.values.put(condition.text(0), value.asError());
            } else {
                draft.values.remove(condition.text(0));
            }
        } else if ((equal || rest.startsWith("!=")) && value.call()) {
            if (equal == holds) {
                draft.values.put(condition.text(0), new Value(rest.substring(2), false, false, condition.span()));
            } else {
                draft.values.put(condition.text(0), value.asError());
            }
        }
    }

    @Override
    public void returned(DriverState before, Phrase value, Span where) {
        ends.add(before);
        if (before.is(Fact.CANCELS)) {
            return;
        }
        Result result = flow.resultOf(function.name());
        Value known = value.size() == 1 ? before.values().get(value.text(0)) : null;
        String text = known == null || known.call() ? value.bare().words() : known.text();
        callee(value, known).ifPresent(
                name -> flow.returns(name, known != null && known.isError() && result == Result.ALL
                        ? Result.ERRORS
                        : result));
        if (result == Result.UNKNOWN) {
            return;
        }
        if (INTERNAL.contains(text) && !flow.code().compares(text.substring(1))) {
            flow.report(internal(text, known == null ? where : known.where()));
        }
        boolean constant = CONSTANT.matcher(text).matches();
        before.done().entrySet().stream().filter(done -> commands.contains(done.getKey())).findFirst()
                .ifPresent(done -> {
                    boolean wrong = constant
                            ? !text.equals(QUEUED)
                            : value.isEmpty() || isResult(done.getValue(), text);
                    if (wrong && (result == Result.ALL || ERROR.matcher(text).matches())) {
                        flow.report(DriverMistake.of("C10", where, "the command was completed before, and returning "
                                + text + " completes it once more; return -EIOCBQUEUED")
                                .with(done.getValue(), "completed here"));
                    }
                });
        if (text.equals(QUEUED) && result == Result.ALL && !before.is(Fact.KEPT) && takesCommand()) {
            flow.report(DriverMistake.of("C11", where, "nothing on this way keeps " + commands.iterator().next()
                    + ", so nobody can complete it; store it where its completion finds it before -EIOCBQUEUED is"
                    + " returned"));
        }
    }

    /** Whether {@code name} is what the command at {@code done} was completed with: then it is its result twice. */
    private boolean isResult(Span done, String name) {
        return function.all().calls().stream().anyMatch(call -> call.whole().span().equals(done)
                && call.arguments().size() > 1 && call.arguments().get(1).words().equals(name));
    }

    private boolean takesCommand() {
        return function.parameters().stream().anyMatch(parameter -> commands.contains(parameter.name()));
    }

    private Optional<String> callee(Phrase value, @Nullable Value known) {
        if (known != null && known.call()) {
            return Optional.of(known.text());
        }
        Phrase bare = value.bare();
        boolean whole = bare.is(1, "(") && bare.closing(1) == bare.size() - 1;
        return whole ? flow.code().function(bare.text(0)).map(CFunction::name) : Optional.empty();
    }

    private static DriverMistake internal(String errno, Span where) {
        return DriverMistake.of("C20", where,
                errno + " is a number of the kernel's own, for which programs have no name;"
                        + " return " + switch (errno) {
                            case "-ENOIOCTLCMD" -> "-ENOTTY";
                            case "-ENOTSUPP" -> "-EOPNOTSUPP";
                            case "-ERESTARTSYS", "-ERESTARTNOINTR", "-ERESTARTNOHAND", "-ERESTART_RESTARTBLOCK" ->
                                "-EINTR";
                            default -> "one that errno(3) lists";
                        });
    }

    /** A payload that may be larger than the SQE, read where it is taken, before anything asked how large that is. */
    private void payloads(Phrase phrase, DriverState.Draft draft) {
        boolean kept = phrase.assignments().stream().anyMatch(assignment -> SqeReads.isPointer(assignment.target())
                && SqeReads.isSource(SqeReads.withoutCasts(assignment.value())));
        boolean given = phrase.calls().stream().anyMatch(call -> flow.code().function(call.name()).isPresent());
        if (!kept && !given && !draft.facts.contains(Fact.TESTED) && !phrase.mentions("IO_URING_F_SQE128")
                && !SqeReads.isSource(SqeReads.withoutCasts(phrase))) {
            risk(phrase).ifPresent(flow::report);
        }
    }

    /** What is wrong with reading the payload that {@code phrase} takes while nothing has asked how large the SQE is. */
    private Optional<DriverMistake> risk(Phrase phrase) {
        for (Phrase.Call call : phrase.calls()) {
            if (call.name().equals("io_uring_sqe128_cmd")) {
                return Optional.of(DriverMistake.of("C03", call.whole().span(),
                        "io_uring_sqe128_cmd is for 128-byte SQEs"
                                + " only, and this is read before anything asked whether it is one; test issue_flags &"
                                + " IO_URING_F_SQE128 first"));
            }
        }
        for (DriverCall call : flow.payloads(phrase)) {
            long size = new LayoutEngine(Abi.X86_64).sizeOf(call.type());
            if (call.kind() == DriverCall.Kind.PAYLOAD && flow.asksForSize()
                    && size > RingNeeds.COMMAND_BYTES_SQE64) {
                return Optional.of(DriverMistake.of("C03", call.span(), call.type().display() + " has " + size
                        + " bytes and a 64-byte SQE 16 for it, and this is read before anything asked how large the SQE"
                        + " is; test issue_flags & IO_URING_F_SQE128 first"));
            }
        }
        return Optional.empty();
    }

    private void call(Phrase.Call call, DriverState.Draft draft) {
        String name = call.name();
        List<Phrase> arguments = call.arguments();
        Optional<CFunction> own = flow.code().function(name);
        if (name.equals("io_uring_cmd_done") || name.equals("io_uring_cmd_done32")) {
            if (!arguments.isEmpty()) {
                done(call, draft);
                flags(call, draft);
            }
        } else if (name.equals("io_uring_cmd_mark_cancelable")) {
            flags(call, draft);
            draft.facts.add(Fact.KEPT);
        } else if (own.isPresent()) {
            flow.called(own.get(), arguments, draft.state());
            DriverFlow.Summary summary = flow.summaryOf(name);
            boolean payload = arguments.stream().anyMatch(argument -> draft.payloads.containsKey(argument.words()));
            summary.reads().forEach((key, where) -> {
                if (payload || !key.startsWith("payload:")) {
                    reads.read(key, where, draft);
                }
            });
            Optional<Phrase> command = command(own.get(), arguments);
            if (command.isPresent() && summary.completes()) {
                complete(command.get().words(), call.whole().span(), draft);
            }
            boolean other = arguments.stream().anyMatch(
                    argument -> !command.equals(Optional.of(argument)) && handsOn(argument, draft));
            if ((command.filter(argument -> handsOn(argument, draft)).isPresent() && summary.keeps()) || other) {
                draft.facts.add(Fact.KEPT);
            }
            if (own.get().all().mentions("IO_URING_F_SQE128")) {
                draft.facts.add(Fact.TESTED);
            }
        } else if (!LOOKS_ONLY.matcher(name).matches()) {
            if (arguments.stream().anyMatch(argument -> handsOn(argument, draft))) {
                draft.facts.add(Fact.KEPT);
            }
            boolean flags = arguments.stream().anyMatch(argument -> argument.words().endsWith("flags"));
            if (flags && !name.startsWith("io_uring_")) {
                draft.facts.add(Fact.TESTED);
            }
            arguments.stream().filter(argument -> argument.is(0, "&") || argument.size() == 1)
                    .forEach(argument -> forget(argument.text(argument.size() == 1 ? 0 : 1) + "->", draft));
        }
    }

    /** The argument that is the command which a function takes. */
    private Optional<Phrase> command(CFunction callee, List<Phrase> arguments) {
        for (int i = 0; i < Math.min(arguments.size(), callee.parameters().size()); i++) {
            if (flow.commandsOf(callee).contains(callee.parameters().get(i).name())) {
                return Optional.of(arguments.get(i));
            }
        }
        return Optional.empty();
    }

    private void done(Phrase.Call call, DriverState.Draft draft) {
        List<Phrase> arguments = call.arguments();
        draft.facts.add(Fact.KEPT);
        complete(arguments.getFirst().words(), call.whole().span(), draft);
        String result = arguments.size() > 1 ? arguments.get(1).words() : "";
        Value known = draft.values.get(result);
        String text = known == null || known.call() ? result : known.text();
        if (INTERNAL.contains(text)) {
            flow.report(internal(text, known == null ? arguments.get(1).span() : known.where()));
        }
    }

    private void complete(String command, Span where, DriverState.Draft draft) {
        Span before = draft.done.get(command);
        if (before != null && !draft.facts.contains(Fact.CANCELS)) {
            flow.report(DriverMistake.of("C12", where,
                    command + " was completed before on this way, and its request may be another's by now")
                    .with(before, "completed here"));
        }
        draft.done.put(command, where);
    }

    /** The last argument, where that is issue_flags. */
    private void flags(Phrase.Call call, DriverState.Draft draft) {
        int count = call.arguments().size();
        int least = call.name().equals("io_uring_cmd_done32")
                ? 4
                : call.name().equals("io_uring_cmd_done") ? (flow.code().isOld() ? 4 : 3) : 2;
        if (count < least) {
            return;
        }
        Phrase flags = call.arguments().getLast().bare();
        Value known = flags.size() == 1 ? draft.values.get(flags.text(0)) : null;
        String text = known != null && !known.call() ? known.text() : flags.words();
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

    private void assign(Phrase.Assignment assignment, DriverState.Draft draft) {
        Phrase target = assignment.target();
        Phrase value = assignment.value();
        boolean member = target.find("->") >= 0 || target.find(".") >= 0 || target.is(0, "*")
                || target.is(target.size() - 1, "]");
        boolean hands = handsOn(value, draft);
        if (member) {
            String base = target.text(target.is(0, "*") ? 1 : 0);
            // the command's own pdu, and what was only just made, are known to nobody else
            if (hands && allocated.contains(base)) {
                draft.aliases.add(base);
            } else if (hands && !draft.aliases.contains(base)
                    && !(target.find(".") == 1 && target.find("->") < 0 && isLocal(base))) {
                draft.facts.add(Fact.KEPT);
            } else if (hands) {
                draft.aliases.add(base);
            }
            return;
        }
        String name = target.lastName();
        if (name.isEmpty()) {
            return;
        }
        forget(name, draft);
        draft.done.remove(name);
        if (hands) {
            draft.aliases.add(name);
        }
        if (value.calls().stream().anyMatch(call -> ALLOCATES.matcher(call.name()).matches())) {
            allocated.add(name);
        }
        reads.assigned(target, name, value, risk(value), draft);
        String text = value.bare().words();
        Optional<String> callee = callee(value, null);
        if (!assignment.operator().equals("=")) {
            draft.values.remove(name);
        } else if (callee.isPresent()) {
            draft.values.put(name, new Value(callee.get(), true, false, value.span()));
        } else if (CONSTANT.matcher(text).matches() || isFlags(text)) {
            draft.values.put(name, new Value(text, false, false, value.span()));
        } else {
            draft.values.remove(name);
        }
    }

    private static boolean isFlags(String text) {
        return List.of(text.split("\\|", -1)).stream().allMatch(one -> one.startsWith("IO_URING_F_"));
    }

    private boolean isLocal(String name) {
        Phrase all = function.all();
        for (int i = 2; i < all.size(); i++) {
            if (all.is(i, name) && all.isName(i - 1) && all.is(i - 2, "struct")) {
                return true;
            }
        }
        return false;
    }

    /** Another object has that name now. */
    private static void forget(String name, DriverState.Draft draft) {
        String prefix = name.endsWith("->") ? name : name + "->";
        draft.done.keySet().removeIf(key -> key.startsWith(prefix) || key.contains("[" + name + "]"));
    }

    /** Whether whoever gets {@code value} can find the command by it. */
    private static boolean handsOn(Phrase value, DriverState.Draft draft) {
        for (int i = 0; i < value.size(); i++) {
            boolean own = value.isName(i) && draft.aliases.contains(value.text(i)) && !value.is(i - 1, "->")
                    && !value.is(i - 1, ".");
            if (own) {
                boolean member = value.is(i + 1, "->") || value.is(i + 1, ".");
                boolean inner = (value.is(i - 1, "&") && (i < 2 || !value.isName(i - 2)))
                        || value.is(i + 2, "pdu");
                if ((!member || inner) && !isLookedAt(value, i)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a name is an argument of a call that gives something else for it. */
    private static boolean isLookedAt(Phrase value, int at) {
        for (Phrase.Call call : value.calls()) {
            Span span = call.whole().span();
            boolean within = span.start() <= value.span(at).start() && value.span(at).end() <= span.end();
            boolean gives = call.name().equals("io_uring_cmd_to_pdu") || call.name().equals("container_of");
            if (within && LOOKS_ONLY.matcher(call.name()).matches() && !gives) {
                return true;
            }
        }
        return false;
    }
}
