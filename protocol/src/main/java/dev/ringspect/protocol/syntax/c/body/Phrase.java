package dev.ringspect.protocol.syntax.c.body;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Some tokens of a C text in their order, mostly an expression or a declaration. No tree is made of it: driver code is full
 * of macros that only a compiler could expand, and what is asked about is a matter of names, brackets and operators.
 */
public final class Phrase {
    private static final Set<String> ASSIGNMENTS = Set.of("=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=",
            ">>=");
    private static final Set<String> NO_CALLS = Set.of("if", "while", "for", "switch", "return", "sizeof", "typeof",
            "__typeof__", "defined", "case", "else", "do", "_Alignof", "alignof");

    private final Tokens tokens;
    /** The tokens in the order of the text, of which those from {@code first} on are this phrase's. */
    private final int[] indexes;
    private final int first;
    private final int size;
    /** For each token that is a bracket its partner; -1 for others. */
    private final int[] partners;
    private @Nullable List<Call> calls;
    private @Nullable List<Assignment> assignments;
    private @Nullable String words;

    private Phrase(Tokens tokens, int[] indexes, int first, int size, int[] partners) {
        this.tokens = tokens;
        this.indexes = indexes;
        this.first = first;
        this.size = size;
        this.partners = partners;
    }

    /** All of the tokens at {@code indexes}; others stand between them, which are not read. */
    static Phrase of(Tokens tokens, int[] indexes) {
        int[] partners = new int[tokens.size()];
        Arrays.fill(partners, -1);
        Phrase all = new Phrase(tokens, indexes, 0, indexes.length, partners);
        int[] open = new int[indexes.length];
        int depth = 0;
        for (int i = 0; i < indexes.length; i++) {
            int step = all.step(i);
            if (step > 0) {
                open[depth++] = indexes[i];
            } else if (step < 0 && depth > 0) {
                partners[indexes[i]] = open[--depth];
                partners[open[depth]] = indexes[i];
            }
        }
        return all;
    }

    /** A call: {@code name(arguments)}. */
    public record Call(String name, List<Phrase> arguments, Phrase whole) {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** An assignment or an initialised declaration: what stands before the operator and after it. */
    public record Assignment(Phrase target, String operator, Phrase value) {}

    /** How many tokens it has. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The characters of a token; empty before the first and after the last. */
    public String text(int at) {
        return at < 0 || at >= size ? "" : tokens.text(indexes[first + at]);
    }

    /** Whether a token is {@code text}. */
    public boolean is(int at, String text) {
        return at >= 0 && at < size && tokens.is(indexes[first + at], text);
    }

    /** Its characters when it is one token; empty otherwise. */
    public String only() {
        return size == 1 ? text(0) : "";
    }

    public boolean isName(int at) {
        return at >= 0 && at < size && tokens.kind(indexes[first + at]) == TokenKind.IDENTIFIER;
    }

    /** The tokens from {@code from} to before {@code to}, as far as there are any. */
    public Phrase part(int from, int to) {
        int last = Math.clamp(to, 0, size);
        int begin = Math.clamp(from, 0, last);
        return new Phrase(tokens, indexes, first + begin, last - begin, partners);
    }

    /** This and what follows in {@code other}, which is of the same text and stands after it. */
    public Phrase then(Phrase other) {
        int[] both = Arrays.copyOfRange(indexes, first, first + size + other.size);
        System.arraycopy(other.indexes, other.first, both, size, other.size);
        return new Phrase(tokens, both, 0, both.length, partners);
    }

    /** Where it stands; of no length when it is empty. */
    public Span span() {
        return isEmpty() ? new Span(0, 0) : new Span(start(0), end(size - 1));
    }

    /** Where a token stands; of no length where it begins or ends for one before the first or after the last. */
    public Span span(int at) {
        if (at >= 0 && at < size) {
            return new Span(start(at), end(at));
        }
        int edge = at < 0 ? span().start() : span().end();
        return new Span(edge, edge);
    }

    private int start(int at) {
        return tokens.start(indexes[first + at]);
    }

    private int end(int at) {
        return tokens.end(indexes[first + at]);
    }

    /** Where the bracket closes that opens at {@code open}; the phrase's size when it does not. */
    public int closing(int open) {
        Budget.check();
        if (step(open) == 0) {
            return Math.min(open, size);
        }
        int place = step(open) > 0 ? partner(open) : -1;
        return place < 0 ? size : place;
    }

    /** Where the bracket opens that closes at {@code close}; -1 when it does not. */
    public int opening(int close) {
        Budget.check();
        return step(close) == 0 ? close : step(close) < 0 ? partner(close) : -1;
    }

    /** Where a bracket's partner stands; -1 when it has none here. */
    private int partner(int at) {
        int place = Arrays.binarySearch(indexes, first, first + size, partners[indexes[first + at]]);
        return place < 0 ? -1 : place - first;
    }

    private int step(int at) {
        if (at < 0 || at >= size || tokens.end(indexes[first + at]) - tokens.start(indexes[first + at]) != 1) {
            return 0;
        }
        return switch (tokens.source().text().charAt(tokens.start(indexes[first + at]))) {
            case '(', '[', '{' -> 1;
            case ')', ']', '}' -> -1;
            default -> 0;
        };
    }

    /** The first place of {@code text} outside of brackets; -1 when there is none. */
    public int find(String text) {
        return find(text, 0);
    }

    private int find(String text, int from) {
        int i = from;
        while (i < size) {
            if (is(i, text)) {
                return i;
            }
            i = step(i) > 0 ? closing(i) + 1 : i + 1;
        }
        return -1;
    }

    /** What stands between {@code separator}s outside of brackets; nothing for an empty phrase. */
    public List<Phrase> split(String separator) {
        List<Phrase> parts = new ArrayList<>();
        int from = 0;
        for (int at = find(separator, 0); at >= 0; at = find(separator, from)) {
            parts.add(part(from, at));
            from = at + 1;
        }
        if (!parts.isEmpty() || from < size) {
            parts.add(part(from, size));
        }
        return parts;
    }

    /** Whether a name stands anywhere in it. */
    public boolean mentions(String name) {
        for (int i = 0; i < size(); i++) {
            if (is(i, name)) {
                return true;
            }
        }
        return false;
    }

    /** Without the brackets that enclose all of it. */
    public Phrase bare() {
        Phrase inner = this;
        while (inner.is(0, "(") && inner.closing(0) == inner.size() - 1 && !inner.is(1, "{")) {
            inner = inner.part(1, inner.size() - 1);
        }
        return inner;
    }

    /** All calls in it, one that is an argument before the one it is an argument of. */
    public List<Call> calls() {
        List<Call> known = calls;
        if (known == null) {
            known = findCalls();
            calls = known;
        }
        return known;
    }

    private List<Call> findCalls() {
        List<Call> calls = new ArrayList<>();
        for (int close = 0; close < size(); close++) {
            int open = is(close, ")") ? opening(close) : -1;
            if (open > 0 && isName(open - 1) && !NO_CALLS.contains(text(open - 1)) && !isName(open - 2)) {
                calls.add(new Call(text(open - 1), part(open + 1, close).split(","), part(open - 1, close + 1)));
            }
        }
        return List.copyOf(calls);
    }

    /**
     * The assignments in it, those within brackets too; a declaration's initialiser is one. In a chain of them the last value
     * is the value of all.
     */
    public List<Assignment> assignments() {
        List<Assignment> known = assignments;
        if (known == null) {
            known = findAssignments();
            assignments = known;
        }
        return known;
    }

    private List<Assignment> findAssignments() {
        List<Assignment> found = new ArrayList<>();
        // where the value of the assignment after this one starts and ends
        int next = size;
        int valueFrom = size;
        int valueTo = size;
        for (int i = size - 1; i > 0; i--) {
            if (!isAssignment(i)) {
                continue;
            }
            int from = i;
            while (from > 0 && (step(from - 1) < 0 || !startsAfter(from - 1))) {
                int open = step(from - 1) < 0 ? opening(from - 1) : from - 1;
                from = Math.max(open, 0);
            }
            int to = i + 1;
            while (to < size && to != next && step(to) >= 0 && !is(to, ",") && !is(to, ";")) {
                to = step(to) > 0 ? closing(to) + 1 : to + 1;
            }
            boolean chained = to == next && next < size;
            valueFrom = chained ? valueFrom : i + 1;
            valueTo = chained ? valueTo : Math.min(to, size);
            next = i;
            found.add(new Assignment(part(from, i), text(i), part(valueFrom, valueTo)));
        }
        return List.copyOf(found.reversed());
    }

    private boolean isAssignment(int at) {
        return text(at).endsWith("=") && ASSIGNMENTS.contains(text(at));
    }

    private boolean startsAfter(int at) {
        return step(at) > 0 || is(at, ",") || is(at, ";") || ASSIGNMENTS.contains(text(at)) || is(at, "&&")
                || is(at, "||") || is(at, "?") || is(at, ":");
    }

    /** The last name outside of brackets, which is what a declaration declares; empty when there is none. */
    public String lastName() {
        String last = "";
        int i = 0;
        while (i < size()) {
            if (is(i, "(") && is(i + 1, "*")) {
                // a pointer to a function has its name in brackets
                return isName(i + 2) ? text(i + 2) : last;
            }
            last = isName(i) ? text(i) : last;
            i = step(i) > 0 ? closing(i) + 1 : i + 1;
        }
        return last;
    }

    /** Its tokens with a blank between two words and none elsewhere. */
    public String words() {
        String known = words;
        if (known == null) {
            known = joined();
            words = size < 64 ? known : null;
        }
        return known;
    }

    private String joined() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < size; i++) {
            String text = text(i);
            boolean apart = i > 0 && Character.isJavaIdentifierPart(text.charAt(0))
                    && Character.isJavaIdentifierPart(out.charAt(out.length() - 1));
            out.append(apart ? " " : "").append(text);
            if (i % 64 == 63) {
                Budget.check();
            }
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return words();
    }
}
