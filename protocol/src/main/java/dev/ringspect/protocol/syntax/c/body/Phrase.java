package dev.ringspect.protocol.syntax.c.body;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

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
    private final int[] indexes;
    private @Nullable List<Call> calls;

    Phrase(Tokens tokens, int[] indexes) {
        this.tokens = tokens;
        this.indexes = indexes;
    }

    /** A call: {@code name(arguments)}. */
    public record Call(String name, List<Phrase> arguments, Phrase whole) {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** An assignment or an initialised declaration: what stands before the operator and behind it. */
    public record Assignment(Phrase target, String operator, Phrase value) {}

    /** How many tokens it has. */
    public int size() {
        return indexes.length;
    }

    public boolean isEmpty() {
        return indexes.length == 0;
    }

    /** The characters of a token; empty before the first and behind the last. */
    public String text(int at) {
        return at < 0 || at >= indexes.length ? "" : tokens.text(indexes[at]);
    }

    /** Whether a token is {@code text}. */
    public boolean is(int at, String text) {
        return at >= 0 && at < indexes.length && tokens.is(indexes[at], text);
    }

    public boolean isName(int at) {
        return at >= 0 && at < indexes.length && tokens.kind(indexes[at]) == TokenKind.IDENTIFIER;
    }

    /** The tokens from {@code from} to before {@code to}. */
    public Phrase part(int from, int to) {
        int last = Math.min(to, indexes.length);
        return new Phrase(tokens, Arrays.copyOfRange(indexes, Math.min(from, last), last));
    }

    /** This and what follows in {@code other}, which is of the same text. */
    public Phrase then(Phrase other) {
        int[] both = Arrays.copyOf(indexes, indexes.length + other.indexes.length);
        System.arraycopy(other.indexes, 0, both, indexes.length, other.indexes.length);
        return new Phrase(tokens, both);
    }

    /** Where it stands; of no length when it is empty. */
    public Span span() {
        return isEmpty() ? new Span(0, 0) : new Span(start(0), end(indexes.length - 1));
    }

    /** Where a token stands. */
    public Span span(int at) {
        return new Span(start(at), end(at));
    }

    private int start(int at) {
        return tokens.start(indexes[at]);
    }

    private int end(int at) {
        return tokens.end(indexes[at]);
    }

    /** Where the bracket closes that opens at {@code open}; the phrase's size when it does not. */
    public int closing(int open) {
        int depth = 0;
        for (int i = open; i < size(); i++) {
            depth += step(i);
            if (depth == 0) {
                return i;
            }
        }
        return size();
    }

    /** Where the bracket opens that closes at {@code close}; -1 when it does not. */
    public int opening(int close) {
        int depth = 0;
        for (int i = close; i >= 0; i--) {
            depth += step(i);
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private int step(int at) {
        String text = text(at);
        return switch (text) {
            case "(", "[", "{" -> 1;
            case ")", "]", "}" -> -1;
            default -> 0;
        };
    }

    /** The first place of {@code text} outside of brackets; -1 when there is none. */
    public int find(String text) {
        int i = 0;
        while (i < size()) {
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
        Phrase rest = this;
        int at = rest.find(separator);
        while (at >= 0) {
            parts.add(rest.part(0, at));
            rest = rest.part(at + 1, rest.size());
            at = rest.find(separator);
        }
        if (!parts.isEmpty() || !rest.isEmpty()) {
            parts.add(rest);
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

    /** The assignments in it, those within brackets too; a declaration's initialiser is one. */
    public List<Assignment> assignments() {
        List<Assignment> found = new ArrayList<>();
        for (int i = 1; i < size(); i++) {
            if (ASSIGNMENTS.contains(text(i))) {
                int from = i;
                int depth = 0;
                while (from > 0 && (depth > 0 || !startsAfter(from - 1))) {
                    depth -= step(from - 1);
                    from--;
                }
                int to = i + 1;
                while (to < size() && step(to) >= 0 && !is(to, ",") && !is(to, ";")) {
                    to = step(to) > 0 ? closing(to) + 1 : to + 1;
                }
                found.add(new Assignment(part(from, i), text(i), part(i + 1, to)));
            }
        }
        return found;
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
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            boolean apart = i > 0 && Character.isJavaIdentifierPart(text(i).charAt(0))
                    && Character.isJavaIdentifierPart(out.charAt(out.length() - 1));
            out.append(apart ? " " : "").append(text(i));
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return words();
    }
}
