package dev.ringspect.protocol.syntax.c.body;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/**
 * A function that a C text defines.
 *
 * @param name its name
 * @param where where its name stands
 * @param type what stands before the name: {@code static int}
 * @param body what it does
 * @param all every token between its braces
 */
public record CFunction(String name, Span where, Phrase type, List<Parameter> parameters, Statement.Block body,
        Phrase all) {
    private static final Pattern ELSE = Pattern.compile("#\\s*(?:else|elif|elifdef|elifndef)\\b.*", Pattern.DOTALL);
    private static final Pattern IF = Pattern.compile("#\\s*if.*", Pattern.DOTALL);
    private static final Pattern NEVER = Pattern.compile("#\\s*if\\s+0\\s*");
    private static final Pattern END = Pattern.compile("#\\s*endif\\b.*", Pattern.DOTALL);

    public CFunction {
        parameters = List.copyOf(parameters);
    }

    /**
     * A parameter.
     *
     * @param type all of it but the name
     */
    public record Parameter(Phrase type, String name) {}

    /** Whether other texts can call it. */
    public boolean isStatic() {
        return type.mentions("static");
    }

    /** Whether it returns nothing. */
    public boolean isVoid() {
        return type.mentions("void") && !type.mentions("*");
    }

    /**
     * The functions of a text. Where the preprocessor would choose among two texts, the first is read, so that brackets
     * pair; macros stay as they are written.
     */
    public static List<CFunction> of(SourceText source) {
        Tokens tokens = Tokens.of(source);
        List<CFunction> functions = new ArrayList<>();
        collect(phrase(tokens, false), functions);
        return functions;
    }

    /** A text's tokens, whatever the preprocessor would leave out. */
    public static Phrase everything(SourceText source) {
        return phrase(Tokens.of(source), true);
    }

    private static Phrase phrase(Tokens tokens, boolean all) {
        int[] indexes = new int[tokens.size()];
        int count = 0;
        List<Boolean> skips = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            TokenKind kind = tokens.kind(i);
            if (kind == TokenKind.DIRECTIVE && !all) {
                direct(tokens.text(i), skips);
            } else if (!kind.isTrivia() && kind != TokenKind.END && !skips.contains(true)) {
                indexes[count++] = i;
            }
        }
        return new Phrase(tokens, Arrays.copyOf(indexes, count));
    }

    private static void direct(String directive, List<Boolean> skips) {
        if (IF.matcher(directive).matches()) {
            skips.add(NEVER.matcher(directive).matches());
        } else if (ELSE.matcher(directive).matches() && !skips.isEmpty()) {
            skips.add(!skips.removeLast());
        } else if (END.matcher(directive).matches() && !skips.isEmpty()) {
            skips.removeLast();
        }
    }

    private static void collect(Phrase text, List<CFunction> functions) {
        int start = 0;
        int i = 0;
        while (i < text.size()) {
            if (text.is(i, ";")) {
                start = i + 1;
                i++;
            } else if (text.is(i, "{")) {
                int close = text.closing(i);
                boolean opens = text.part(start, i).mentions("namespace") || text.is(start, "extern");
                if (opens) {
                    collect(text.part(i + 1, close), functions);
                }
                i = close + 1;
                // what follows a struct's members still belongs to its declaration
                start = text.is(i, ";") || opens ? i : start;
            } else if (text.is(i, "(")) {
                int close = text.closing(i);
                int body = bodyAfter(text, close + 1);
                if (body >= 0 && text.isName(i - 1) && text.part(start, i).find("=") < 0) {
                    int end = text.closing(body);
                    functions.add(function(text, start, i, body, end));
                    i = end + 1;
                    start = i;
                } else {
                    i = close + 1;
                }
            } else {
                i = text.is(i, "[") ? text.closing(i) + 1 : i + 1;
            }
        }
    }

    /** Where the body opens behind a function's parameters and attributes; -1 where none does. */
    private static int bodyAfter(Phrase text, int from) {
        int i = from;
        while (text.isName(i)) {
            i = text.is(i + 1, "(") ? text.closing(i + 1) + 1 : i + 1;
        }
        return text.is(i, "{") ? i : -1;
    }

    private static CFunction function(Phrase text, int start, int open, int body, int end) {
        List<Parameter> parameters = new ArrayList<>();
        for (Phrase one : text.part(open + 1, text.closing(open)).split(",")) {
            String name = one.lastName();
            parameters.add(new Parameter(one, name));
        }
        Phrase inside = text.part(body + 1, end);
        return new CFunction(text.text(open - 1), text.span(open - 1), text.part(start, open - 1), parameters,
                new BodyParser(inside).block(), inside);
    }
}
