package dev.ringspect.protocol.drivercode.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.regex.Pattern;

import dev.ringspect.protocol.drivercode.DriverCall;
import dev.ringspect.protocol.drivercode.KernelCalls;
import dev.ringspect.protocol.drivercode.flow.DriverFlow.Result;
import dev.ringspect.protocol.drivercode.flow.DriverState.Fact;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.model.RingNeeds;
import dev.ringspect.protocol.syntax.c.body.CFunction;
import dev.ringspect.protocol.syntax.c.body.Flow;
import dev.ringspect.protocol.syntax.c.body.Phrase;
import dev.ringspect.protocol.text.Span;
import org.jspecify.annotations.Nullable;

/** What happens to commands along the ways through one function of a driver. */
public final class DriverReading implements Flow.Reading<DriverState> {
    /** Errors that the kernel uses within itself; include/linux/errno.h of Linux 6.18. */
    private static final Set<String> INTERNAL = Set.of("-ERESTARTSYS", "-ERESTARTNOINTR", "-ERESTARTNOHAND",
            "-ENOIOCTLCMD", "-ERESTART_RESTARTBLOCK", "-EPROBE_DEFER", "-EOPENSTALE", "-ENOPARAM", "-EBADHANDLE",
            "-ENOTSYNC", "-EBADCOOKIE", "-ENOTSUPP", "-ETOOSMALL", "-ESERVERFAULT", "-EBADTYPE", "-EJUKEBOX",
            "-ERECALLCONFLICT", "-ENOGRACE");
    private static final String QUEUED = "-EIOCBQUEUED";
    private static final Pattern ERROR = Pattern.compile("-(?:E[A-Z0-9_]+|\\d+)");
    /** Nobody looks after more variables at a time. */
    private static final int MOST_VALUES = 32;

    private final DriverFlow flow;
    private final CFunction function;
    private final SqeReads reads;
    private final Set<String> commands;
    private final List<DriverState> ends = new ArrayList<>();
    private final Set<String> allocated = new HashSet<>();
    private final DriverVariables variables;
    private final IssueFlags issueFlags;
    private final IdentityHashMap<Phrase, Set<String>> changes = new IdentityHashMap<>();
    private final IdentityHashMap<Phrase, Boolean> plain = new IdentityHashMap<>();

    DriverReading(DriverFlow flow, CFunction function) {
        this.flow = flow;
        this.function = function;
        this.commands = flow.commandsOf(function);
        this.reads = new SqeReads(flow, function, commands);
        this.variables = new DriverVariables(function);
        this.issueFlags = new IssueFlags(flow, function);
    }

    /** Whether an errno is one of the kernel's own. */
    static boolean isInternal(String errno) {
        return INTERNAL.contains(errno);
    }

    /** What is known at each {@code return}. */
    List<DriverState> ends() {
        return ends;
    }

    @Override
    public DriverState after(DriverState before, Phrase phrase) {
        if (plain.computeIfAbsent(phrase, DriverReading::isPlain)) {
            return phrase.isEmpty() ? before : ended(before, phrase.span(0).start());
        }
        DriverState after = before.with(draft -> {
            reads.of(phrase, draft);
            payloads(phrase, draft);
            changes.computeIfAbsent(phrase, DriverChanges::of).forEach(path -> forget(path, draft));
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
        return ended(after, phrase.span(0).start());
    }

    /** Whether nothing happens in an expression of names and numbers. */
    private static boolean isPlain(Phrase phrase) {
        for (int i = 0; i < phrase.size(); i++) {
            boolean compares = phrase.is(i, "==") || phrase.is(i, "!=") || phrase.is(i, "<") || phrase.is(i, ">");
            if ((!compares && !Character.isLetterOrDigit(phrase.text(i).charAt(0)))
                    || phrase.text(i).startsWith("IO_URING_")) {
                return false;
            }
        }
        return true;
    }

    /** Forgets what is known of variables that are not used at {@code place} or after it. */
    private DriverState ended(DriverState state, int place) {
        boolean over = Stream.concat(state.values().keySet().stream(), state.aliases().stream())
                .anyMatch(name -> variables.isOver(name, place));
        return !over ? state : state.with(draft -> {
            draft.values.keySet().removeIf(name -> variables.isOver(name, place));
            draft.aliases.removeIf(name -> variables.isOver(name, place));
        });
    }

    @Override
    public DriverState round(DriverState before, Phrase head) {
        return after(before, head).with(draft -> head.split(",").stream().filter(argument -> argument.size() == 1)
                .map(argument -> argument.text(0)).forEach(name -> forget(name, draft)));
    }

    @Override
    public Optional<DriverState> given(DriverState before, Phrase condition, boolean holds) {
        Optional<DriverFlag> flag = DriverFlag.of(condition);
        if (flag.isPresent()) {
            return Optional.of(before.with(draft -> flag(flag.get(), holds, draft)));
        }
        if (condition.mentions("IO_URING_F_CANCEL")) {
            return Optional.of(holds ? before.with(draft -> draft.facts.add(Fact.CANCELS)) : before);
        }
        String words = condition.bare().words();
        if (DriverTest.isConstant(words)) {
            Span where = condition.span();
            return DriverValue.constant(words, where).given(new DriverTest(words, holds ? "!=" : "==", "0", where))
                    .map(_ -> before);
        }
        return DriverTest.of(condition).filter(test -> variables.isOwn(test.name()))
                .map(test -> compared(before, test.when(holds))).orElse(Optional.of(before));
    }

    private Optional<DriverState> compared(DriverState before, DriverTest test) {
        DriverValue value = before.values().getOrDefault(test.name(), DriverValue.unknown());
        return value.given(test).map(known -> before.with(draft -> {
            if (draft.values.size() < MOST_VALUES || draft.values.containsKey(test.name())) {
                draft.values.put(test.name(), known);
            }
            if (value.kind() == DriverValue.Kind.CONDITION && (known.isError() || known.isConstant())) {
                flag(new DriverFlag(value.text().replace("!", ""), !value.text().startsWith("!")),
                        !known.text().equals("0"), draft);
            } else if (value.kind() == DriverValue.Kind.OTHER && known.text().equals(QUEUED)) {
                // whoever told so has kept it
                draft.facts.add(Fact.KEPT);
            }
        })).map(after -> ended(after, test.where().start()));
    }

    private static void flag(DriverFlag flag, boolean holds, DriverState.Draft draft) {
        boolean set = flag.isSet() == holds;
        switch (flag.name()) {
            case "IO_URING_F_SQE128" -> set(draft, Fact.TESTED, set);
            case "IO_URING_F_NONBLOCK" -> set(draft, Fact.COPIED, !set || draft.facts.contains(Fact.COPIED));
            case "IO_URING_F_IOWQ" -> set(draft, Fact.COPIED, set || draft.facts.contains(Fact.COPIED));
            case "IO_URING_F_CANCEL" -> set(draft, Fact.CANCELS, set || draft.facts.contains(Fact.CANCELS));
            default -> {
            }
        }
    }

    private static void set(DriverState.Draft draft, Fact fact, boolean holds) {
        if (holds) {
            draft.facts.add(fact);
        } else {
            draft.facts.remove(fact);
        }
    }

    @Override
    public void returned(DriverState before, Phrase value, Span where) {
        ends.add(before);
        if (before.is(Fact.CANCELS)) {
            return;
        }
        Result result = flow.resultOf(function.name());
        DriverValue known = value.size() == 1 ? before.values().get(value.text(0)) : null;
        String text = known != null && known.isConstant() ? known.text() : value.bare().words();
        callee(value, known).ifPresent(
                name -> flow.returns(name, known != null && known.isError() && result == Result.ALL
                        ? Result.ERRORS
                        : result));
        if (result == Result.UNKNOWN) {
            return;
        }
        if (INTERNAL.contains(text) && !flow.code().isTranslated(function.name(), text.substring(1))) {
            flow.report(internal(text, known == null ? where : known.where()));
        }
        boolean constant = DriverTest.isConstant(text);
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

    private Optional<String> callee(Phrase value, @Nullable DriverValue known) {
        if (known != null && known.isCall()) {
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
            if (DriverCall.isPayloadOfSqe128(call.name())) {
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
        if (own.isPresent() || !(KernelCalls.looksOnly(name) || name.startsWith("io_uring_cmd_"))) {
            changed(arguments, draft);
        }
        if (name.equals("io_uring_cmd_done") || name.equals("io_uring_cmd_done32")) {
            if (!arguments.isEmpty()) {
                done(call, draft);
                issueFlags.of(call, draft);
            }
        } else if (name.equals("io_uring_cmd_mark_cancelable")) {
            issueFlags.of(call, draft);
            draft.facts.add(Fact.KEPT);
        } else if (own.isPresent()) {
            flow.called(own.get(), arguments, draft.state());
            DriverFlow.Summary summary = flow.summaryOf(name);
            boolean payload = arguments.stream().anyMatch(argument -> draft.payloads.containsKey(argument.only()));
            summary.reads().forEach((key, where) -> {
                if (payload || !key.startsWith("payload:")) {
                    reads.read(key, where, draft);
                }
            });
            Optional<Phrase> command = command(own.get(), arguments);
            if (command.isPresent() && summary.completes()) {
                complete(command.get(), call.whole().span(), draft);
            }
            boolean other = arguments.stream().anyMatch(
                    argument -> !command.equals(Optional.of(argument)) && handsOn(argument, draft));
            if ((command.filter(argument -> handsOn(argument, draft)).isPresent() && summary.keeps()) || other) {
                draft.facts.add(Fact.KEPT);
            }
            if (own.get().all().mentions("IO_URING_F_SQE128")) {
                draft.facts.add(Fact.TESTED);
            }
        } else if (!KernelCalls.looksOnly(name)) {
            if (arguments.stream().anyMatch(argument -> handsOn(argument, draft))) {
                draft.facts.add(Fact.KEPT);
            }
            boolean flags = arguments.stream()
                    .anyMatch(argument -> argument.text(argument.size() - 1).endsWith("flags"));
            if (flags && !name.startsWith("io_uring_")) {
                draft.facts.add(Fact.TESTED);
            }
        } else if (KernelCalls.stores(name) && arguments.size() > 1 && handsOn(arguments.get(1), draft)) {
            Phrase target = arguments.get(0).bare();
            boolean address = target.is(0, "&");
            Phrase place = address ? target.part(1, target.size()) : target;
            if (isMember(place) || (!address && !name.equals("WRITE_ONCE"))) {
                keep(place, draft);
            } else {
                name(place.lastName(), draft);
            }
        }
    }

    /** A call can change what its arguments point to, and what is not the function's own. */
    private void changed(List<Phrase> arguments, DriverState.Draft draft) {
        if (draft.done.isEmpty()) {
            return;
        }
        for (Phrase argument : arguments) {
            // what is longer points to nothing that has a name
            if (argument.size() < 32) {
                String pointer = argument.bare().words();
                draft.done.keySet().removeIf(key -> DriverChanges.isBehind(key, pointer));
            }
        }
        draft.done.keySet().removeIf(key -> !variables.isOwn(key.split("\\W", 2)[0]));
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
        complete(arguments.getFirst(), call.whole().span(), draft);
        String result = arguments.size() > 1 ? arguments.get(1).words() : "";
        DriverValue known = draft.values.get(result);
        String text = known != null && known.isConstant() ? known.text() : result;
        if (INTERNAL.contains(text)) {
            flow.report(internal(text, known == null ? arguments.get(1).span() : known.where()));
        }
    }

    private void complete(Phrase given, Span where, DriverState.Draft draft) {
        Phrase named = SqeReads.withoutCasts(given);
        String command = named.words();
        // what has an effect, or is called for, may be another each time
        if (named.mentions("(") || named.mentions("++") || named.mentions("--") || !named.assignments().isEmpty()) {
            return;
        }
        Span before = draft.done.get(command);
        if (before != null && !draft.facts.contains(Fact.CANCELS)) {
            flow.report(DriverMistake.of("C12", where,
                    command + " was completed before on this way, and its request may be another's by now")
                    .with(before, "completed here"));
        }
        draft.done.put(command, where);
    }

    private void assign(Phrase.Assignment assignment, DriverState.Draft draft) {
        Phrase target = assignment.target();
        Phrase value = assignment.value();
        boolean hands = handsOn(value, draft);
        if (isMember(target)) {
            forget(target.words(), draft);
            if (hands) {
                keep(target, draft);
            }
            return;
        }
        String name = target.lastName();
        if (name.isEmpty()) {
            return;
        }
        forget(name, draft);
        if (hands) {
            name(name, draft);
        }
        if (value.calls().stream().anyMatch(call -> KernelCalls.allocates(call.name()))) {
            allocated.add(name);
        }
        reads.assigned(target, name, value, risk(value), draft);
        if (assignment.operator().equals("=") && variables.isOwn(name)) {
            value(value).filter(_ -> draft.values.size() < MOST_VALUES)
                    .ifPresent(known -> draft.values.put(name, known));
        }
    }

    private Optional<DriverValue> value(Phrase value) {
        Span where = value.span();
        String text = value.bare().words();
        Optional<String> callee = callee(value, null);
        if (callee.isPresent()) {
            return Optional.of(DriverValue.call(callee.get(), where));
        }
        if (DriverTest.isConstant(text) || isFlags(text)) {
            return Optional.of(DriverValue.constant(text, where));
        }
        return DriverFlag.of(value)
                .map(flag -> DriverValue.condition((flag.isSet() ? "" : "!") + flag.name(), where));
    }

    private static boolean isMember(Phrase target) {
        return target.find("->") >= 0 || target.find(".") >= 0 || target.is(0, "*")
                || target.is(target.size() - 1, "]");
    }

    /** Something of what {@code place} names has the command now. */
    private void keep(Phrase place, DriverState.Draft draft) {
        String base = place.text(place.is(0, "*") ? 1 : 0);
        boolean local = place.find(".") == 1 && place.find("->") < 0 && variables.isOwn(base);
        // the command's own pdu, and what was only just made, are known to nobody else
        if (local || allocated.contains(base) || draft.aliases.contains(base)) {
            draft.aliases.add(base);
        } else {
            draft.facts.add(Fact.KEPT);
        }
    }

    /** A variable has the command now; others find it in one that is not the function's own. */
    private void name(String name, DriverState.Draft draft) {
        draft.aliases.add(name);
        if (!variables.isOwn(name)) {
            draft.facts.add(Fact.KEPT);
        }
    }

    private static boolean isFlags(String text) {
        return List.of(text.split("\\|", -1)).stream().allMatch(one -> one.startsWith("IO_URING_F_"));
    }

    /** Another value has that name now, or another object. */
    private static void forget(String path, DriverState.Draft draft) {
        draft.values.remove(path);
        draft.done.keySet().removeIf(key -> DriverChanges.mentions(key, path));
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
            if (within && KernelCalls.looksOnly(call.name()) && !gives) {
                return true;
            }
        }
        return false;
    }
}
