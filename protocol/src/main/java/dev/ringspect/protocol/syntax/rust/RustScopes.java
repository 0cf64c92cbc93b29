package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what a path names: through modules, imports and the functions around it. Each name space is looked up apart. */
final class RustScopes {
    private static final int MOST_IMPORTS = 32;

    private final Map<Key, List<RustItem>> byName = new HashMap<>();
    private final Map<List<String>, List<RustItem.Import>> globs = new HashMap<>();

    private record Key(List<String> path, String name) {}

    /** What was found. */
    sealed interface Found {
        /** These items, more than one where several declare the name. */
        record Items(List<RustItem> items) implements Found {}

        /** A path that leads out of this text, as the imports spell it out. */
        record Outside(List<String> path) implements Found {}
    }

    RustScopes(List<RustItem> items) {
        for (RustItem item : items) {
            boolean associated = item instanceof RustItem.Constant constant && constant.owner().isPresent();
            if (item instanceof RustItem.Import glob && item.name().equals("*")) {
                globs.computeIfAbsent(item.head().path(), _ -> new ArrayList<>()).add(glob);
            } else if (!associated) {
                byName.computeIfAbsent(new Key(item.head().path(), item.name()), _ -> new ArrayList<>()).add(item);
            }
        }
    }

    /** What {@code names} means within the scope {@code from}. */
    Found find(List<String> from, List<String> names) {
        return find(from, names, 0);
    }

    private Found find(List<String> from, List<String> names, int depth) {
        if (depth > MOST_IMPORTS || names.isEmpty()) {
            return new Found.Outside(names);
        }
        String first = names.getFirst();
        List<String> rest = names.subList(1, names.size());
        switch (first) {
            case "crate" -> {
                return inModule(List.of(), rest, names, depth);
            }
            case "self" -> {
                return inModule(module(from), rest, names, depth);
            }
            case "super" -> {
                List<String> module = module(from);
                return module.isEmpty()
                        ? new Found.Outside(names)
                        : inModule(module.subList(0, module.size() - 1), rest, names, depth);
            }
            default -> {
            }
        }
        for (List<String> scope = from;; scope = scope.subList(0, scope.size() - 1)) {
            Optional<Found> found = inScope(scope, names, depth);
            if (found.isPresent()) {
                return found.get();
            }
            if (scope.isEmpty() || !scope.getLast().startsWith("fn ")) {
                return new Found.Outside(names);
            }
        }
    }

    /** {@code names} from within one module, with {@code whole} said when it is not there. */
    private Found inModule(List<String> module, List<String> names, List<String> whole, int depth) {
        if (!names.isEmpty() && names.getFirst().equals("super") && !module.isEmpty()) {
            return inModule(module.subList(0, module.size() - 1), names.subList(1, names.size()), whole, depth);
        }
        return inScope(module, names, depth).orElseGet(() -> new Found.Outside(whole));
    }

    private Optional<Found> inScope(List<String> scope, List<String> names, int depth) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String first = names.getFirst();
        List<RustItem> here = byName.getOrDefault(new Key(scope, first), List.of());
        List<RustItem> declared = here.stream().filter(item -> !(item instanceof RustItem.Import)).toList();
        if (!declared.isEmpty()) {
            return Optional.of(descend(scope, declared, names, depth));
        }
        for (RustItem item : here) {
            if (item instanceof RustItem.Import imported) {
                List<String> longer = new ArrayList<>(imported.target());
                longer.addAll(names.subList(1, names.size()));
                // use crate::x::T names T of another module; use T::{A} names what is in scope already.
                boolean itself = imported.target().equals(List.of(first));
                return Optional.of(itself ? new Found.Outside(longer) : find(scope, longer, depth + 1));
            }
        }
        if (depth < 4) {
            for (RustItem.Import glob : globs.getOrDefault(scope, List.of())) {
                List<String> longer = new ArrayList<>(glob.target());
                longer.addAll(names);
                if (!glob.target().isEmpty() && find(scope, longer, depth + 1) instanceof Found.Items items) {
                    return Optional.of(items);
                }
            }
        }
        return Optional.empty();
    }

    /** Goes on into a module where the path does; what is behind a type's name is left to the caller. */
    private Found descend(List<String> scope, List<RustItem> declared, List<String> names, int depth) {
        boolean module = declared.stream().anyMatch(RustItem.Module.class::isInstance);
        if (names.size() > 1 && module) {
            List<String> deeper = new ArrayList<>(scope);
            deeper.add(names.getFirst());
            return inModule(deeper, names.subList(1, names.size()), names, depth + 1);
        }
        return names.size() == 1 ? new Found.Items(declared) : new Found.Outside(names);
    }

    private static List<String> module(List<String> scope) {
        List<String> module = scope;
        while (!module.isEmpty() && module.getLast().startsWith("fn ")) {
            module = module.subList(0, module.size() - 1);
        }
        return module;
    }
}
