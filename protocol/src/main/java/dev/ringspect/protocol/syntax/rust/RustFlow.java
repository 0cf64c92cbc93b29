package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Span;

/** Reads the body of a function into steps: where control parts, where it leaves, and what lies between. */
final class RustFlow {
    private static final int DEEPEST = 60;
    /** Tokens between a keyword and its block; a condition is shorter, and half-typed text is not searched to its end. */
    private static final int LONGEST = 2_000;

    private final RustTokens tokens;

    RustFlow(RustTokens tokens) {
        this.tokens = tokens;
    }

    /** The steps of the tokens from {@code from} to the one before {@code to}. */
    List<RustStep> read(int from, int to) {
        return read(from, to, 0);
    }

    private List<RustStep> read(int from, int to, int depth) {
        Steps steps = new Steps();
        if (depth > DEEPEST && from < to) {
            steps.add(new RustStep.Leave.Nowhere());
            return steps.done();
        }
        int at = from;
        while (at < to) {
            Budget.check();
            int next = step(at, to, depth, steps);
            if (next == at) {
                steps.plain(at, at + 1);
                next = at + 1;
            }
            at = next;
        }
        return steps.done();
    }

    /** Reads what starts at {@code at} if it steers; returns where it ends, {@code at} itself for all else. */
    private int step(int at, int to, int depth, Steps steps) {
        if (tokens.is(at, '?') && at > 0 && !tokens.is(at - 1, ':') && !tokens.is(at - 1, '+')) {
            steps.add(new RustStep.Try(tokens.span(at)));
            return at + 1;
        }
        if (tokens.is(at, '|') && startsClosure(at)) {
            return closure(at, to, depth, steps);
        }
        if (tokens.is(at, '{')) {
            return labelled(at, to, depth, steps);
        }
        if (tokens.kind(at) != RustTokenKind.IDENTIFIER) {
            return at;
        }
        return switch (tokens.text(at)) {
            case "if" -> condition(at, to, depth, steps);
            case "match" -> match(at, to, depth, steps);
            case "else" -> otherwise(at, to, depth, steps);
            case "loop", "while", "for" -> loop(at, to, depth, steps);
            case "return", "break", "continue" -> leave(at, to, depth, steps);
            case "panic", "unreachable", "todo", "unimplemented" -> panic(at, to, depth, steps);
            case "Err" -> error(at, to, steps);
            case "fn" -> function(at, to);
            default -> at;
        };
    }

    /** The brace that opens the block of what starts at {@code at}, or {@code to}. */
    private int block(int at, int to) {
        int next = at;
        int limit = Math.min(to, at + LONGEST);
        while (next < limit && !tokens.is(next, '{') && !tokens.is(next, ';') && !tokens.is(next, '}')) {
            next = after(next);
        }
        return next < to && tokens.is(next, '{') ? next : to;
    }

    /** Where what stands at {@code at} ends, a bracket with all that it holds. */
    private int after(int at) {
        return Math.max(at, tokens.close(at)) + 1;
    }

    private List<RustStep> inside(int open, int to, int depth) {
        return read(open + 1, Math.min(to, tokens.close(open)), depth + 1);
    }

    private int condition(int at, int to, int depth, Steps steps) {
        List<RustStep.Arm> arms = new ArrayList<>();
        int next = at;
        boolean more = true;
        while (more) {
            int open = block(next + 1, to);
            if (open == to) {
                break;
            }
            arms.add(new RustStep.Arm(read(next + 1, open, depth + 1), inside(open, to, depth)));
            next = Math.min(to, after(open));
            more = next < to && tokens.isWord(next, "else") && tokens.isWord(next + 1, "if");
            next += more ? 1 : 0;
        }
        if (arms.isEmpty()) {
            return at;
        }
        List<RustStep> otherwise = List.of();
        if (next < to && tokens.isWord(next, "else") && tokens.is(next + 1, '{')) {
            otherwise = inside(next + 1, to, depth);
            next = Math.min(to, after(next + 1));
        }
        arms.add(new RustStep.Arm(List.of(), otherwise));
        steps.add(new RustStep.Branch(arms));
        return next;
    }

    /** The {@code else} of a {@code let}. */
    private int otherwise(int at, int to, int depth, Steps steps) {
        if (!tokens.is(at + 1, '{') || at + 1 >= to) {
            return at;
        }
        steps.add(new RustStep.Branch(List.of(new RustStep.Arm(List.of(), inside(at + 1, to, depth)),
                new RustStep.Arm(List.of(), List.of()))));
        return Math.min(to, after(at + 1));
    }

    private int match(int at, int to, int depth, Steps steps) {
        int open = block(at + 1, to);
        if (open == to) {
            return at;
        }
        steps.addAll(read(at + 1, open, depth + 1));
        int end = Math.min(to, tokens.close(open));
        List<RustStep.Arm> arms = new ArrayList<>();
        int next = open + 1;
        while (next < end) {
            int arrow = next;
            int guard = end;
            while (arrow < end && !tokens.isJoined(arrow, "=>")) {
                guard = guard == end && tokens.isWord(arrow, "if") ? arrow + 1 : guard;
                arrow = after(arrow);
            }
            int body = arrow + 2;
            int stop = body;
            if (tokens.is(body, '{')) {
                stop = after(body);
            }
            // an arm that is a block needs no comma, unless the block is only the start of an expression
            boolean whole = stop > body && !tokens.is(stop, '.') && !tokens.is(stop, '?');
            while (!whole && stop < end && !tokens.is(stop, ',')) {
                stop = after(stop);
            }
            if (body <= end) {
                arms.add(new RustStep.Arm(read(Math.min(guard, arrow), arrow, depth + 1),
                        read(body, Math.min(stop, end), depth + 1)));
            }
            next = stop < end && tokens.is(stop, ',') ? stop + 1 : Math.max(stop, next + 1);
        }
        steps.add(new RustStep.Branch(arms));
        return Math.min(to, end + 1);
    }

    private int loop(int at, int to, int depth, Steps steps) {
        int open = block(at + 1, to);
        if (open == to) {
            return at;
        }
        List<RustStep> head = read(at + 1, open, depth + 1);
        boolean each = tokens.isWord(at, "for");
        if (each) {
            steps.addAll(head);
        }
        steps.add(new RustStep.Loop(label(at), each ? List.of() : head, inside(open, to, depth),
                tokens.isWord(at, "loop")));
        return Math.min(to, after(open));
    }

    /** The label before token {@code at}. */
    private Optional<String> label(int at) {
        return tokens.is(at - 1, ':') && at > 1 && tokens.kind(at - 2) == RustTokenKind.LIFETIME
                ? Optional.of(tokens.text(at - 2))
                : Optional.empty();
    }

    private int labelled(int open, int to, int depth, Steps steps) {
        Optional<String> label = label(open);
        if (label.isEmpty()) {
            return open;
        }
        steps.add(new RustStep.Block(label.get(), inside(open, to, depth)));
        return Math.min(to, after(open));
    }

    private int leave(int at, int to, int depth, Steps steps) {
        int from = Math.min(to, at + 1);
        boolean function = tokens.isWord(at, "return");
        Optional<String> label = Optional.empty();
        if (!function && from < to && tokens.kind(from) == RustTokenKind.LIFETIME) {
            label = Optional.of(tokens.text(from));
            from++;
        }
        int end = from;
        while (end < to && !tokens.is(end, ';') && !tokens.is(end, ',') && !tokens.is(end, '}')) {
            end = Math.min(to, after(end));
        }
        steps.addAll(read(from, end, depth + 1));
        if (function) {
            steps.add(new RustStep.Leave.Function(tokens.span(from, end)));
        } else if (tokens.isWord(at, "break")) {
            steps.add(new RustStep.Leave.Loop(label));
        } else {
            steps.add(new RustStep.Leave.Round(label));
        }
        return end;
    }

    /** A macro that never gives control back, whose arguments are gone through before. */
    private int panic(int at, int to, int depth, Steps steps) {
        int open = at + 2;
        if (open >= to || !tokens.is(at + 1, '!') || tokens.close(open) == open) {
            return at;
        }
        steps.addAll(inside(open, to, depth));
        steps.add(new RustStep.Leave.Nowhere());
        return Math.min(to, after(open));
    }

    /** {@code Err(..)?} is a {@code return}. */
    private int error(int at, int to, Steps steps) {
        int end = tokens.close(at + 1) + 1;
        if (!tokens.is(at + 1, '(') || end >= to || !tokens.is(end, '?')) {
            return at;
        }
        steps.plain(at, end);
        steps.add(new RustStep.Leave.Function(tokens.span(at, end)));
        return end + 1;
    }

    /** A function within a function is another one. */
    private int function(int at, int to) {
        int open = tokens.kind(at + 1) == RustTokenKind.IDENTIFIER ? block(at + 1, to) : to;
        return open == to ? at : Math.min(to, after(open));
    }

    private boolean startsClosure(int at) {
        return tokens.is(at - 1, '(') || tokens.is(at - 1, ',') || tokens.is(at - 1, '=') || tokens.is(at - 1, '{')
                || tokens.is(at - 1, ';') || tokens.is(at - 1, '&') || tokens.isJoined(at - 2, "=>")
                || tokens.isWord(at - 1, "move") || tokens.isWord(at - 1, "mut") || tokens.isWord(at - 1, "return");
    }

    private int closure(int at, int to, int depth, Steps steps) {
        int bar = at + 1;
        int limit = Math.min(to, at + LONGEST);
        while (bar < limit && !tokens.is(bar, '|')) {
            bar = after(bar);
        }
        int body = bar + 1;
        if (body >= limit) {
            return at;
        }
        int end = body;
        while (end < to && !tokens.is(end, ',') && !tokens.is(end, ';') && !tokens.is(end, ')')
                && !tokens.is(end, '}') && !tokens.is(end, ']')) {
            boolean block = tokens.is(end, '{') && end == body;
            end = Math.min(to, after(end));
            if (block) {
                break;
            }
        }
        steps.add(new RustStep.Later(tokens.span(body, end), read(body, end, depth + 1)));
        return end;
    }

    /** Collects steps, and joins the plain text between those that steer. */
    private final class Steps {
        private final List<RustStep> all = new ArrayList<>();
        private int from = -1;
        private int to = -1;

        void plain(int first, int end) {
            if (from < 0) {
                from = first;
            }
            to = end;
        }

        void add(RustStep step) {
            if (from >= 0) {
                Span span = tokens.span(from, to);
                all.add(new RustStep.Piece(span));
                from = -1;
            }
            all.add(step);
        }

        void addAll(List<RustStep> steps) {
            steps.forEach(this::add);
        }

        List<RustStep> done() {
            if (from >= 0) {
                all.add(new RustStep.Piece(tokens.span(from, to)));
                from = -1;
            }
            return all;
        }
    }
}
