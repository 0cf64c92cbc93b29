package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;

/** Finds what a written type is, and so its shape. */
final class RustResolver {
    private static final int DEEPEST = 100;
    /** Larger arrays are refused; rustc's own limit is half of the address space. */
    private static final long LARGEST = 1L << 31;

    private final RustTypes types;
    private int depth;

    RustResolver(RustTypes types) {
        this.types = types;
    }

    Shape shape(RustType type, RustEnv env) {
        if (++depth > DEEPEST || !types.step()) {
            depth--;
            return Shape.unspecified("it is too complex", type.span());
        }
        Shape shape = switch (type) {
            case RustType.Path path -> path(path, env);
            case RustType.Array array -> array(array, env);
            case RustType.Tuple tuple -> tuple.elements().isEmpty()
                    ? nothing("()")
                    : Shape.unspecified("Rust promises no layout for tuples", tuple.span());
            case RustType.Pointer pointer -> pointer(pointer.target(), pointer.reference(), pointer, env);
            case RustType.Function function ->
                Shape.neverNull(new Type.Typedef(text(function), new Type.Pointer(new Type.Function()), 0));
            case RustType.Never _ -> nothing("!");
            case RustType.Slice slice -> Shape.unspecified("a slice has no size of its own", slice.span());
            case RustType.TraitObject object ->
                Shape.unspecified("a trait object or an opaque type has no size of its own", object.span());
            case RustType.Other other -> Shape.unspecified("it is " + other.what(), other.span());
        };
        depth--;
        return shape;
    }

    private String text(RustType type) {
        return types.file().source().slice(type.span()).replaceAll("\\s+", " ");
    }

    static Shape nothing(String name) {
        Type none = new Type.Struct(Type.Keyword.STRUCT, name, List.of(), false, 0, 0, Member.COMPUTED,
                Optional.empty());
        return new Shape(new RustAnswer.Known(none, ""), false, true, 1);
    }

    private Shape array(RustType.Array array, RustEnv env) {
        RustValue value = types.consts().coerce(types.consts().evaluate(array.length(), "usize", env), "usize",
                array.length().span());
        if (value instanceof RustValue.Unknown(String reason, var span)) {
            return Shape.unspecified("the length of an array is not known: " + reason, span);
        }
        Shape element = shape(array.element(), env);
        if (!(value instanceof RustValue.Known count)
                || !(element.answer() instanceof RustAnswer.Known(Type type, String assumed))) {
            return element;
        }
        if (count.value().bitLength() > 40 || count.value().longValue() > LARGEST) {
            return Shape.unspecified("an array of " + count.value() + " elements is too large", array.span());
        }
        return new Shape(new RustAnswer.Known(new Type.Array(type, count.value().longValue()), assumed), false,
                element.empty(), element.weight());
    }

    /** A pointer to {@code target}, with a second word where that has no size of its own. */
    private Shape pointer(RustType target, boolean neverNull, RustType whole, RustEnv env) {
        Optional<Boolean> sized = sized(target, env, 0);
        if (sized.isEmpty()) {
            return Shape.unspecified("whether a pointer to " + text(target)
                    + " has one or two words depends on that type, which is not declared in this file", target.span());
        }
        Type address = new Type.Pointer(pointee(target));
        Type type = new Type.Typedef(text(whole), sized.get() ? address : fat(address, target), 0);
        return neverNull ? Shape.neverNull(type) : Shape.of(type);
    }

    private Type fat(Type address, RustType target) {
        Type second = target instanceof RustType.TraitObject
                ? new Type.Typedef("vtable", new Type.Pointer(new Type.VoidType()), 0)
                : new Type.Typedef("usize", Type.Int.of(IntKind.ULONG), 0);
        return Type.Struct.of(text(target), List.of(Member.of("pointer", address), Member.of("metadata", second)));
    }

    /** What a pointer aims at, by name alone, so that a type can point to itself. */
    private Type pointee(RustType target) {
        return switch (target) {
            case RustType.Path path -> RustStandard.primitive(path.last().name(), types.target().abi())
                    .orElseGet(() -> path.last().name().equals("c_void")
                            ? new Type.VoidType()
                            : new Type.Incomplete("", text(path)));
            case RustType.Array _,RustType.Tuple _,RustType.Pointer _,RustType.Function _,RustType.Never _,RustType.Slice _,RustType.TraitObject _,RustType.Other _ ->
                new Type.VoidType();
        };
    }

    /** Whether a type has a size of its own; empty when that is not known. */
    private Optional<Boolean> sized(RustType type, RustEnv env, int deep) {
        if (deep > 40 || !types.step()) {
            return Optional.empty();
        }
        return switch (type) {
            case RustType.Slice _ -> Optional.of(false);
            case RustType.TraitObject object -> text(object).startsWith("dyn") ? Optional.of(false) : Optional.empty();
            case RustType.Array _,RustType.Tuple _,RustType.Pointer _,RustType.Function _,RustType.Never _ ->
                Optional.of(true);
            case RustType.Other _ -> Optional.empty();
            case RustType.Path path -> sizedPath(path, env, deep);
        };
    }

    private Optional<Boolean> sizedPath(RustType.Path path, RustEnv env, int deep) {
        String name = path.last().name();
        if (path.segments().size() == 1) {
            RustEnv.Bound bound = name.equals("Self") ? env.self().orElse(null) : env.bound().get(name);
            if (bound != null) {
                return sizedParameter(bound, deep);
            }
            if (name.equals("Self")) {
                return Optional.of(true);
            }
        }
        Optional<RustItem> item = named(path, env, 0);
        return item.isPresent() ? sizedItem(item.get(), path, env, deep) : sizedInLibrary(path, env, deep);
    }

    private Optional<Boolean> sizedParameter(RustEnv.Bound bound, int deep) {
        if (bound.argument.isPresent() && bound.env.isPresent()
                && bound.argument.get() instanceof RustType.Argument.OfType(RustType type)) {
            return sized(type, bound.env.get(), deep + 1);
        }
        return bound.maybeUnsized ? Optional.empty() : Optional.of(true);
    }

    private Optional<Boolean> sizedItem(RustItem item, RustType.Path path, RustEnv env, int deep) {
        RustEnv inside = RustEnv.inside(item, path.last().arguments(), env, false);
        return switch (item) {
            case RustItem.Struct struct -> struct.head().damaged() || struct.fields().isEmpty()
                    ? Optional.of(true)
                    : sized(struct.fields().getLast().type(), inside, deep + 1);
            case RustItem.Alias alias -> sized(alias.type(), inside, deep + 1);
            case RustItem.Enumeration _ -> Optional.of(true);
            case RustItem.Constant _,RustItem.Import _,RustItem.Module _ -> Optional.empty();
        };
    }

    private Optional<Boolean> sizedInLibrary(RustType.Path path, RustEnv env, int deep) {
        String name = path.last().name();
        if (RustStandard.isUnsized(name)) {
            return Optional.of(false);
        }
        Optional<RustStandard.Wrapper> wrapper = RustStandard.wrapper(name);
        if (wrapper.isPresent() && wrapper.get() == RustStandard.Wrapper.SAME && !path.last().arguments().isEmpty()
                && path.last().arguments().getFirst() instanceof RustType.Argument.OfType(RustType inner)) {
            return sized(inner, env, deep + 1);
        }
        boolean standard = wrapper.isPresent() || name.equals("Option") || RustStandard.foreign(name).isPresent()
                || RustStandard.primitive(name, types.target().abi()).isPresent()
                || RustStandard.numberLike(name, types.target().abi()).isPresent();
        return standard || isBinding(path, env) ? Optional.of(true) : Optional.empty();
    }

    /** C has no type without a size but {@code void}, so what bindgen made of C has one. */
    private boolean isBinding(RustType.Path path, RustEnv env) {
        List<String> names = spelledOut(path, env);
        return names.size() > 1 && names.subList(0, names.size() - 1).stream()
                .anyMatch(name -> name.equals("bindings") || name.equals("uapi") || name.equals("libc"));
    }

    /** The names of a path with the import of its first name put in. */
    private List<String> spelledOut(RustType.Path path, RustEnv env) {
        List<String> names = names(path);
        return types.scopes().find(env.path(), names) instanceof RustScopes.Found.Outside(List<String> outside)
                ? outside
                : names;
    }

    private static List<String> names(RustType.Path path) {
        return path.segments().stream().map(RustType.Segment::name).filter(name -> !name.equals("::")).toList();
    }

    private Shape path(RustType.Path path, RustEnv env) {
        String name = path.last().name();
        if (path.segments().size() == 1) {
            RustEnv.Bound bound = name.equals("Self") ? env.self().orElse(null) : env.bound().get(name);
            if (bound != null) {
                return bound(bound, path, name);
            }
        }
        if (!path.segments().getFirst().name().equals("::")
                && types.scopes().find(env.path(),
                        names(path)) instanceof RustScopes.Found.Items(List<RustItem> items)) {
            return declared(items, path, env);
        }
        return library(path, env);
    }

    private Shape bound(RustEnv.Bound bound, RustType.Path path, String name) {
        if (bound.argument.isEmpty() || bound.env.isEmpty()) {
            return Shape.unspecified("it depends on the generic parameter " + name, path.span());
        }
        Shape shape = bound.shape;
        if (shape == null) {
            shape = bound.argument.get() instanceof RustType.Argument.OfType(RustType type)
                    ? shape(type, bound.env.get())
                    : Shape.unspecified("the generic argument for " + name + " is a constant", path.span());
            bound.shape = shape;
        }
        return shape;
    }

    private Shape declared(List<RustItem> items, RustType.Path path, RustEnv env) {
        List<RustItem> there = types(items);
        if (there.size() != 1) {
            return Shape.unspecified(
                    path.last().name()
                            + (there.isEmpty() ? " is no type here" : " is declared " + there.size() + " times"),
                    path.span());
        }
        RustItem item = there.getFirst();
        Shape shape = types.shapeOf(item, path.last().arguments(), env, false);
        boolean renamed = !item.head().generics().parameters().isEmpty() && !(item instanceof RustItem.Alias);
        return renamed
                ? renamed(shape, text(path))
                : item instanceof RustItem.Alias ? alias(shape, item.name()) : shape;
    }

    private static Shape alias(Shape shape, String name) {
        return shape.named(name, shape.neverNull());
    }

    /** A generic struct carries its arguments in its name. */
    private static Shape renamed(Shape shape, String name) {
        return shape.answer() instanceof RustAnswer.Known(Type.Struct struct, String assumed)
                ? new Shape(
                        new RustAnswer.Known(new Type.Struct(struct.keyword(), name, struct.members(), struct.packed(),
                                struct.align(), struct.pack(), struct.fixedSize(), struct.where()), assumed),
                        shape.neverNull(),
                        shape.empty(), shape.weight())
                : shape;
    }

    /** Those that are types, and that {@code cfg} does not leave out. */
    private List<RustItem> types(List<RustItem> items) {
        List<RustItem> there = new ArrayList<>();
        for (RustItem item : items) {
            boolean type = item instanceof RustItem.Struct || item instanceof RustItem.Enumeration
                    || item instanceof RustItem.Alias;
            if (type && types.target().allHold(item.head().conditions()).orElse(true)) {
                there.add(item);
            }
        }
        return there;
    }

    /** The struct, union, enum or alias that a path names in this text. */
    Optional<RustItem> item(RustType.Path path, RustEnv env, int deep) {
        Optional<RustItem> found = named(path, env, deep);
        return found.isPresent() && found.get() instanceof RustItem.Alias alias
                && alias.type() instanceof RustType.Path aimed
                && types.scopes().find(alias.head().path(), names(aimed)) instanceof RustScopes.Found.Items
                        ? item(aimed, RustEnv.at(alias.head().path()), deep + 1)
                        : found;
    }

    /** The same, without going on behind an alias. */
    private Optional<RustItem> named(RustType.Path path, RustEnv env, int deep) {
        if (deep > 20 || !types.step()) {
            return Optional.empty();
        }
        if (path.segments().size() == 1 && path.last().name().equals("Self")) {
            RustEnv.Bound self = env.self().orElse(null);
            return self != null && self.argument.isPresent() && self.env.isPresent()
                    && self.argument.get() instanceof RustType.Argument.OfType(RustType.Path own)
                    && !own.last().name().equals("Self") ? item(own, self.env.get(), deep + 1) : Optional.empty();
        }
        if (types.scopes().find(env.path(), names(path)) instanceof RustScopes.Found.Items(List<RustItem> items)) {
            List<RustItem> there = types(items);
            if (there.size() != 1) {
                return Optional.empty();
            }
            return Optional.of(there.getFirst());
        }
        return Optional.empty();
    }

    /** A type of the language or its libraries, or of C. */
    private Shape library(RustType.Path path, RustEnv env) {
        List<String> names = spelledOut(path, env);
        String name = names.getLast();
        Optional<Type> primitive = names.size() == 1
                ? RustStandard.primitive(name, types.target().abi())
                : Optional.empty();
        Optional<Type> simple = primitive.or(() -> RustStandard.foreign(name));
        if (!isStandard(names)) {
            return isBinding(path, env) && simple.isEmpty()
                    ? binding(name, path)
                    : simple.map(type -> number(type, name))
                            .orElseGet(
                                    () -> Shape.unspecified(text(path) + " is not declared in this file", path.span()));
        }
        if (simple.isPresent()) {
            return number(simple.get(), name);
        }
        if (isBinding(path, env)) {
            return binding(name, path);
        }
        Optional<Type> number = RustStandard.numberLike(name, types.target().abi());
        if (number.isPresent()) {
            return name.startsWith("NonZero") ? Shape.neverNull(number.get()) : Shape.of(number.get());
        }
        if (name.equals("PhantomPinned")) {
            return nothing(name);
        }
        List<RustType.Argument> arguments = path.last().arguments();
        if (arguments.size() == 1 && arguments.getFirst() instanceof RustType.Argument.OfType(RustType inner)) {
            if (name.equals("Option")) {
                return option(inner, path, env);
            }
            Optional<RustStandard.Wrapper> wrapper = RustStandard.wrapper(name);
            if (wrapper.isPresent()) {
                return wrapped(wrapper.get(), inner, path, env);
            }
        }
        return Shape.unspecified(switch (name) {
            case "String", "Vec", "Rc", "Arc", "Mutex", "HashMap", "RefCell", "Duration", "Instant", "Result", "Option",
                    "Box", "KVec", "SpinLock" ->
                "Rust promises no layout for " + text(path);
            default -> text(path) + " is not declared in this file";
        }, path.span());
    }

    /** A plain number; what the compiler's version decides about it is said. */
    private Shape number(Type type, String name) {
        boolean wide = name.equals("u128") || name.equals("i128");
        return Shape.of(type).assuming(!wide ? "" : switch (types.target().abi()) {
            case X86_64 -> "rustc 1.77 or newer, which aligns " + name + " to 16 bytes; older ones align it to 8";
            case I386 -> "rustc 1.77 or newer, which aligns " + name + " to 16 bytes; older ones align it less";
            case AARCH64, ARM, RISCV64 -> "";
        });
    }

    private Shape binding(String name, RustType.Path path) {
        return types.binding(name).map(Shape::of).orElseGet(
                () -> Shape.unspecified("the C type " + name + " is not declared in this file", path.span()));
    }

    /** Whether a path may lead to the standard library or the kernel's: another crate may call something else Cell. */
    private static boolean isStandard(List<String> names) {
        return names.size() == 1 || switch (names.getFirst()) {
            case "core", "std", "alloc", "kernel", "crate", "self", "super", "mem", "cell", "num", "ptr", "sync",
                    "atomic", "marker", "pin", "types", "option", "boxed" ->
                true;
            default -> false;
        };
    }

    private Shape wrapped(RustStandard.Wrapper wrapper, RustType inner, RustType.Path path, RustEnv env) {
        return switch (wrapper) {
            case SAME -> shape(inner, env).named(text(path), false);
            case NOTHING -> nothing(text(path));
            case POINTER -> pointer(inner, false, path, env);
            case NON_NULL -> pointer(inner, true, path, env);
            case NON_ZERO -> shape(inner, env).named(text(path), true);
        };
    }

    private Shape option(RustType inner, RustType.Path path, RustEnv env) {
        Shape shape = shape(inner, env);
        if (shape.answer() instanceof RustAnswer.Unspecified) {
            return shape;
        }
        return shape.neverNull()
                ? shape.named(text(path), false)
                : Shape.unspecified("Rust promises a layout for Option only around references, Box, NonNull, functions"
                        + " and NonZero numbers, not for " + text(path), path.span());
    }
}
