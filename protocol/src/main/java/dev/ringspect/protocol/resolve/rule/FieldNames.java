package dev.ringspect.protocol.resolve.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.MemberPaths;

/**
 * The names that expressions about a struct can use, and those that they cannot, since they are no single number.
 *
 * @param numbers paths of numbers, {@code len}, {@code words[2]}, {@code q[1].tag}
 * @param others types of the members that are no number, by their paths
 */
public record FieldNames(Set<String> numbers, Map<String, Type> others) {
    /** A payload has 80 bytes at most, so no array has more elements that a request could have. */
    private static final int MOST_ELEMENTS = 80;

    /** Arrays of arrays multiply; no more names than this come of one. */
    private static final int MOST_OF_ONE = 1024;

    public FieldNames {
        numbers = Set.copyOf(numbers);
        others = Map.copyOf(others);
    }

    /** No member at all, and {@code numbers}. */
    public static FieldNames of(Set<String> numbers) {
        return new FieldNames(numbers, Map.of());
    }

    /**
     * The names of {@code members}.
     *
     * @param counted whether anything says how many elements the array at a path without indexes has, which one without a
     *     length needs
     */
    public static FieldNames of(List<MemberPaths.At> members, Predicate<String> counted) {
        Set<String> numbers = new HashSet<>();
        Map<String, Type> others = new LinkedHashMap<>();
        for (MemberPaths.At at : members) {
            Type type = at.member().type();
            if (type.isWord()) {
                numbers.add(at.path());
            } else {
                others.put(at.path(), type);
                boolean open = type.bare() instanceof Type.Array array && array.count() == Type.Array.FLEXIBLE;
                if (!open || counted.test(MemberPaths.withoutIndexes(at.path()))) {
                    numbers.addAll(elements(at.path(), type));
                }
            }
        }
        return new FieldNames(numbers, others);
    }

    /** These names and {@code more}. */
    public FieldNames with(FieldNames more) {
        Set<String> allNumbers = new HashSet<>(numbers);
        allNumbers.addAll(more.numbers);
        Map<String, Type> allOthers = new LinkedHashMap<>(others);
        allOthers.putAll(more.others);
        return new FieldNames(allNumbers, allOthers);
    }

    /** These names with {@code qualifier} before each. */
    public FieldNames qualified(String qualifier) {
        Set<String> allNumbers = new HashSet<>();
        numbers.forEach(name -> allNumbers.add(qualifier + name));
        Map<String, Type> allOthers = new LinkedHashMap<>();
        others.forEach((name, type) -> allOthers.put(qualifier + name, type));
        return new FieldNames(allNumbers, allOthers);
    }

    /** Each element of an array of numbers; of an array without a length as many as a payload could have. */
    private static List<String> elements(String path, Type type) {
        if (!type.innermost().isWord()) {
            return List.of();
        }
        List<String> paths = List.of(path);
        Type inner = type.bare();
        while (inner instanceof Type.Array array) {
            long count = array.count() == Type.Array.FLEXIBLE ? MOST_ELEMENTS : Math.min(MOST_ELEMENTS, array.count());
            List<String> elements = new ArrayList<>();
            for (String holder : paths) {
                for (int i = 0; i < count && elements.size() < MOST_OF_ONE; i++) {
                    elements.add(holder + "[" + i + "]");
                }
            }
            paths = elements;
            inner = array.element().bare();
        }
        return paths;
    }

    /** Why {@code path}, which is no number, cannot be used; empty when it is no member either. */
    Optional<String> whyNot(String path) {
        Type type = others.get(path);
        if (type != null) {
            return Optional.of(whyNot(path, type));
        }
        int bracket = path.endsWith("]") ? path.lastIndexOf('[') : -1;
        if (bracket > 0) {
            return indexed(path, path.substring(0, bracket), path.substring(bracket + 1, path.length() - 1));
        }
        return numbers.stream().filter(name -> name.indexOf('[') >= 0 && MemberPaths.withoutIndexes(name).equals(path))
                .sorted()
                .findFirst().map(first -> "each element of an array has a '" + path + "' of its own; name one, as in "
                        + first);
    }

    private String whyNot(String path, Type type) {
        String is = "'" + path + "' is " + type.display();
        return switch (type.bare()) {
            case Type.Array array -> whyNot(path, is, array);
            case Type.Struct _ -> is + "; " + firstBelow(path).map(first -> "name one of its members, as in " + first)
                    .orElse("only numbers can be used here");
            case Type.Int _ -> is + "; only integers of at most 64 bits can be used here";
            case Type.FloatType _ -> is + "; only integers can be used here";
            case Type.EnumType _,Type.Pointer _,Type.VoidType _,Type.Typedef _,Type.Incomplete _,Type.Function _ ->
                is + "; only numbers can be used here";
        };
    }

    private String whyNot(String path, String is, Type.Array array) {
        String first = path + "[0]".repeat(dimensions(array));
        if (numbers.contains(first)) {
            return is + ", not one number; name one element, as in " + first;
        }
        if (array.count() == Type.Array.FLEXIBLE && array.innermost().isWord()) {
            return is
                    + ", and nothing says how many elements a request has; write 'count(...)' after it in its refine";
        }
        return is + ", not one number" + firstBelow(path + "[0]")
                .map(member -> "; name a member of one element, as in " + member).orElse("");
    }

    /** What is wrong with element {@code index} of {@code holder}. */
    private Optional<String> indexed(String path, String holder, String index) {
        if (numbers.contains(holder)) {
            return Optional.of("'" + holder + "' is no array");
        }
        return typeOf(holder).filter(type -> type.bare() instanceof Type.Array).map(type -> {
            Type.Array array = (Type.Array) type.bare();
            if (array.count() == Type.Array.FLEXIBLE && !numbers.contains(holder + "[0]")) {
                return whyNot(holder, array);
            }
            boolean inside = index.length() <= 18 && index.chars().allMatch(Character::isDigit)
                    && Long.parseLong(index) < array.count();
            return inside ? whyNot(path, array.element()) : outside(path, holder, array);
        });
    }

    /** Whether {@code path} is an array whose elements are numbers. */
    boolean isArrayOfNumbers(String path) {
        return typeOf(path).filter(type -> type.bare() instanceof Type.Array && !elements(path, type).isEmpty())
                .isPresent();
    }

    private Optional<Type> typeOf(String path) {
        Type known = others.get(path);
        if (known != null || !path.endsWith("]")) {
            return Optional.ofNullable(known);
        }
        return typeOf(path.substring(0, path.lastIndexOf('[')))
                .flatMap(type -> type.bare() instanceof Type.Array array
                        ? Optional.of(array.element())
                        : Optional.empty());
    }

    private static int dimensions(Type.Array array) {
        int dimensions = 0;
        Type inner = array;
        while (inner.bare() instanceof Type.Array nested) {
            dimensions++;
            inner = nested.element();
        }
        return dimensions;
    }

    private static String outside(String path, String holder, Type.Array array) {
        if (array.count() == Type.Array.FLEXIBLE) {
            return "'" + path + "' lies past the end of every request";
        }
        return array.count() == 0
                ? "'" + holder + "' has no elements"
                : "'" + holder + "' has " + array.count() + (array.count() == 1 ? " element, " : " elements, ") + holder
                        + "[0]" + (array.count() == 1 ? "" : " to " + holder + "[" + (array.count() - 1) + "]");
    }

    private Optional<String> firstBelow(String path) {
        return numbers.stream().filter(name -> name.startsWith(path + ".")).sorted().findFirst();
    }
}
