package dev.ringspect.protocol.syntax.c;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.BuiltinTypes;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.MemberOffset;
import dev.ringspect.protocol.layout.Type;

/** What the declarations read so far have named. */
final class Scope implements ConstantEvaluator.Scope {
    final LayoutEngine engine;
    final Map<String, Type> tags = new LinkedHashMap<>();
    final Map<String, Type.Typedef> typedefs = new LinkedHashMap<>();
    final Map<String, CValue> constants = new HashMap<>();
    final ConstantEvaluator evaluator;
    private final ForeignNames foreign;

    Scope(Abi abi, ForeignNames foreign) {
        this.foreign = foreign;
        engine = new LayoutEngine(abi);
        evaluator = new ConstantEvaluator(abi, this);
    }

    Optional<Type> named(String name) {
        Type.Typedef typedef = typedefs.get(name);
        if (typedef != null) {
            return Optional.of(completed(typedef));
        }
        return BuiltinTypes.find(name).or(() -> CompilerTypes.find(name, engine.abi())).or(() -> foreign.type(name));
    }

    /** The type with a tag, {@code struct point}. */
    Optional<Type> tagged(String display) {
        Type type = tags.get(display);
        return type == null ? foreign.type(display) : Optional.of(type);
    }

    /** {@code type}, with tags in it that were declared since it was named. */
    Type completed(Type type) {
        if (!isCompletedSince(type)) {
            return type;
        }
        return switch (type) {
            case Type.Typedef typedef -> {
                Type.Typedef again = new Type.Typedef(typedef.name(), completed(typedef.target()), typedef.align());
                if (typedefs.containsKey(typedef.name())) {
                    typedefs.put(typedef.name(), again);
                }
                yield again;
            }
            case Type.Array array -> new Type.Array(completed(array.element()), array.count());
            case Type.Incomplete incomplete -> tags.getOrDefault(incomplete.display(), incomplete);
            case Type.Int _,Type.FloatType _,Type.VoidType _,Type.Pointer _,Type.Struct _,Type.EnumType _,Type.Function _ ->
                type;
        };
    }

    private boolean isCompletedSince(Type type) {
        return switch (type) {
            case Type.Typedef typedef -> isCompletedSince(typedef.target());
            case Type.Array array -> isCompletedSince(array.element());
            case Type.Incomplete incomplete -> tags.containsKey(incomplete.display());
            case Type.Int _,Type.FloatType _,Type.VoidType _,Type.Pointer _,Type.Struct _,Type.EnumType _,Type.Function _ ->
                false;
        };
    }

    @Override
    public Optional<CValue> constant(String name) {
        CValue value = constants.get(name);
        if (value != null) {
            return Optional.of(value);
        }
        OptionalLong outer = foreign.constant(name);
        return outer.isEmpty()
                ? Optional.empty()
                : Optional.of(new CValue(outer.getAsLong(), false, (int) outer.getAsLong() == outer.getAsLong()));
    }

    @Override
    public Optional<Type> type(Expr.TypeName name) {
        Optional<Type> found = tagged(name.name()).or(() -> named(name.name()));
        if (found.isEmpty()) {
            boolean tag = name.name().contains(" ") && name.pointers() > 0;
            found = tag ? Optional.of(new Type.VoidType()) : Optional.empty();
        }
        for (int i = 0; i < name.pointers() && found.isPresent(); i++) {
            found = Optional.of(new Type.Pointer(found.get()));
        }
        for (int i = name.dimensions().size() - 1; i >= 0 && found.isPresent(); i--) {
            if (!(evaluator
                    .evaluate(name.dimensions().get(i)) instanceof ConstantEvaluator.Outcome.Known(CValue length))) {
                return Optional.empty();
            }
            found = Optional.of(new Type.Array(found.get(), Math.clamp(length.bits(), 0, CTypes.LONGEST_ARRAY)));
        }
        return found;
    }

    @Override
    public long sizeOf(Type type) {
        return switch (type.bare()) {
            case Type.Incomplete _ -> -1;
            case Type.VoidType _,Type.Function _ -> 1;
            case Type.Array _,Type.Int _,Type.FloatType _,Type.Pointer _,Type.Struct _,Type.EnumType _,Type.Typedef _ ->
                engine.sizeOf(type);
        };
    }

    @Override
    public long alignOf(Type type) {
        return engine.alignOf(type);
    }

    @Override
    public long preferredAlignOf(Type type) {
        // on i386 it is 8 for what takes 8 bytes, though as a member that lies at multiples of 4
        Type inner = type.innermost();
        boolean wide = engine.abi() == Abi.I386 && (inner instanceof Type.Int || inner instanceof Type.FloatType)
                && engine.sizeOf(inner) == 8 && !(type instanceof Type.Typedef typedef && typedef.align() > 0);
        return wide ? Math.max(8, engine.alignOf(type)) : engine.alignOf(type);
    }

    @Override
    public long offsetOf(Type type, String path) {
        return MemberOffset.of(engine, type, path).orElse(-1);
    }
}
