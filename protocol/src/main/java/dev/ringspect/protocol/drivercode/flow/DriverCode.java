package dev.ringspect.protocol.drivercode.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.ringspect.protocol.drivercode.DriverText;
import dev.ringspect.protocol.syntax.c.body.CFunction;
import dev.ringspect.protocol.syntax.c.body.Phrase;

/**
 * The functions of a driver's text, and when they run: those that a command's issue comes through, and those that are called
 * later, by an interrupt, a completion or a work item. What the text does not show is neither.
 */
final class DriverCode {
    private static final Pattern LATER = Pattern.compile("(?i)(?:.*_)?(?:irq|isr|interrupt|tasklet|endio|end_io|timer"
            + "|workfn|work|worker|complete|completion|done|callback|cb|tw|task_work|bh|softirq|timeout)"
            + "(?:_(?:fn|func|handler|cb|work|thread|callback))?");
    private static final Pattern REGISTERS = Pattern
            .compile("(?i)\\w*(?:work|timer|irq|interrupt|tasklet|in_task|callback"
                    + "|rcu|kthread|complet|end_?io|notif|async|nowait|softirq)\\w*");
    private static final Pattern LATER_MEMBER = Pattern
            .compile("(?:.*_)?(?:end_io|endio|complete|completion|done|callback"
                    + "|cb|function|func|task_work_cb|isr|irq_handler)");
    private static final Set<String> LATER_TYPES = Set.of("work_struct", "timer_list", "hrtimer", "io_tw_req", "bio",
            "irqreturn_t", "rq_end_io_ret", "tasklet_struct", "dma_fence", "delayed_work", "io_tw_token_t");

    private final DriverText text;
    private final List<CFunction> functions;
    private final Map<String, Set<String>> callees = new LinkedHashMap<>();
    private final Map<String, Set<String>> callers = new HashMap<>();
    private final Set<String> called = new HashSet<>();
    private final Set<String> handlers = new LinkedHashSet<>();
    private final Set<String> issued;
    private final Set<String> later;
    private final Phrase code;

    DriverCode(DriverText text) {
        this.text = text;
        functions = text.functions();
        code = text.code();
        for (CFunction function : functions) {
            Set<String> calls = new LinkedHashSet<>();
            for (int i = 0; i + 1 < function.all().size(); i++) {
                if (function.all().is(i + 1, "(") && isOwn(function.all().text(i))) {
                    calls.add(function.all().text(i));
                }
            }
            callees.put(function.name(), calls);
            calls.forEach(callee -> callers.computeIfAbsent(callee, _ -> new LinkedHashSet<>()).add(function.name()));
            calls.stream().filter(name -> !name.equals(function.name())).forEach(called::add);
        }
        findHandlers();
        Set<String> starts = new LinkedHashSet<>(handlers);
        Set<String> registered = registered();
        functions.stream().filter(one -> !called.contains(one.name()) && !isLater(one, registered))
                .filter(one -> !commands(one).isEmpty()).forEach(one -> starts.add(one.name()));
        issued = reached(starts);
        Set<String> others = new LinkedHashSet<>();
        functions.stream().filter(one -> !issued.contains(one.name()) && isLater(one, registered))
                .forEach(one -> others.add(one.name()));
        later = reached(others);
        later.removeAll(issued);
    }

    List<CFunction> functions() {
        return functions;
    }

    Optional<CFunction> function(String name) {
        return text.function(name);
    }

    private boolean isOwn(String name) {
        return text.function(name).isPresent();
    }

    /** What {@code .uring_cmd} is, or what looks like it. */
    boolean isHandler(String name) {
        return handlers.contains(name);
    }

    /** Whether the function runs while a command is issued. */
    boolean isIssued(String name) {
        return issued.contains(name);
    }

    /** Whether the function runs when the issue is over, and only then. */
    boolean isLater(String name) {
        return later.contains(name);
    }

    /** Functions before those that they call, as far as they do not call each other in a circle. */
    List<CFunction> callersFirst() {
        List<CFunction> order = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Deque<CFunction> open = new ArrayDeque<>();
        Deque<Iterator<String>> next = new ArrayDeque<>();
        for (CFunction function : functions) {
            visit(function, seen, open, next);
            while (!open.isEmpty()) {
                if (next.element().hasNext()) {
                    text.function(next.element().next()).ifPresent(callee -> visit(callee, seen, open, next));
                } else {
                    next.pop();
                    order.add(open.pop());
                }
            }
        }
        return order.reversed();
    }

    private void visit(CFunction function, Set<String> seen, Deque<CFunction> open, Deque<Iterator<String>> next) {
        if (seen.add(function.name())) {
            open.push(function);
            next.push(callees.getOrDefault(function.name(), Set.of()).iterator());
        }
    }

    /** The names by which a function knows commands: parameters and variables of {@code struct io_uring_cmd *}. */
    static Set<String> commands(CFunction function) {
        return declared(function, "io_uring_cmd");
    }

    /** The parameters and variables that are pointers to {@code struct tag}. */
    static Set<String> declared(CFunction function, String tag) {
        Set<String> names = new LinkedHashSet<>();
        for (CFunction.Parameter parameter : function.parameters()) {
            if (parameter.type().mentions(tag) && parameter.type().mentions("*")) {
                names.add(parameter.name());
            }
        }
        Phrase all = function.all();
        for (int i = 1; i + 2 < all.size(); i++) {
            if (all.is(i, tag) && all.is(i - 1, "struct") && all.is(i + 1, "*") && all.isName(i + 2)) {
                names.add(all.text(i + 2));
            }
        }
        return names;
    }

    /** The parameters and variables that are a {@code struct tag}, or point to one. */
    static Set<String> holders(CFunction function, String tag) {
        Set<String> names = new LinkedHashSet<>(declared(function, tag));
        Phrase all = function.all();
        for (int i = 0; i + 1 < all.size(); i++) {
            if (all.is(i, tag) && all.isName(i + 1)) {
                names.add(all.text(i + 1));
            }
        }
        return names;
    }

    /** Whether one that calls {@code name}, or calls its callers, asks for {@code errno}, and so may turn it into another. */
    boolean isTranslated(String name, String errno) {
        return reached(callers, callers.getOrDefault(name, Set.of())).stream()
                .anyMatch(caller -> text.function(caller).filter(one -> asks(one.all(), errno)).isPresent());
    }

    private static boolean asks(Phrase code, String errno) {
        for (int i = 2; i < code.size(); i++) {
            if (code.is(i, errno) && code.is(i - 1, "-")
                    && (code.is(i - 2, "==") || code.is(i - 2, "!=") || code.is(i - 2, "case"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether commands are as they were up to Linux 6.3: {@code cmd->cmd} is the payload, done has no issue_flags. */
    boolean isOld() {
        boolean old = false;
        for (int i = 2; i < code.size(); i++) {
            if (code.is(i, "sqe") && (code.is(i - 1, "->") || code.is(i - 1, "."))) {
                return false;
            }
            old |= code.is(i, "cmd") && code.is(i - 1, "->") && code.text(i - 2).endsWith("cmd")
                    && !code.is(i + 1, "->");
        }
        return old;
    }

    private void findHandlers() {
        for (int i = 1; i + 2 < code.size(); i++) {
            if (code.is(i, "uring_cmd") && code.is(i - 1, ".") && code.is(i + 1, "=")
                    && isOwn(code.text(code.is(i + 2, "&") ? i + 3 : i + 2))) {
                handlers.add(code.text(code.is(i + 2, "&") ? i + 3 : i + 2));
            }
        }
        for (CFunction function : functions) {
            List<CFunction.Parameter> parameters = function.parameters();
            boolean shaped = parameters.size() == 2 && parameters.get(0).type().mentions("io_uring_cmd")
                    && !parameters.get(1).type().mentions("*") && !parameters.get(1).type().mentions("io_tw_token_t");
            boolean named = function.name().endsWith("uring_cmd");
            // a table may name it, as it may name what it does for each number
            if (shaped && !function.isVoid() && (named || !called.contains(function.name()))) {
                handlers.add(function.name());
            }
        }
    }

    private boolean isLater(CFunction function, Set<String> registered) {
        if (handlers.contains(function.name())) {
            return false;
        }
        boolean typed = LATER_TYPES.stream().anyMatch(type -> function.type().mentions(type)
                || function.parameters().stream().anyMatch(parameter -> parameter.type().mentions(type)));
        boolean issues = !function.isVoid() && !typed && !commands(function).isEmpty();
        return (registered.contains(function.name()) && !issues) || (!called.contains(function.name())
                && (typed || LATER.matcher(function.name()).matches()));
    }

    /**
     * The functions that are given to what calls them later: a work item, a timer, an interrupt, a completion. Another table or
     * function may call what it is given at once.
     */
    private Set<String> registered() {
        Set<String> names = new HashSet<>();
        for (CFunction function : functions) {
            for (Phrase.Call call : function.all().calls()) {
                if (REGISTERS.matcher(call.name()).matches()) {
                    call.arguments().forEach(argument -> register(argument, names));
                }
            }
        }
        for (int i = 1; i + 1 < code.size(); i++) {
            if (code.is(i, "=") && code.isName(i - 1) && LATER_MEMBER.matcher(code.text(i - 1)).matches()) {
                register(code.part(i + 1, i + 2), names);
                register(code.part(i + 2, i + 3), names);
            }
        }
        return names;
    }

    private void register(Phrase given, Set<String> names) {
        Phrase bare = given.bare();
        String name = bare.text(bare.is(0, "&") ? 1 : 0);
        if (isOwn(name) && bare.size() <= 2) {
            names.add(name);
        }
    }

    private Set<String> reached(Set<String> from) {
        return reached(callees, from);
    }

    private static Set<String> reached(Map<String, Set<String>> edges, Set<String> from) {
        Set<String> all = new LinkedHashSet<>(from);
        Deque<String> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            for (String callee : edges.getOrDefault(open.pop(), Set.of())) {
                if (all.add(callee)) {
                    open.push(callee);
                }
            }
        }
        return all;
    }
}
