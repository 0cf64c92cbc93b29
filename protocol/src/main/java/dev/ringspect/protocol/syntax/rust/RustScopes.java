package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.text.Budget;

/** Finds what a path names: through modules, imports and the functions around it. Each name space is looked up apart. */
final class RustScopes {
    private static final int MOST_IMPORTS = 32;

    private final Map<Key, List<RustItem>> byName = new HashMap<>();
    /** For each scope the modules of this text whose names it takes in by {@code use module::*}. */
    private final Map<List<String>, Set<List<String>>> globs = new HashMap<>();
    /** What each import brings in, as far as it was asked for. */
    private final Map<RustItem.Import, Found> imports = new HashMap<>();

    private record Key(List<String> path, String name) {}

    /** {@code use target::*} in a scope. */
    private record Glob(List<String> scope, List<String> target) {}

    /** A module that a path starts from by {@code crate}, {@code self} or {@code super}, and how many names say so. */
    private record Root(List<String> module, int length) {}

    /** What was found. */
    sealed interface Found {
        /** These items, more than one where several declare the name. */
        record Items(List<RustItem> items) implements Found {
            /** The path of the module that is among them. */
            private Optional<List<String>> module() {
                return items.stream().filter(RustItem.Module.class::isInstance).findFirst().map(item -> {
                    List<String> path = new ArrayList<>(item.head().path());
                    path.add(item.name());
                    return path;
                });
            }
        }

        /** A path that leads out of this text, as the imports spell it out. */
        record Outside(List<String> path) implements Found {}
    }

    RustScopes(List<RustItem> items) {
        Set<Glob> aimless = new LinkedHashSet<>();
        for (RustItem item : items) {
            boolean associated = item instanceof RustItem.Constant constant && constant.owner().isPresent();
            if (item instanceof RustItem.Import glob && item.name().equals("*")) {
                aimless.add(new Glob(item.head().path(), glob.target()));
            } else if (!associated) {
                byName.computeIfAbsent(new Key(item.head().path(), item.name()), _ -> new ArrayList<>()).add(item);
            }
        }
        aim(aimless);
    }

    /**
     * Finds the modules of globs. One may be named by what another brings in, so this goes on while it finds any; what leads
     * out of the text is left over.
     */
    private void aim(Set<Glob> aimless) {
        boolean more = true;
        while (more) {
            more = false;
            imports.clear();
            for (Iterator<Glob> rest = aimless.iterator(); rest.hasNext();) {
                Budget.check();
                Glob glob = rest.next();
                Optional<List<String>> module = moduleAt(glob);
                if (module.isPresent()) {
                    globs.computeIfAbsent(glob.scope, _ -> new LinkedHashSet<>()).add(module.get());
                    rest.remove();
                    more = true;
                }
            }
        }
    }

    private Optional<List<String>> moduleAt(Glob glob) {
        Optional<Root> root = root(glob.scope, glob.target);
        if (root.isPresent() && root.get().length == glob.target.size()) {
            return root.map(Root::module);
        }
        return find(glob.scope, glob.target) instanceof Found.Items items ? items.module() : Optional.empty();
    }

    /** What {@code names} means within the scope {@code from}. */
    Found find(List<String> from, List<String> names) {
        return find(from, names, 0);
    }

    private Found find(List<String> from, List<String> names, int depth) {
        if (depth > MOST_IMPORTS || names.isEmpty()) {
            return new Found.Outside(names);
        }
        Optional<Root> root = root(from, names);
        if (root.isPresent()) {
            return inScope(root.get().module, names.subList(root.get().length, names.size()), depth)
                    .orElseGet(() -> new Found.Outside(names));
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

    private static Optional<Root> root(List<String> from, List<String> names) {
        String first = names.isEmpty() ? "" : names.getFirst();
        if (first.equals("crate") || first.equals("self") || first.equals("super")) {
            List<String> module = first.equals("crate") ? List.of() : module(from);
            int length = first.equals("super") ? 0 : 1;
            while (length < names.size() && names.get(length).equals("super") && !module.isEmpty()) {
                module = module.subList(0, module.size() - 1);
                length++;
            }
            return length == 0 ? Optional.empty() : Optional.of(new Root(module, length));
        }
        return Optional.empty();
    }

    /** What a path means that starts in that very scope; empty when its first name is not there. */
    private Optional<Found> inScope(List<String> scope, List<String> names, int depth) {
        return names.isEmpty()
                ? Optional.empty()
                : named(scope, names.getFirst(), depth).map(found -> descend(found, names, depth));
    }

    /**
     * What one name means in a scope. What stands there goes before what globs bring in, and each module is looked into once,
     * however many globs lead to it.
     */
    private Optional<Found> named(List<String> scope, String name, int depth) {
        Optional<Found> own = own(scope, name, depth);
        if (own.isPresent() || !globs.containsKey(scope)) {
            return own;
        }
        Set<List<String>> seen = new HashSet<>(Set.of(scope));
        Deque<List<String>> open = new ArrayDeque<>(List.of(scope));
        while (!open.isEmpty()) {
            for (List<String> module : globs.getOrDefault(open.remove(), Set.of())) {
                Budget.check();
                if (seen.add(module)) {
                    if (own(module, name, depth).orElse(null) instanceof Found.Items items) {
                        return Optional.of(items);
                    }
                    open.add(module);
                }
            }
        }
        return Optional.empty();
    }

    /** What one name means by an item or an import of it in that very scope. */
    private Optional<Found> own(List<String> scope, String name, int depth) {
        List<RustItem> here = byName.getOrDefault(new Key(scope, name), List.of());
        List<RustItem> declared = here.stream().filter(item -> !(item instanceof RustItem.Import)).toList();
        return declared.isEmpty()
                ? here.stream().map(RustItem.Import.class::cast).findFirst().map(item -> imported(item, depth))
                : Optional.of(new Found.Items(declared));
    }

    private Found imported(RustItem.Import item, int depth) {
        Found known = imports.get(item);
        if (known == null) {
            // an import that comes back to itself leads nowhere
            imports.put(item, new Found.Outside(item.target()));
            // use crate::x::T names T of another module; use T::{A} names what is in scope already.
            boolean itself = item.target().equals(List.of(item.name()));
            known = itself ? new Found.Outside(item.target()) : find(item.head().path(), item.target(), depth + 1);
            imports.put(item, known);
        }
        return known;
    }

    /** Goes on into a module where the path does; what follows a type's name is left to the caller. */
    private Found descend(Found first, List<String> names, int depth) {
        List<String> rest = names.subList(1, names.size());
        if (rest.isEmpty()) {
            return first;
        }
        return switch (first) {
            case Found.Outside(List<String> path) -> {
                List<String> longer = new ArrayList<>(path);
                longer.addAll(rest);
                yield new Found.Outside(longer);
            }
            case Found.Items items when depth <= MOST_IMPORTS -> items.module()
                    .flatMap(module -> inScope(module, rest, depth + 1)).orElseGet(() -> new Found.Outside(names));
            case Found.Items _ -> new Found.Outside(names);
        };
    }

    private static List<String> module(List<String> scope) {
        List<String> module = scope;
        while (!module.isEmpty() && module.getLast().startsWith("fn ")) {
            module = module.subList(0, module.size() - 1);
        }
        return module;
    }
}
