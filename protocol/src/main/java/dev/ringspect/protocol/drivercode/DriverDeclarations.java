package dev.ringspect.protocol.drivercode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.syntax.c.body.Phrase;

/** The declarations of variables, parameters and functions in a driver's text, by name; whole blocks are not looked at. */
final class DriverDeclarations {
    private static final Set<String> BEFORE = Set.of("", ";", "{", "(", ",", "}", ")");
    private static final Set<String> AFTER = Set.of(";", "=", ",", ")", "[");

    private final Phrase code;
    private final Map<String, List<Integer>> variables = new HashMap<>();
    private final Map<String, List<Integer>> functions = new HashMap<>();

    DriverDeclarations(Phrase code) {
        this.code = code;
        int from = 0;
        for (int i = 0; i < code.size(); i++) {
            if (!code.is(i, "*") && !code.isName(i)) {
                from = i + 1;
            } else if (code.isName(i) && (code.isName(i - 1) || code.is(i - 1, "*"))) {
                if (code.is(i + 1, "(")) {
                    functions.computeIfAbsent(code.text(i), _ -> new ArrayList<>()).add(i);
                } else if (i > from && AFTER.contains(code.text(i + 1)) && BEFORE.contains(code.text(from - 1))
                        && !code.is(from, "return") && !code.is(from, "*")) {
                    variables.computeIfAbsent(code.text(i), _ -> new ArrayList<>()).add(i);
                }
            }
        }
    }

    /** The last declaration before {@code at} of a variable or parameter, without its name: {@code const struct tx *}. */
    Optional<Phrase> variable(String name, int at) {
        List<Integer> places = variables.getOrDefault(name, List.of());
        int low = 0;
        int high = places.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (places.get(middle) < at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return Optional.empty();
        }
        int place = places.get(low - 1);
        int from = place;
        while (from > 0 && (code.is(from - 1, "*") || code.isName(from - 1))) {
            from--;
        }
        return Optional.of(code.part(from, place));
    }

    /** The type and name of a function's parameter, by a declaration that is not the call whose name is at {@code not}. */
    Optional<Phrase> parameter(String function, int index, int not) {
        for (int place : functions.getOrDefault(function, List.of())) {
            int close = code.closing(place + 1);
            if (place != not && !code.is(place - 1, "return") && code.is(close + 1, ";")) {
                List<Phrase> parameters = code.part(place + 2, close).split(",");
                if (index < parameters.size()) {
                    return Optional.of(parameters.get(index));
                }
            }
        }
        return Optional.empty();
    }
}
