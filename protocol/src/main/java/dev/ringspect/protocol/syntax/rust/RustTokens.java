package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/** The tokens of a Rust text in order, the last one {@link RustTokenKind#END}, and which bracket closes which. */
final class RustTokens {
    private final SourceText source;
    private RustTokenKind[] kinds = new RustTokenKind[256];
    private int[] starts = new int[256];
    private int[] ends = new int[256];
    private int size;
    private int[] partners = new int[0];
    private final List<Problem> problems = new ArrayList<>();

    private RustTokens(SourceText source) {
        this.source = source;
    }

    static RustTokens of(SourceText source) {
        RustTokens tokens = new RustTokens(source);
        new RustLexer(source.text(), tokens).run();
        tokens.add(RustTokenKind.END, source.length(), source.length());
        tokens.partners = RustBrackets.pair(tokens);
        return tokens;
    }

    void add(RustTokenKind kind, int start, int end) {
        Budget.check();
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            kinds = Arrays.copyOf(kinds, size * 2);
        }
        kinds[size] = kind;
        starts[size] = start;
        ends[size++] = end;
    }

    void problem(Span span, String message) {
        problems.add(new Problem(span, Severity.ERROR, message));
    }

    /** Takes back the problems noted since there were {@code kept}. */
    void forgetProblems(int kept) {
        problems.subList(kept, problems.size()).clear();
    }

    SourceText source() {
        return source;
    }

    List<Problem> problems() {
        return problems;
    }

    /** Number of tokens, the end included. */
    int size() {
        return size;
    }

    RustTokenKind kind(int index) {
        return kinds[Math.min(index, size - 1)];
    }

    int start(int index) {
        return starts[Math.min(index, size - 1)];
    }

    int end(int index) {
        return ends[Math.min(index, size - 1)];
    }

    Span span(int index) {
        return new Span(start(index), end(index));
    }

    /** From the first token to the one before {@code to}. */
    Span span(int from, int to) {
        int start = start(from);
        return new Span(start, to > from ? Math.max(start, end(to - 1)) : start);
    }

    String text(int index) {
        return source.text().substring(start(index), end(index));
    }

    /** The characters from token {@code from} to the one before {@code to}. */
    String text(int from, int to) {
        return source.slice(span(from, to));
    }

    /** The number of characters before token {@code index} on its line. */
    int column(int index) {
        return start(index) - (source.text().lastIndexOf('\n', start(index) - 1) + 1);
    }

    /** Whether token {@code index} is a punctuator with this one character. */
    boolean is(int index, char punctuator) {
        return index >= 0 && kind(index) == RustTokenKind.PUNCTUATOR
                && source.text().charAt(start(index)) == punctuator;
    }

    /** Whether tokens from {@code index} on are these punctuators, with nothing between them. */
    boolean isJoined(int index, String punctuators) {
        for (int i = 0; i < punctuators.length(); i++) {
            if (!is(index + i, punctuators.charAt(i)) || start(index + i) != start(index) + i) {
                return false;
            }
        }
        return true;
    }

    /** Whether token {@code index} is the name or keyword {@code word}. */
    boolean isWord(int index, String word) {
        return index >= 0 && kind(index) == RustTokenKind.IDENTIFIER && end(index) - start(index) == word.length()
                && source.text().startsWith(word, start(index));
    }

    /**
     * The token that closes the bracket {@code index}, or the one where its block was left when the closing one is missing;
     * {@code index} itself for other tokens.
     */
    int close(int index) {
        return index < partners.length ? partners[index] : index;
    }

    /** The name that token {@code index} is, {@code r#} taken off. */
    String name(int index) {
        String text = text(index);
        return text.startsWith("r#") ? text.substring(2) : text;
    }
}
