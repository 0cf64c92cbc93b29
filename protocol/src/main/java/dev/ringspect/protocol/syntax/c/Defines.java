package dev.ringspect.protocol.syntax.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/**
 * Finds the constants that a text makes by {@code #define}, as they are written: which of them are in force, and what the
 * preprocessor makes of them, is for {@link CTranslationUnit} to say.
 */
public final class Defines {
    private static final Pattern DEFINE = Pattern.compile("#\\s*define\\s+([A-Za-z_]\\w*)(\\(?)");

    private Defines() {}

    /** The constants whose value looks like an expression, in the order of the text. */
    public static List<CDeclaration.Define> read(Tokens tokens) {
        List<CDeclaration.Define> defines = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.kind(i) == TokenKind.DIRECTIVE) {
                define(tokens.text(i), tokens.span(i)).ifPresent(defines::add);
            }
        }
        return defines;
    }

    private static Optional<CDeclaration.Define> define(String text, Span span) {
        Matcher matcher = DEFINE.matcher(text);
        if (!matcher.lookingAt() || !matcher.group(2).isEmpty()) {
            return Optional.empty(); // no definition, or one with parameters
        }
        Name name = new Name(matcher.group(1),
                new Span(span.start() + matcher.start(1), span.start() + matcher.end(1)));
        Optional<Expr> value = value(text, matcher.end(1), span);
        return value.isPresent() ? Optional.of(new CDeclaration.Define(name, value, span)) : Optional.empty();
    }

    /** The value as an expression whose spans count from the start of the whole text. */
    private static Optional<Expr> value(String text, int from, Span span) {
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
}
