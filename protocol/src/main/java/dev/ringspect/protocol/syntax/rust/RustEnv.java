package dev.ringspect.protocol.syntax.rust;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Where a type or an expression is read: the scope of its names, what the generic parameters stand for, and what
 * {@code Self} is.
 */
record RustEnv(List<String> path, Map<String, Bound> bound, Optional<Bound> self) {
    RustEnv {
        path = List.copyOf(path);
        bound = Map.copyOf(bound);
    }

    static RustEnv at(List<String> path) {
        return new RustEnv(path, Map.of(), Optional.empty());
    }

    /** What a generic parameter stands for. */
    static final class Bound {
        final Optional<RustType.Argument> argument;
        final Optional<RustEnv> env;
        final boolean maybeUnsized;
        /** The declared type of a constant. */
        final Optional<RustType> constant;
        /** The argument's shape once it was asked for, so that it is worked out once however often it is used. */
        @Nullable
        Shape shape;

        private Bound(Optional<RustType.Argument> argument, Optional<RustEnv> env, boolean maybeUnsized,
                Optional<RustType> constant) {
            this.argument = argument;
            this.env = env;
            this.maybeUnsized = maybeUnsized;
            this.constant = constant;
        }

        static Bound of(RustType.Argument argument, RustEnv env) {
            return of(argument, env, Optional.empty());
        }

        static Bound of(RustType.Argument argument, RustEnv env, Optional<RustType> constant) {
            return new Bound(Optional.of(argument), Optional.of(env), false, constant);
        }

        /** A parameter of which nothing is known, as within the generic item itself. */
        static Bound open(boolean maybeUnsized) {
            return new Bound(Optional.empty(), Optional.empty(), maybeUnsized, Optional.empty());
        }
    }

    /** The environment inside of a generic item: its arguments, its defaults, or open parameters. */
    static RustEnv inside(RustItem item, List<RustType.Argument> arguments, RustEnv outer, boolean open) {
        Map<String, Bound> bound = new HashMap<>();
        List<RustGenerics.Parameter> parameters = item.head().generics().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            RustGenerics.Parameter parameter = parameters.get(i);
            if (i < arguments.size()) {
                bound.put(parameter.name(), Bound.of(arguments.get(i), outer, parameter.constant()));
            } else if (!open && parameter.standard().isPresent()) {
                RustEnv so = new RustEnv(item.head().path(), bound, Optional.empty());
                bound.put(parameter.name(), Bound.of(parameter.standard().get(), so, parameter.constant()));
            } else {
                bound.put(parameter.name(), Bound.open(parameter.maybeUnsized()));
            }
        }
        return new RustEnv(item.head().path(), bound, Optional.empty());
    }

    RustEnv withSelf(Bound type) {
        return new RustEnv(path, bound, Optional.of(type));
    }
}
