package dev.ringspect.protocol.token;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;

/** Walks over the tokens that are no trivia and collects problems. It stays at the end once it is there. */
public final class TokenCursor {
    private final Tokens tokens;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> starters;
    private int at;
    private @Nullable BitSet closed;

    /** A cursor at the first token of a text in which no word starts a declaration. */
    public TokenCursor(Tokens tokens) {
        this(tokens, Set.of());
    }

    /**
     * A cursor at the first token.
     *
     * @param starters words that start a declaration when they start a line; an error before them does not reach past
     */
    public TokenCursor(Tokens tokens, Set<String> starters) {
        this.tokens = tokens;
        this.starters = Set.copyOf(starters);
    }

    /** The tokens. */
    public Tokens tokens() {
        return tokens;
    }

    /** How many significant tokens lie behind; grows with every {@link #advance}. */
    public int position() {
        return at;
    }

    /** Kind of the token {@code ahead} of the current one. */
    public TokenKind kind(int ahead) {
        return tokens.kind(tokens.significant(at + ahead));
    }

    /** Kind of the current token. */
    public TokenKind kind() {
        return kind(0);
    }

    /** Whether the text is over. */
    public boolean atEnd() {
        return kind() == TokenKind.END;
    }

    /** Whether the token {@code ahead} of the current one is {@code text}. */
    public boolean is(int ahead, String text) {
        return tokens.is(tokens.significant(at + ahead), text);
    }

    /** Whether the current token is {@code text}. */
    public boolean is(String text) {
        return is(0, text);
    }

    /** Whether the current token is one of {@code texts}. */
    public boolean isOneOf(String... texts) {
        for (String text : texts) {
            if (is(text)) {
                return true;
            }
        }
        return false;
    }

    /** Characters of the current token, empty at the end. */
    public String text() {
        return tokens.text(tokens.significant(at));
    }

    /** Characters of the token {@code ahead} of the current one. */
    public String text(int ahead) {
        return tokens.text(tokens.significant(at + ahead));
    }

    /** Range of the current token. */
    public Span span() {
        return tokens.span(tokens.significant(at));
    }

    /** Range of the token before the current one, empty at the start. */
    public Span lastSpan() {
        return at == 0 ? new Span(0, 0) : tokens.span(tokens.significant(at - 1));
    }

    /** From {@code start} to the end of the token before the current one. */
    public Span spanFrom(int start) {
        return new Span(start, Math.max(start, lastSpan().end()));
    }

    /** Steps over the current token. */
    public void advance() {
        if (!atEnd()) {
            Budget.check();
            at++;
        }
    }

    /** Steps over the current token if it is {@code text}. */
    public boolean take(String text) {
        if (!is(text)) {
            return false;
        }
        advance();
        return true;
    }

    /** Steps over {@code text}, or says that it was expected {@code where} (such as "after the member's name"). */
    public boolean expect(String text, String where) {
        if (take(text)) {
            return true;
        }
        // after the last token rather than on the next one: that is where the text is to be typed
        int end = lastSpan().end();
        problem(new Span(end, Math.min(tokens.source().length(), end + 1)),
                "expected '" + text + "' " + where + found());
        return false;
    }

    /** What stands here, for messages: {@code , found 'x'}. */
    public String found() {
        return atEnd() ? ", found the end of the text" : ", found '" + text() + "'";
    }

    /** Notes an error. */
    public void problem(Span span, String message) {
        problems.add(new Problem(span, Severity.ERROR, message));
    }

    /** Notes a problem. */
    public void problem(Problem problem) {
        problems.add(problem);
    }

    /** What was noted so far. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** How many problems were noted so far. */
    public int problemCount() {
        return problems.size();
    }

    /** Forgets the problems noted since there were {@code count}. */
    public void forgetProblems(int count) {
        problems.subList(count, problems.size()).clear();
    }

    /**
     * Steps to where a reader would go on after an error: after the next {@code ;} or block, or before a {@code }} that
     * closes what is around.
     */
    public void recover() {
        int depth = 0;
        int outermost = at;
        while (!atEnd()) {
            if (depth > 0 && blockWasLeft(outermost)) {
                return;
            }
            if (is("{")) {
                outermost = depth == 0 ? at : outermost;
                depth++;
            } else if (is("}")) {
                if (depth == 0) {
                    return;
                }
                depth--;
                if (depth == 0) {
                    advance();
                    take(";");
                    return;
                }
            } else if (is(";") && depth == 0) {
                advance();
                return;
            } else if (depth == 0 && atStarter()) {
                return;
            }
            advance();
        }
    }

    /** Whether the current token starts a line the way a new declaration does. */
    public boolean atStarter() {
        return startsLine() && starters.contains(text());
    }

    /**
     * Whether the block opened by the significant token {@code open} ends before the current token, because its
     * {@code }} is missing: no brace of the text closes it, and the current token starts a line the way a new declaration
     * does.
     */
    public boolean blockWasLeft(int open) {
        return atEnd() || (!closed().get(open) && atStarter());
    }

    /** Whether a line ends between the token before and the current one. */
    public boolean onNewLine() {
        String text = tokens.source().text();
        for (int i = lastSpan().end(); i < span().start(); i++) {
            if (text.charAt(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    private boolean startsLine() {
        int start = span().start();
        return start == 0 || tokens.source().text().charAt(start - 1) == '\n';
    }

    private BitSet closed() {
        BitSet known = closed;
        if (known == null) {
            known = new BitSet();
            int[] open = new int[tokens.significantCount()];
            int depth = 0;
            for (int i = 0; i < tokens.significantCount(); i++) {
                int token = tokens.significant(i);
                if (tokens.is(token, "{")) {
                    open[depth++] = i;
                } else if (tokens.is(token, "}") && depth > 0) {
                    known.set(open[--depth]);
                }
            }
            closed = known;
        }
        return known;
    }
}
