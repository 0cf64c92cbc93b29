package dev.ringspect.protocol.syntax.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/**
 * Reads the lines that start with {@code #} as far as this can be done without a preprocessor: constants by
 * {@code #define}. What would change the text is said to be left out.
 */
public final class Directives {
    private static final Pattern LINE = Pattern.compile("#\\s*(\\w*)");
    private static final Pattern DEFINE = Pattern.compile("#\\s*define\\s+([A-Za-z_]\\w*)(\\(?)");

    private final Tokens tokens;
    private final List<CDeclaration.Define> defines = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private boolean first = true;

    private Directives(Tokens tokens) {
        this.tokens = tokens;
    }

    /** What the directives of a text gave. */
    public record Result(List<CDeclaration.Define> defines, List<Problem> problems) {
        public Result {
            defines = List.copyOf(defines);
            problems = List.copyOf(problems);
        }
    }

    /** Reads all directives of {@code tokens}. */
    public static Result read(Tokens tokens) {
        Directives directives = new Directives(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.kind(i) == TokenKind.DIRECTIVE) {
                directives.directive(i);
            }
        }
        return new Result(directives.defines, directives.problems);
    }

    private void directive(int token) {
        String text = tokens.text(token);
        Matcher line = LINE.matcher(text);
        String word = line.lookingAt() ? line.group(1) : "";
        switch (word) {
            case "define" -> define(text, tokens.span(token));
            case "include", "include_next", "import" -> problem(token,
                    "#include is not followed yet; declare what you need in this file");
            case "if", "ifdef" -> problem(token,
                    "conditions are not decided yet: what stands in every branch is read");
            case "ifndef" -> {
                if (!first) {
                    problem(token, "conditions are not decided yet: what stands in every branch is read");
                }
            }
            case "pragma" -> {
                if (text.contains("pack")) {
                    problem(token, "#pragma pack is not read yet; use __attribute__((packed)) on the struct");
                }
            }
            default -> {
                // #endif, #else, #undef, #error, #line change no layout by themselves
            }
        }
        first = false;
    }

    private void define(String text, Span span) {
        Matcher matcher = DEFINE.matcher(text);
        if (!matcher.lookingAt() || !matcher.group(2).isEmpty()) {
            return; // a macro with parameters
        }
        Name name = new Name(matcher.group(1),
                new Span(span.start() + matcher.start(1), span.start() + matcher.end(1)));
        Optional<Expr> value = value(text, matcher.end(1), span);
        if (value.isPresent()) {
            defines.add(new CDeclaration.Define(name, value, span));
        }
    }

    /** The value as an expression whose spans count from the start of the whole text. */
    private Optional<Expr> value(String text, int from, Span span) {
        String rest = " ".repeat(from) + text.substring(from);
        if (rest.isBlank()) {
            return Optional.empty();
        }
        TokenCursor cursor = new TokenCursor(Tokens.of(SourceText.of("", rest)));
        Optional<Expr> value = new ExprParser(cursor).parse();
        if (!cursor.atEnd() || !cursor.problems().isEmpty()) {
            return Optional.empty(); // code, not a value: a macro that no layout needs
        }
        return value.map(found -> Spans.shift(found, span.start()));
    }

    private void problem(int token, String message) {
        problems.add(new Problem(tokens.span(token), Severity.WARNING, message));
    }
}
