package dev.ringspect.protocol.resolve.type;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;

/**
 * Constants that stand for values or flags without an enum of a name: headers for user space mostly have {@code #define}s
 * and enums without a tag.
 */
public final class ConstantSets {
    /** So many names are shown of a set that has no name of its own. */
    private static final int SHOWN = 4;

    private final Types types;
    private final List<Problem> problems;
    private final DeclarationIndex index;

    public ConstantSets(Types types, List<Problem> problems, DeclarationIndex index) {
        this.types = types;
        this.problems = problems;
        this.index = index;
    }

    /** The enum that has the constant {@code name}, with a tag or not; a constant of {@code #define} stands alone. */
    public Optional<Type.EnumType> around(Name name) {
        Long value = types.constants().all().get(name.text());
        if (value == null) {
            return Optional.empty();
        }
        index.add(new Declared.OfConstant(name.text(), value, name.span()));
        return Optional.of(types.enumsWith(name.text()).findFirst().orElseGet(() -> {
            Map<String, Long> alone = new LinkedHashMap<>();
            alone.put(name.text(), value);
            return made(alone);
        }));
    }

    /** The constants with these names, of which one that ends with {@code *} is a beginning; noted where there is none. */
    public Optional<Type.EnumType> listed(List<Name> names) {
        Map<String, Long> chosen = new LinkedHashMap<>();
        for (Name name : names) {
            if (name.text().endsWith("*")) {
                beginning(name, chosen);
            } else {
                Long value = types.constants().all().get(name.text());
                if (value == null) {
                    problems.add(Problem.unresolved(name.span(), types.constants().missing(name.text())));
                } else {
                    index.add(new Declared.OfConstant(name.text(), value, name.span()));
                    chosen.put(name.text(), value);
                }
            }
        }
        return chosen.isEmpty() ? Optional.empty() : Optional.of(made(chosen));
    }

    private void beginning(Name name, Map<String, Long> chosen) {
        String prefix = name.text().substring(0, name.text().length() - 1);
        List<Map.Entry<String, Long>> found = types.constants().all().entrySet().stream()
                .filter(constant -> constant.getKey().startsWith(prefix))
                .sorted(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey())).toList();
        if (found.isEmpty()) {
            problems.add(Problem.unresolved(name.span(), "no constant's name starts with '" + prefix + "'"));
        }
        found.forEach(constant -> chosen.putIfAbsent(constant.getKey(), constant.getValue()));
    }

    private Type.EnumType made(Map<String, Long> constants) {
        List<Type.Enumerator> enumerators = new ArrayList<>();
        constants.forEach((name, value) -> enumerators.add(new Type.Enumerator(name, value, place(name))));
        String shown = constants.keySet().stream().limit(SHOWN)
                .collect(Collectors.joining(", ", "{ ", constants.size() > SHOWN ? ", ... }" : " }"));
        boolean wide = constants.values().stream().anyMatch(value -> value >>> 32 != 0 && value != (int) (long) value);
        return new Type.EnumType(shown, Type.Int.of(wide ? IntKind.ULLONG : IntKind.UINT), false, enumerators,
                enumerators.getFirst().where());
    }

    private Optional<Location> place(String name) {
        return Optional.ofNullable(types.constants().places().get(name));
    }
}
