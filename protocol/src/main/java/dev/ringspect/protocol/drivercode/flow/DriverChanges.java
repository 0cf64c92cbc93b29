package dev.ringspect.protocol.drivercode.flow;

import java.util.LinkedHashSet;
import java.util.Set;

import dev.ringspect.protocol.drivercode.KernelCalls;
import dev.ringspect.protocol.syntax.c.body.Phrase;

/** The variables and members that an expression changes other than by assigning to them. */
final class DriverChanges {
    private static final Set<String> BEFORE_OPERAND = Set.of("", "(", ",", "=", "{", "return", "&&", "||", "?", ":",
            "!");

    private DriverChanges() {}

    /** What is counted up or down, and whose address is taken, by which anything can be done with it. */
    static Set<String> of(Phrase phrase) {
        Set<String> paths = new LinkedHashSet<>();
        for (int i = 0; i < phrase.size(); i++) {
            if (phrase.is(i, "++") || phrase.is(i, "--")) {
                boolean after = phrase.isName(i - 1) || phrase.is(i - 1, "]") || phrase.is(i - 1, ")");
                paths.add((after ? phrase.part(start(phrase, i), i) : phrase.part(i + 1, end(phrase, i + 1))).words());
            } else if (phrase.is(i, "&") && phrase.isName(i + 1)
                    && (BEFORE_OPERAND.contains(phrase.text(i - 1)) || isCast(phrase, i - 1))) {
                paths.add(phrase.part(i + 1, end(phrase, i + 1)).words());
            } else if (phrase.isName(i) && phrase.is(i + 1, "(") && KernelCalls.setsVariables(phrase.text(i))) {
                phrase.part(i + 2, phrase.closing(i + 1)).split(",").stream().map(Phrase::bare)
                        .filter(argument -> argument.isName(0)).forEach(argument -> paths.add(argument.words()));
            }
        }
        paths.remove("");
        return paths;
    }

    private static boolean isCast(Phrase phrase, int close) {
        return phrase.is(close, ")") && phrase.is(close - 1, "*");
    }

    /** Whether the place that {@code key} names is another when {@code path} has changed: it stands in it as a whole. */
    static boolean mentions(String key, String path) {
        for (int at = key.indexOf(path); at >= 0; at = key.indexOf(path, at + 1)) {
            int end = at + path.length();
            boolean begins = at == 0
                    || (!Character.isJavaIdentifierPart(key.charAt(at - 1)) && key.charAt(at - 1) != '.'
                            && key.charAt(at - 1) != '>');
            if (begins && (end == key.length() || !Character.isJavaIdentifierPart(key.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code key} names something that {@code pointer} points to. */
    static boolean isBehind(String key, String pointer) {
        return mentions(key, pointer) && key.contains(pointer + "->");
    }

    private static int start(Phrase phrase, int end) {
        int start = end;
        do {
            start--;
            while (phrase.is(start, "]") || phrase.is(start, ")")) {
                start = phrase.opening(start) - (phrase.isName(phrase.opening(start) - 1) ? 1 : 0);
            }
            start = Math.max(start, 0);
        } while ((phrase.is(start - 1, "->") || phrase.is(start - 1, ".")) && --start > 0);
        return start;
    }

    private static int end(Phrase phrase, int start) {
        int end = start + 1;
        while (phrase.is(end, "->") || phrase.is(end, ".") || phrase.is(end, "[")) {
            end = phrase.is(end, "[") ? phrase.closing(end) + 1 : end + 2;
        }
        return Math.min(end, phrase.size());
    }
}
