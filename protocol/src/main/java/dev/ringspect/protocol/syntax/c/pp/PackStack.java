package dev.ringspect.protocol.syntax.c.pp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.NumberText;

/** {@code #pragma pack}: what is in force, and what was pushed. */
final class PackStack {
    private record Saved(String label, int value) {}

    private final Deque<Saved> saved = new ArrayDeque<>();
    private int current;

    /** Bytes in force, 0 for the ABI's own alignment. */
    int current() {
        return current;
    }

    /** Does what stands after {@code pack}; gives what is wrong with it. */
    Optional<String> apply(List<PpToken> tokens) {
        if (tokens.size() < 2 || !tokens.getFirst().is("(") || !tokens.getLast().is(")")) {
            return Optional.of("expected '(' and ')' after #pragma pack");
        }
        List<PpToken> inside = tokens.subList(1, tokens.size() - 1).stream().filter(token -> !token.is(",")).toList();
        if (inside.isEmpty()) {
            current = 0;
            return Optional.empty();
        }
        String word = inside.getFirst().text;
        boolean push = word.equals("push");
        boolean pop = word.equals("pop");
        String label = "";
        Optional<String> problem = Optional.empty();
        int value = -1;
        for (PpToken token : inside.subList(push || pop ? 1 : 0, inside.size())) {
            if (token.isName()) {
                label = token.text;
                continue;
            }
            long number = NumberText.number(token.text, token.span()).map(Expr.Literal::value).orElse(-1L);
            if (number < 0 || number > 16 || Long.bitCount(number) > 1) {
                problem = Optional.of("#pragma pack takes 1, 2, 4, 8 or 16, not '" + token.text + "'");
            } else {
                value = (int) number;
            }
        }
        if (push) {
            saved.push(new Saved(label, current));
        } else if (pop && saved.isEmpty()) {
            problem = Optional.of("#pragma pack(pop) without a push before it");
        } else if (pop && !pop(label)) {
            problem = Optional.of("nothing was pushed as '" + label + "'; gcc, and so Ringspect, takes back the last"
                    + " push, clang none");
        }
        if (value >= 0) {
            current = value;
        } else if (!push && !pop && problem.isEmpty()) {
            problem = Optional.of("expected push, pop or a number in #pragma pack, found '" + word + "'");
        }
        return problem;
    }

    /** Takes back the push of that name, or else, as gcc does, the last; whether there was one of that name. */
    private boolean pop(String label) {
        boolean known = label.isEmpty() || saved.stream().anyMatch(one -> one.label.equals(label));
        Saved top = saved.pop();
        while (known && !label.isEmpty() && !top.label.equals(label)) {
            top = saved.pop();
        }
        current = top.value;
        return known;
    }
}
