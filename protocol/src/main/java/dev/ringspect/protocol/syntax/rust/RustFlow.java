package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayList;
import java.util.List;

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
        int at = from;
        while (at < to) {
            int next = depth > DEEPEST ? at : step(at, to, depth, steps);
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
        if (tokens.kind(at) != RustTokenKind.IDENTIFIER) {
            return at;
        }
        return switch (tokens.text(at)) {
            case "if" -> condition(at, to, depth, steps);
            case "match" -> match(at, to, depth, steps);
            case "else" -> otherwise(at, to, depth, steps);
            case "loop", "while", "for" -> loop(at, to, depth, steps);
            case "return", "break", "continue" -> leave(at, to, depth, steps);
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
        int open = block(at + 1, to);
        if (open == to) {
            return at;
        }
        steps.addAll(read(at + 1, open, depth + 1));
        List<List<RustStep>> arms = new ArrayList<>();
        arms.add(inside(open, to, depth));
        int end = Math.min(to, after(open));
        if (end < to && tokens.isWord(end, "else")) {
            Steps other = new Steps();
            int next = end + 1;
            if (tokens.is(next, '{')) {
                other.addAll(inside(next, to, depth));
                next = Math.min(to, after(next));
            } else if (tokens.isWord(next, "if")) {
                next = condition(next, to, depth + 1, other);
            }
            end = next;
            arms.add(other.done());
        } else {
            arms.add(List.of());
        }
        steps.add(new RustStep.Branch(arms));
        return end;
    }

    /** The {@code else} of a {@code let}. */
    private int otherwise(int at, int to, int depth, Steps steps) {
        if (!tokens.is(at + 1, '{') || at + 1 >= to) {
            return at;
        }
        steps.add(new RustStep.Branch(List.of(inside(at + 1, to, depth), List.of())));
        return Math.min(to, after(at + 1));
    }

    private int match(int at, int to, int depth, Steps steps) {
        int open = block(at + 1, to);
        if (open == to) {
            return at;
        }
        steps.addAll(read(at + 1, open, depth + 1));
        int end = Math.min(to, tokens.close(open));
        List<List<RustStep>> arms = new ArrayList<>();
        int next = open + 1;
        while (next < end) {
            int arrow = next;
            while (arrow < end && !tokens.isJoined(arrow, "=>")) {
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
                arms.add(read(body, Math.min(stop, end), depth + 1));
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
        steps.addAll(read(at + 1, open, depth + 1));
        steps.add(new RustStep.Loop(inside(open, to, depth)));
        return Math.min(to, after(open));
    }

    private int leave(int at, int to, int depth, Steps steps) {
        int end = at + 1;
        while (end < to && !tokens.is(end, ';') && !tokens.is(end, ',') && !tokens.is(end, '}')) {
            end = Math.min(to, after(end));
        }
        steps.addAll(read(at + 1, end, depth + 1));
        steps.add(new RustStep.Leave(tokens.isWord(at, "return"), tokens.span(Math.min(at + 1, end), end)));
        return end;
    }

    /** A function within a function is another one. */
    private int function(int at, int to) {
        int open = tokens.kind(at + 1) == RustTokenKind.IDENTIFIER ? block(at + 1, to) : to;
        return open == to ? at : Math.min(to, after(open));
    }

    private boolean startsClosure(int at) {
        return tokens.is(at - 1, '(') || tokens.is(at - 1, ',') || tokens.is(at - 1, '=') || tokens.is(at - 1, '{')
                || tokens.is(at - 1, ';') || tokens.isWord(at - 1, "move") || tokens.isWord(at - 1, "return");
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
        steps.add(new RustStep.Later(read(body, end, depth + 1)));
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
