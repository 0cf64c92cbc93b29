package dev.ringspect.protocol.syntax.c.body;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
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
    private static final Pattern NEVER = Pattern.compile("#\\s*(?:if|elif)\\s*(?:0|\\(\\s*0\\s*\\))\\s*");
    private static final Pattern COMMENT = Pattern.compile("/\\*(?s:.*?)(?:\\*/|\\z)|//.*|\\\\\\r?\\n");
    private static final Set<String> TYPE_WORDS = Set.of("static", "inline", "extern", "void", "bool", "char", "short",
            "int", "long", "float", "double", "signed", "unsigned", "struct", "union", "enum");
    private static final Set<String> AFTER_PARAMETERS = Set.of("const", "noexcept", "override", "final", "throw",
            "volatile");
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
        Deque<Branches> open = new ArrayDeque<>();
        boolean skips = false;
        for (int i = 0; i < tokens.size(); i++) {
            TokenKind kind = tokens.kind(i);
            if (kind == TokenKind.DIRECTIVE && !all) {
                direct(tokens.text(i), open);
                skips = open.stream().anyMatch(one -> one.skips);
            } else if (!kind.isTrivia() && kind != TokenKind.END && !skips) {
                indexes[count++] = i;
            }
        }
        return Phrase.of(tokens, Arrays.copyOf(indexes, count));
    }

    private static void direct(String written, Deque<Branches> open) {
        String directive = COMMENT.matcher(written).replaceAll(" ");
        if (IF.matcher(directive).matches()) {
            open.push(new Branches());
            open.element().next(directive);
        } else if (ELSE.matcher(directive).matches() && !open.isEmpty()) {
            open.element().next(directive);
        } else if (END.matcher(directive).matches() && !open.isEmpty()) {
            open.pop();
        }
    }

    /** An {@code #if} with its other branches, of which one is read. */
    private static final class Branches {
        private boolean skips;
        private boolean isTaken;

        void next(String directive) {
            skips = isTaken || NEVER.matcher(directive).matches();
            isTaken |= !skips;
        }
    }

    private static void collect(Phrase text, List<CFunction> functions) {
        int start = 0;
        int i = 0;
        while (i < text.size()) {
            if (text.is(i, ";") || text.is(i, "}")) {
                i++;
                start = i;
            } else if (text.is(i, "{")) {
                // what is in a namespace stands as well as alone; its closing brace ends nothing else
                boolean opens = text.part(start, i).mentions("namespace") || text.is(start, "extern");
                i = opens ? i + 1 : text.closing(i) + 1;
                // what follows a struct's members still belongs to its declaration
                start = opens ? i : start;
            } else if (text.is(i, "(")) {
                int close = text.closing(i);
                int after = afterAttributes(text, close + 1);
                if (!text.is(after, "{")) {
                    // an attribute or a macro, before which nothing of a function's own declaration has to stand
                    start = declares(text, after) ? close + 1 : start;
                    i = close + 1;
                } else if (text.isName(i - 1) && text.part(start, i).find("=") < 0) {
                    int end = text.closing(after);
                    functions.add(function(text, start, i, after, end));
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

    /** Where a function's attributes end, or where a declaration goes on that has only just begun. */
    private static int afterAttributes(Phrase text, int from) {
        int i = from;
        while (text.isName(i) && !declares(text, i)) {
            i = text.is(i + 1, "(") ? text.closing(i + 1) + 1 : i + 1;
        }
        return i;
    }

    /** Whether the name is the type of what is declared next: a word for one, or followed by another name. */
    private static boolean declares(Phrase text, int at) {
        boolean pointer = text.is(at + 1, "*");
        boolean two = text.isName(at + 1) && text.is(at + 2, "(") && !isAttribute(text.text(at + 1));
        return TYPE_WORDS.contains(text.text(at))
                || (text.isName(at) && (pointer || two) && !isAttribute(text.text(at)));
    }

    private static boolean isAttribute(String name) {
        return name.startsWith("__") || AFTER_PARAMETERS.contains(name);
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
