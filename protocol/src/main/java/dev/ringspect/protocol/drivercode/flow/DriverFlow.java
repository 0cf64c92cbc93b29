package dev.ringspect.protocol.drivercode.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.drivercode.DriverCall;
import dev.ringspect.protocol.drivercode.DriverText;
import dev.ringspect.protocol.drivercode.flow.DriverState.Fact;
import dev.ringspect.protocol.syntax.c.body.CFunction;
import dev.ringspect.protocol.syntax.c.body.Flow;
import dev.ringspect.protocol.syntax.c.body.Phrase;
import dev.ringspect.protocol.text.Span;

/**
 * Follows the ways through a driver's functions: first each function alone, callees first, for what it always and what it
 * ever does with the command it is given; then callers first, so that each knows what was done before it is called.
 */
final class DriverFlow {
    /** What {@code .uring_cmd} makes of a function's result. */
    enum Result {
        /** Nothing that is known. */
        UNKNOWN,
        /** It returns those that are errors. */
        ERRORS,
        /** It returns it. */
        ALL
    }

    /**
     * What a function does with the commands that it is given.
     *
     * @param completes on every way
     * @param keeps on some way
     * @param reads what it reads of the SQE on every way
     */
    record Summary(boolean completes, boolean keeps, Map<String, Span> reads) {}

    /** What holds whenever a function is called. */
    private static final class Entry {
        private boolean isCalled;
        private final Set<Fact> always = new HashSet<>();
        private boolean kept;
        private final Map<String, Span> reads = new HashMap<>();
        private final Map<String, DriverState.Payload> payloads = new HashMap<>();
        private final Set<String> sqes = new HashSet<>();
        private Result result = Result.UNKNOWN;
    }

    private final DriverCode code;
    private final List<DriverCall> calls;
    private final boolean asksForSize;
    private final Map<String, Summary> summaries = new HashMap<>();
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<List<Object>, DriverMistake> mistakes = new LinkedHashMap<>();
    private final Map<String, Set<String>> commands = new HashMap<>();
    private boolean isSummary;

    private DriverFlow(DriverText text, List<DriverCall> calls) {
        this.code = new DriverCode(text);
        this.calls = calls;
        this.asksForSize = text.source().text().contains("IO_URING_F_SQE128");
    }

    /** What is wrong in a text, in no order. */
    static List<DriverMistake> mistakes(DriverText text, List<DriverCall> calls) {
        DriverFlow flow = new DriverFlow(text, calls);
        flow.run();
        return List.copyOf(flow.mistakes.values());
    }

    private void run() {
        List<CFunction> order = code.callersFirst().stream().filter(this::matters).toList();
        isSummary = true;
        order.reversed().forEach(function -> summaries.put(function.name(), summary(function)));
        isSummary = false;
        order.forEach(this::follow);
        code.functions().stream().filter(function -> code.isLater(function.name())).forEach(this::usedLater);
    }

    /** Whether a function has to do with commands at all; a driver has many that have not. */
    private boolean matters(CFunction function) {
        for (Phrase text : List.of(function.all(), function.type())) {
            for (int i = 0; i < text.size(); i++) {
                String word = text.text(i);
                if (word.startsWith("io_uring_") || word.startsWith("IO_URING_") || isResult(word)) {
                    return true;
                }
            }
        }
        return function.parameters().stream().map(CFunction.Parameter::type)
                .anyMatch(type -> type.mentions("io_uring_cmd") || type.mentions("io_uring_sqe")
                        || calls.stream().anyMatch(call -> type.mentions(call.type().name())));
    }

    private static boolean isResult(String word) {
        return word.equals("EIOCBQUEUED") || DriverReading.isInternal("-" + word);
    }

    /** The names by which a function knows commands. */
    Set<String> commandsOf(CFunction function) {
        return commands.computeIfAbsent(function.name(), _ -> DriverCode.commands(function));
    }

    DriverCode code() {
        return code;
    }

    /** Whether the text asks anywhere how large SQEs are. */
    boolean asksForSize() {
        return asksForSize;
    }

    /** The places within {@code phrase} where a struct is laid over the payload. */
    List<DriverCall> payloads(Phrase phrase) {
        Span span = phrase.span();
        return calls.stream().filter(call -> call.kind().isPayload() && span.start() <= call.span().start()
                && call.span().end() <= span.end()).toList();
    }

    Summary summaryOf(String function) {
        return summaries.getOrDefault(function, new Summary(false, true, Map.of()));
    }

    /** What becomes of a function's result. */
    Result resultOf(String function) {
        return code.isHandler(function) ? Result.ALL : entry(function).result;
    }

    private Entry entry(String function) {
        return entries.computeIfAbsent(function, _ -> new Entry());
    }

    void report(DriverMistake mistake) {
        if (!isSummary) {
            mistakes.putIfAbsent(List.of(mistake.id(), mistake.where()), mistake);
        }
    }

    /** Notes what holds at a call of {@code callee}, whose parameters get these arguments. */
    void called(CFunction callee, List<Phrase> arguments, DriverState at) {
        if (isSummary) {
            return;
        }
        Entry entry = entry(callee.name());
        if (!entry.isCalled) {
            entry.always.addAll(at.facts());
        }
        entry.isCalled = true;
        entry.always.retainAll(at.facts());
        entry.kept |= at.is(Fact.KEPT);
        entry.reads.putAll(at.reads());
        for (int i = 0; i < Math.min(arguments.size(), callee.parameters().size()); i++) {
            String given = arguments.get(i).words();
            String name = callee.parameters().get(i).name();
            if (at.payloads().containsKey(given)) {
                entry.payloads.put(name, at.payloads().get(given));
            }
            if (at.sqes().contains(given) || given.endsWith("->sqe")) {
                entry.sqes.add(name);
            }
        }
    }

    /** Notes that a result of {@code callee} is returned by a function whose own result is {@code result}. */
    void returns(String callee, Result result) {
        if (!isSummary && result.compareTo(entry(callee).result) > 0) {
            entry(callee).result = result;
        }
    }

    private Summary summary(CFunction function) {
        DriverReading reading = new DriverReading(this, function);
        List<DriverState> ends = new ArrayList<>(Flow.follow(function, start(function, Set.of(Fact.TESTED)), reading));
        ends.addAll(reading.ends());
        Set<String> commands = commandsOf(function);
        boolean completes = !ends.isEmpty() && ends.stream()
                .allMatch(end -> commands.stream().anyMatch(end.done()::containsKey));
        Map<String, Span> reads = new HashMap<>();
        if (!ends.isEmpty()) {
            reads.putAll(ends.getFirst().reads());
            ends.forEach(end -> reads.keySet().retainAll(end.reads().keySet()));
        }
        return new Summary(completes, ends.stream().anyMatch(end -> end.is(Fact.KEPT)), reads);
    }

    private DriverState start(CFunction function, Set<Fact> facts) {
        Map<String, DriverState.Payload> payloads = new HashMap<>();
        Set<String> sqes = new HashSet<>();
        for (CFunction.Parameter parameter : function.parameters()) {
            if (parameter.type().mentions("io_uring_sqe")) {
                sqes.add(parameter.name());
            }
            if (isSummary && parameter.type().mentions("*")) {
                calls.stream().filter(call -> call.kind().isPayload()).map(call -> call.type().name())
                        .filter(tag -> !tag.isEmpty() && parameter.type().mentions(tag)).findFirst()
                        .ifPresent(tag -> payloads.put(parameter.name(),
                                new DriverState.Payload(tag, Optional.empty())));
            }
        }
        Set<String> commands = new HashSet<>();
        function.parameters().stream().map(CFunction.Parameter::name)
                .filter(commandsOf(function)::contains).forEach(commands::add);
        return new DriverState(Map.of(), Map.of(), commands, payloads, sqes, Map.of(), facts);
    }

    private void follow(CFunction function) {
        Entry entry = entry(function.name());
        Set<Fact> facts = new HashSet<>(entry.isCalled ? entry.always : Set.of());
        if (entry.kept) {
            facts.add(Fact.KEPT);
        }
        boolean asked = !entry.isCalled && !code.isHandler(function.name()) && !function.isStatic();
        if (asked || !code.isIssued(function.name())) {
            facts.add(Fact.TESTED);
        }
        if (!code.isIssued(function.name())) {
            facts.add(Fact.COPIED);
        }
        DriverState start = start(function, facts).with(draft -> {
            draft.reads.putAll(entry.reads);
            draft.payloads.putAll(entry.payloads);
            draft.sqes.addAll(entry.sqes);
        });
        Flow.follow(function, start, new DriverReading(this, function));
    }

    /** The SQE is the program's again when the issue is over, and {@code cmd->sqe} is NULL after completion. */
    private void usedLater(CFunction function) {
        Phrase all = function.all();
        Set<String> commands = DriverCode.commands(function);
        List<Phrase.Call> helpers = all.calls().stream()
                .filter(call -> DriverCall.isPayload(call.name())).toList();
        for (int i = 2; i < all.size(); i++) {
            String holder = all.text(i - 2);
            if (all.is(i, "sqe") && all.is(i - 1, "->") && (commands.contains(holder) || holder.endsWith("cmd"))) {
                Span own = new Span(all.span(i - 2).start(), all.span(i).end());
                Span where = helpers.stream().map(call -> call.whole().span())
                        .filter(span -> span.start() <= own.start() && own.end() <= span.end()).findFirst().orElse(own);
                report(DriverMistake.of("C07", where, "the SQE is gone when " + function.name()
                        + " runs, which is after the issue; copy what is needed of it while the command is issued"));
            }
        }
    }
}
