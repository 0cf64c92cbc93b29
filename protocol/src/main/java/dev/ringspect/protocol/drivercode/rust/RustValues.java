package dev.ringspect.protocol.drivercode.rust;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.syntax.rust.RustCall;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.syntax.rust.RustFunction;
import dev.ringspect.protocol.syntax.rust.RustItem;
import dev.ringspect.protocol.syntax.rust.RustOperand;
import dev.ringspect.protocol.syntax.rust.RustType;
import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Span;

/** The types of values in the functions of a Rust text, as far as this text alone tells them. */
final class RustValues {
    private static final int DEEPEST = 16;

    private final RustFile file;
    private final Map<List<String>, RustFunction> functions = new HashMap<>();
    private final Map<String, RustItem> items = new HashMap<>();
    /** What other names for types stand for. */
    private final Map<String, String> aliases = new HashMap<>();

    RustValues(RustFile file) {
        this.file = file;
        file.functions().forEach(function -> functions.putIfAbsent(function.path(), function));
        for (RustItem item : file.items()) {
            switch (item) {
                case RustItem.Struct _,RustItem.Enumeration _ -> items.putIfAbsent(item.name(), item);
                case RustItem.Alias(var _, RustType type) -> aliases.putIfAbsent(item.name(), name(type));
                case RustItem.Import(var _, List<String> target) when !target.isEmpty() ->
                    aliases.putIfAbsent(item.name(), target.getLast());
                case RustItem.Import _,RustItem.Constant _,RustItem.Module _ -> {
                }
            }
        }
    }

    /** The name of the type of what a method is called of, references and other names for it taken off. */
    Optional<String> receiver(RustCall call) {
        return function(call).flatMap(function -> call.object()
                .flatMap(operand -> type(operand, function, call.nameSpan().start(), 0)))
                .map(type -> declared(name(bare(type))));
    }

    private String declared(String name) {
        String now = name;
        for (int i = 0; i < DEEPEST && aliases.containsKey(now); i++) {
            now = aliases.getOrDefault(now, now);
        }
        return now;
    }

    /** The type of the first argument of a call, references taken off. */
    Optional<RustType> argument(RustCall call) {
        return function(call).flatMap(function -> call.argument()
                .flatMap(operand -> type(operand, function, call.span().start(), 0)).map(RustValues::bare));
    }

    /** The type that a {@code let} expects of a call, which wraps its answer in a {@code Result}. */
    Optional<RustType> expected(RustCall call) {
        return call.expected().map(RustValues::unwrapped);
    }

    /** The struct, union or enum that a type names. */
    Optional<RustItem> item(RustType type) {
        return item(name(bare(type)));
    }

    /** The struct, union or enum of this text that has this name. */
    Optional<RustItem> item(String name) {
        return Optional.ofNullable(items.get(name));
    }

    private Optional<RustFunction> function(RustCall call) {
        return Optional.ofNullable(functions.get(call.path()));
    }

    private Optional<RustType> type(RustOperand operand, RustFunction function, int at, int depth) {
        Budget.check();
        if (depth > DEEPEST) {
            return Optional.empty();
        }
        return switch (operand) {
            case RustOperand.Of(RustType type) -> name(type).equals("Self") ? function.owner() : Optional.of(type);
            case RustOperand.Named(String name) -> name.equals("self")
                    ? function.owner()
                    : local(name, function, at).flatMap(local -> local.type()
                            .or(() -> local.value()
                                    .flatMap(value -> type(value, function, local.from() - 1, depth + 1))));
            case RustOperand.Field(RustOperand of, String name) ->
                type(of, function, at, depth + 1).flatMap(this::item).flatMap(item -> field(item, name));
            case RustOperand.Called(RustType.Path called) -> result(called, function);
        };
    }

    /** The newest of the values called {@code name} that are known at {@code at}. */
    private static Optional<RustFunction.Local> local(String name, RustFunction function, int at) {
        List<RustFunction.Local> known = function.locals().stream()
                .filter(local -> local.name().equals(name) && local.from() <= at && at < local.to()).toList();
        return known.isEmpty() ? Optional.empty() : Optional.of(known.getLast());
    }

    private static Optional<RustType> field(RustItem item, String name) {
        return item instanceof RustItem.Struct struct && item.head().generics().parameters().isEmpty()
                ? struct.fields().stream().filter(field -> field.name().equals(name)).map(field -> field.type())
                        .findFirst()
                : Optional.empty();
    }

    /** What a function answers, as its signature has it. */
    Optional<RustType> result(RustFunction function) {
        String owner = function.owner().map(type -> name(type) + "::").orElse("");
        return Optional.ofNullable(file.results().get(owner + function.name()));
    }

    private Optional<RustType> result(RustType.Path called, RustFunction function) {
        List<RustType.Segment> names = called.segments();
        String name = names.getLast().name();
        if (names.size() == 1) {
            return Optional.ofNullable(file.results().get(name)).map(RustValues::unwrapped);
        }
        String of = names.get(names.size() - 2).name();
        String owner = of.equals("Self") ? function.owner().map(RustValues::name).orElse(of) : of;
        Span before = new Span(called.span().start(), called.span().end() - name.length() - "::".length());
        RustType self = new RustType.Path(names.subList(0, names.size() - 1), before);
        Optional<RustType> whole = of.equals("Self") ? function.owner() : Optional.of(self);
        return Optional.ofNullable(file.results().get(owner + "::" + name)).map(RustValues::unwrapped)
                .flatMap(type -> name(type).equals("Self") ? whole : Optional.of(type));
    }

    private static RustType bare(RustType type) {
        return type instanceof RustType.Pointer(RustType target, boolean reference, var _) && reference
                ? bare(target)
                : type;
    }

    private static RustType unwrapped(RustType type) {
        boolean wrapped = name(type).equals("Result") || name(type).equals("Option");
        return wrapped && type instanceof RustType.Path path && !path.segments().getLast().arguments().isEmpty()
                && path.segments().getLast().arguments()
                        .getFirst() instanceof RustType.Argument.OfType(RustType inner) ? inner : type;
    }

    private static String name(RustType type) {
        return type instanceof RustType.Path path && !path.segments().isEmpty()
                ? path.segments().getLast().name()
                : "";
    }
}
