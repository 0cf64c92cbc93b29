package dev.ringspect.protocol.drivercode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import dev.ringspect.protocol.syntax.c.body.CFunction;
import dev.ringspect.protocol.syntax.c.body.Phrase;
import dev.ringspect.protocol.syntax.c.body.Statement;
import dev.ringspect.protocol.text.Span;

/**
 * A command number that a driver's code tells from others, and the one struct that it lays over the payload for it.
 *
 * @param name the number's name
 * @param label where it is told apart
 */
public record DriverCommand(String name, Span label, DriverCall call) {
    /** Those of a text for which exactly one struct is laid over. */
    public static List<DriverCommand> of(DriverText text, List<DriverCall> calls) {
        Reader reader = new Reader(text, calls);
        return reader.all();
    }

    private static final class Reader {
        private final DriverText text;
        private final TreeMap<Integer, DriverCall> calls = new TreeMap<>();
        private final List<DriverCommand> found = new ArrayList<>();
        private final Deque<String> open = new ArrayDeque<>();
        private Set<String> numbers = Set.of();

        Reader(DriverText text, List<DriverCall> calls) {
            this.text = text;
            calls.stream().filter(call -> call.kind().isPayload())
                    .forEach(call -> this.calls.putIfAbsent(call.span().start(), call));
        }

        List<DriverCommand> all() {
            for (CFunction function : text.functions()) {
                numbers = new HashSet<>(Set.of("cmd_op"));
                for (Phrase.Assignment assignment : function.all().assignments()) {
                    if (assignment.value().mentions("cmd_op")) {
                        numbers.add(assignment.target().lastName());
                    }
                }
                read(function.body());
            }
            return List.copyOf(found);
        }

        private boolean isNumber(Phrase phrase) {
            return numbers.stream().anyMatch(phrase::mentions);
        }

        private void read(Statement statement) {
            switch (statement) {
                case Statement.Block block -> {
                    List<Statement> all = block.statements();
                    for (int i = 0; i < all.size(); i++) {
                        if (all.get(i) instanceof Statement.If choice) {
                            choice(choice, all.subList(i + 1, all.size()));
                        }
                        read(all.get(i));
                    }
                }
                case Statement.If choice -> {
                    choice.arms().forEach(arm -> read(arm.then()));
                    choice.otherwise().ifPresent(this::read);
                }
                case Statement.Loop loop -> read(loop.body());
                case Statement.Switch choice -> {
                    if (isNumber(choice.over()) && choice.body() instanceof Statement.Block(List<Statement> arms)) {
                        arms(arms);
                    }
                    read(choice.body());
                }
                case Statement.Simple _,Statement.Case _,Statement.Return _,Statement.Goto _,Statement.Label _,Statement.Break _,Statement.Continue _ ->
                    {
                    }
            }
        }

        /** {@code if (op == A) ...}, and {@code if (op != A) return ...;} with what follows. */
        private void choice(Statement.If choice, List<Statement> rest) {
            for (Statement.Arm arm : choice.arms()) {
                Phrase condition = arm.condition().bare();
                List<Phrase> equal = condition.split("==");
                List<Phrase> other = condition.split("!=");
                if (equal.size() == 2 && isNumber(equal.getFirst()) && equal.getLast().size() == 1) {
                    arm(List.of(equal.getLast()), List.of(arm.then()));
                } else if (other.size() == 2 && isNumber(other.getFirst()) && other.getLast().size() == 1
                        && choice.arms().size() == 1 && ends(arm.then())) {
                    arm(List.of(other.getLast()), rest);
                }
            }
        }

        private static boolean ends(Statement statement) {
            return statement instanceof Statement.Return || statement instanceof Statement.Goto
                    || (statement instanceof Statement.Block(List<Statement> all) && !all.isEmpty()
                            && ends(all.getLast()));
        }

        private void arms(List<Statement> statements) {
            List<Phrase> labels = new ArrayList<>();
            List<Statement> body = new ArrayList<>();
            for (Statement statement : statements) {
                if (statement instanceof Statement.Case(Phrase label)) {
                    if (!body.isEmpty()) {
                        arm(labels, body);
                        labels.clear();
                        body.clear();
                    }
                    labels.add(label);
                } else {
                    body.add(statement);
                }
            }
            arm(labels, body);
        }

        private void arm(List<Phrase> labels, List<Statement> body) {
            Set<DriverCall> used = new LinkedHashSet<>();
            Set<String> seen = new HashSet<>();
            body.forEach(statement -> use(statement, used, seen));
            while (!open.isEmpty()) {
                text.function(open.remove()).ifPresent(callee -> use(callee.body(), used, seen));
            }
            if (used.stream().map(DriverCall::type).distinct().count() == 1) {
                labels.stream().filter(label -> label.size() == 1).forEach(
                        label -> found.add(new DriverCommand(label.text(0), label.span(), used.iterator().next())));
            }
        }

        private void use(Statement statement, Set<DriverCall> used, Set<String> seen) {
            switch (statement) {
                case Statement.Block block -> block.statements().forEach(one -> use(one, used, seen));
                case Statement.Simple(Phrase phrase) -> use(phrase, used, seen);
                case Statement.Return(Phrase value, Span _) -> use(value, used, seen);
                case Statement.If choice -> {
                    choice.arms().forEach(arm -> {
                        use(arm.condition(), used, seen);
                        use(arm.then(), used, seen);
                    });
                    choice.otherwise().ifPresent(one -> use(one, used, seen));
                }
                case Statement.Loop loop -> use(loop.body(), used, seen);
                case Statement.Switch choice -> use(choice.body(), used, seen);
                case Statement.Case _,Statement.Goto _,Statement.Label _,Statement.Break _,Statement.Continue _ -> {
                }
            }
        }

        private void use(Phrase phrase, Set<DriverCall> used, Set<String> seen) {
            Span span = phrase.span();
            calls.subMap(span.start(), span.end()).values().stream()
                    .filter(call -> call.span().end() <= span.end()).forEach(used::add);
            for (Phrase.Call call : phrase.calls()) {
                if (text.function(call.name()).isPresent() && seen.add(call.name())) {
                    open.add(call.name());
                }
            }
        }
    }
}
