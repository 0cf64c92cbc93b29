package dev.ringspect.protocol.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/**
 * All tokens of a text, in order and without gaps: joined together they are the text. The last one is
 * {@link TokenKind#END}.
 */
public final class Tokens {
    private final SourceText source;
    private TokenKind[] kinds = new TokenKind[256];
    private int[] starts = new int[256];
    private int size;
    private int[] significant = new int[0];
    private List<Problem> problems = new ArrayList<>();

    private Tokens(SourceText source) {
        this.source = source;
    }

    /** Cuts {@code source} into tokens, in one pass. */
    public static Tokens of(SourceText source) {
        Tokens tokens = new Tokens(source);
        new Lexer(source.text(), tokens).run();
        tokens.finish();
        return tokens;
    }

    /**
     * Tokens that were made elsewhere, such as by a preprocessor, joined to a text; they are taken as they are.
     *
     * @param source the text that they make together
     * @param kinds the kind of each token
     * @param starts the first offset of each token, growing; the first is 0
     * @param count how many of them there are
     */
    public static Tokens assembled(SourceText source, TokenKind[] kinds, int[] starts, int count) {
        Tokens tokens = new Tokens(source);
        tokens.kinds = Arrays.copyOf(kinds, count + 1);
        tokens.starts = Arrays.copyOf(starts, count + 1);
        tokens.size = count;
        tokens.finish();
        return tokens;
    }

    void add(TokenKind kind, int start) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            kinds = Arrays.copyOf(kinds, size * 2);
        }
        kinds[size] = kind;
        starts[size++] = start;
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    private void finish() {
        add(TokenKind.END, source.length());
        int count = 0;
        int[] found = new int[size];
        for (int i = 0; i < size; i++) {
            if (!kind(i).isTrivia()) {
                found[count++] = i;
            }
        }
        significant = Arrays.copyOf(found, count);
        problems = List.copyOf(problems);
    }

    /** The text. */
    public SourceText source() {
        return source;
    }

    /** Number of tokens, the trivia and the end included. */
    public int size() {
        return size;
    }

    /** Kind of token {@code index}. */
    public TokenKind kind(int index) {
        return kinds[index];
    }

    /** First offset of token {@code index}. */
    public int start(int index) {
        return starts[index];
    }

    /** Offset after token {@code index}. */
    public int end(int index) {
        return index + 1 < size ? starts[index + 1] : source.length();
    }

    /** Range of token {@code index}. */
    public Span span(int index) {
        return new Span(start(index), end(index));
    }

    /** Characters of token {@code index}. */
    public String text(int index) {
        return source.text().substring(start(index), end(index));
    }

    /** Whether the characters of token {@code index} are {@code text}; makes no string. */
    public boolean is(int index, String text) {
        return end(index) - start(index) == text.length()
                && source.text().regionMatches(start(index), text, 0, text.length());
    }

    /** Number of tokens that are no trivia, the end included. */
    public int significantCount() {
        return significant.length;
    }

    /** Index of the {@code nth} token that is no trivia; the end for every number past it. */
    public int significant(int nth) {
        return significant[Math.min(nth, significant.length - 1)];
    }

    /** What is wrong with single tokens: strings and comments without an end, characters that belong to none. */
    public List<Problem> problems() {
        return problems;
    }
}
