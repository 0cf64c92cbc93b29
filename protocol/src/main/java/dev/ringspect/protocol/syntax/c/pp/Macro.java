package dev.ringspect.protocol.syntax.c.pp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A macro. Two of them are the same only when they are one: the expander marks which are at work. */
final class Macro {
    final PpToken name;
    final boolean function;
    final List<String> parameters;
    final boolean variadic;
    final List<PpToken> body;
    /** Stands in only where nothing else defines the name; {@code #ifdef} does not see it. */
    final boolean fallback;

    private Macro(PpToken name, boolean function, List<String> parameters, boolean variadic, List<PpToken> body,
            boolean fallback) {
        this.name = name;
        this.function = function;
        this.parameters = parameters;
        this.variadic = variadic;
        this.body = body;
        this.fallback = fallback;
    }

    /** Index of a parameter, -1 when {@code word} is none; the variable part of {@code ...} is the last one. */
    int parameter(PpToken word) {
        return word.isName() ? parameters.indexOf(word.text) : -1;
    }

    /** What a {@code #define} gave: a macro, or what is wrong with it. */
    sealed interface Read {
        record Defined(Macro macro) implements Read {}

        record Malformed(PpToken at, String message) implements Read {}
    }

    /** Reads what stands after {@code define}. */
    static Read read(PpToken[] line, boolean fallback) {
        if (line.length < 2 || !line[1].isName()) {
            return new Read.Malformed(line[line.length - 1], "expected the macro's name after #define");
        }
        PpToken name = line[1];
        boolean function = line.length > 2 && line[2].is("(") && !line[2].has(PpToken.SPACE_BEFORE);
        if (!function) {
            return new Read.Defined(new Macro(name, false, List.of(), false, body(line, 2), fallback));
        }
        List<String> parameters = new ArrayList<>();
        boolean variadic = false;
        int at = 3;
        while (at < line.length && !line[at].is(")")) {
            PpToken token = line[at++];
            if (token.isName() && at < line.length && line[at].is("...")) {
                parameters.add(token.text);
                variadic = true;
                at++;
            } else if (token.isName()) {
                parameters.add(token.text);
            } else if (token.is("...")) {
                parameters.add("__VA_ARGS__");
                variadic = true;
            } else {
                return new Read.Malformed(token, "expected a parameter's name, found '" + token.text + "'");
            }
            if (at < line.length && line[at].is(",") && !variadic) {
                at++;
            } else if (at < line.length && !line[at].is(")")) {
                return new Read.Malformed(line[at], "expected ',' or ')' after the parameter " + token.text);
            }
        }
        if (at >= line.length) {
            return new Read.Malformed(name, "the parameters of " + name.text + " have no end; close them with )");
        }
        return new Read.Defined(
                new Macro(name, true, List.copyOf(parameters), variadic, body(line, at + 1), fallback));
    }

    private static List<PpToken> body(PpToken[] line, int from) {
        return List.copyOf(Arrays.asList(line).subList(Math.min(from, line.length), line.length));
    }
}
