package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Span;

/**
 * The types that a Rust text declares, with the layouts that Rust promises. Where it promises none, or where the text does
 * not tell, the answer is the reason. Used by one thread.
 */
public final class RustTypes {
    /** Steps that one question may take: far more than any real item needs. */
    private static final int MOST_STEPS = 20_000;

    private final RustFile file;
    private final RustTarget target;
    private final Function<String, Optional<Type>> bindings;
    private final RustScopes scopes;
    private final RustConsts consts;
    private final RustResolver resolver;
    private final RustRecords records;
    private final RustEnums enums;
    private final IdentityHashMap<RustItem, Shape> known = new IdentityHashMap<>();
    private final Map<String, List<RustItem.Constant>> associated = new HashMap<>();
    private final Map<String, List<RustItem.Constant>> constants = new HashMap<>();
    private final IdentityHashMap<RustItem, Boolean> open = new IdentityHashMap<>();
    private int steps;

    /**
     * A struct, union or enum of the text.
     *
     * @param item the item
     * @param answer its layout, or why there is none; a generic item is asked about with its parameters open
     */
    public record Declared(RustItem item, RustAnswer answer) {}

    /** The types of {@code file}, with nothing known of other files. */
    public RustTypes(RustFile file, RustTarget target) {
        this(file, target, _ -> Optional.empty());
    }

    /**
     * The types of {@code file}.
     *
     * @param bindings the C types behind {@code bindings::name} and {@code uapi::name}, by their name
     */
    public RustTypes(RustFile file, RustTarget target, Function<String, Optional<Type>> bindings) {
        this.file = file;
        this.target = target;
        this.bindings = bindings;
        this.scopes = new RustScopes(file.items());
        this.consts = new RustConsts(this, target.abi());
        this.resolver = new RustResolver(this);
        this.records = new RustRecords(this);
        this.enums = new RustEnums(this);
        for (RustItem item : file.items()) {
            if (item instanceof RustItem.Constant constant) {
                (constant.owner().isPresent() ? associated : constants)
                        .computeIfAbsent(item.name(), _ -> new ArrayList<>()).add(constant);
            }
        }
    }

    /** All structs, unions and enums, in the order of the text; those that a {@code cfg} leaves out are left out. */
    public List<Declared> declared() {
        List<Declared> all = new ArrayList<>();
        for (RustItem item : file.items()) {
            boolean type = item instanceof RustItem.Struct || item instanceof RustItem.Enumeration;
            if (type && target.allHold(item.head().conditions()).orElse(true)) {
                all.add(new Declared(item, layoutOf(item)));
            }
        }
        return all;
    }

    /** All {@code type} items of the text's top level and modules, with what they stand for. */
    public List<Declared> aliases() {
        List<Declared> all = new ArrayList<>();
        for (RustItem item : file.items()) {
            boolean local = item.head().path().stream().anyMatch(part -> part.startsWith("fn "));
            if (item instanceof RustItem.Alias && !local && target.allHold(item.head().conditions()).orElse(true)) {
                all.add(new Declared(item, layoutOf(item)));
            }
        }
        return all;
    }

    /** The layout of one item of the text. */
    public RustAnswer layoutOf(RustItem item) {
        steps = 0;
        return shapeOf(item, List.of(), RustEnv.at(item.head().path()), true).answer();
    }

    /** The layout of a type as written somewhere in the text; {@code path} is the scope to resolve its names in. */
    public RustAnswer typeOf(RustType type, List<String> path) {
        steps = 0;
        return resolver.shape(type, RustEnv.at(path)).answer();
    }

    /** The value of a constant of the text's top level or of one of its modules, by its name; empty when it is not known. */
    public Optional<Long> constant(String name) {
        steps = 0;
        for (RustItem.Constant constant : constants.getOrDefault(name, List.of())) {
            if (step() && target.allHold(constant.head().conditions()).orElse(false)
                    && consts.constant(constant) instanceof RustValue.Known number
                    && number.value().bitLength() <= 64) {
                return Optional.of(number.value().longValue());
            }
        }
        return Optional.empty();
    }

    /** Why a constant has no value that is known. */
    public String whyNot(String name) {
        steps = 0;
        for (RustItem.Constant constant : constants.getOrDefault(name, List.of())) {
            if (step() && consts.constant(constant) instanceof RustValue.Unknown unknown) {
                return unknown.reason();
            }
        }
        return "its conditions do not hold, or it has more than 64 bits";
    }

    RustTarget target() {
        return target;
    }

    RustFile file() {
        return file;
    }

    RustScopes scopes() {
        return scopes;
    }

    RustConsts consts() {
        return consts;
    }

    RustResolver resolver() {
        return resolver;
    }

    Optional<Type> binding(String name) {
        return bindings.apply(name);
    }

    /** Counts one step; false when the question has taken too many. */
    boolean step() {
        return ++steps < MOST_STEPS;
    }

    /** The shape of an item with {@code arguments} for its generic parameters. */
    Shape shapeOf(RustItem item, List<RustType.Argument> arguments, RustEnv outer, boolean parametersOpen) {
        boolean plain = item.head().generics().parameters().isEmpty();
        Shape shape = known.get(item);
        if (shape != null && plain) {
            return shape;
        }
        if (!step()) {
            return Shape.unspecified("it is too complex", item.head().nameSpan());
        }
        // A generic item may contain itself with other arguments; whoever does that without end runs out of steps.
        if (open.put(item, true) != null && plain) {
            return Shape.unspecified(item.name() + " contains itself", item.head().nameSpan());
        }
        RustEnv env = RustEnv.inside(item, arguments, outer, parametersOpen);
        if (plain) {
            RustType self = new RustType.Path(List.of(new RustType.Segment(item.name(), List.of())),
                    item.head().nameSpan());
            env = env.withSelf(RustEnv.Bound.of(new RustType.Argument.OfType(self), env));
        }
        shape = checked(item, env);
        open.remove(item);
        if (plain && steps < MOST_STEPS) {
            known.put(item, shape);
        }
        return shape;
    }

    /** Whether what stands in this macro is the text of an item to be made, with holes in it, and no item yet. */
    private static boolean isTemplate(String macro) {
        return switch (macro) {
            case "macro_rules", "quote", "quote_spanned", "parse_quote", "parse_quote_spanned", "stringify" -> true;
            default -> false;
        };
    }

    private Shape checked(RustItem item, RustEnv env) {
        RustItem.Head head = item.head();
        if (head.macro().isPresent() && isTemplate(head.macro().get())) {
            return Shape.unspecified(item.name() + " stands in the definition of a macro, which is a template",
                    head.nameSpan());
        }
        if (head.damaged()) {
            return Shape.unspecified(head.macro().map(macro -> item.name() + " is made by the macro " + macro
                    + "!, from words of its own").orElse(item.name() + " is half typed"), head.nameSpan());
        }
        if (target.allHold(head.conditions()).isEmpty()) {
            return Shape.unspecified("whether " + item.name() + " exists depends on a cfg that is not known here",
                    head.nameSpan());
        }
        RustRepr repr = RustRepr.of(head.attributes(), target);
        if (!repr.unknown().isEmpty()) {
            return Shape.unspecified(repr.unknown(), head.nameSpan());
        }
        Shape shape = switch (item) {
            case RustItem.Struct struct -> records.struct(struct, repr, env);
            case RustItem.Enumeration enumeration -> enums.enumeration(enumeration, repr, env);
            case RustItem.Alias alias -> resolver.shape(alias.type(), env);
            case RustItem.Constant _,RustItem.Import _,RustItem.Module _ ->
                Shape.unspecified(item.name() + " is no type", head.nameSpan());
        };
        if (item instanceof RustItem.Alias) {
            return shape;
        }
        String strange = repr.strange().isEmpty()
                ? ""
                : "#[" + String.join("], #[", repr.strange()) + "] leaves " + item.name() + " as it is";
        String macro = head.macro().map(name -> "the macro " + name + "! leaves " + item.name() + " as it is")
                .orElse("");
        return shape.assuming(strange).assuming(macro);
    }

    /** The items that a path names, of those that {@code cfg} does not leave out. */
    Optional<RustItem> itemOf(RustType.Path path, RustEnv env) {
        return resolver.item(path, env, 0);
    }

    /** The associated constants {@code name} of a type's {@code impl} blocks. */
    List<RustItem.Constant> associated(RustItem type, String name) {
        List<RustItem.Constant> found = new ArrayList<>();
        for (RustItem.Constant constant : associated.getOrDefault(name, List.of())) {
            if (constant.owner().isPresent() && constant.owner().get() instanceof RustType.Path owner && step()
                    && itemOf(owner, RustEnv.at(constant.head().path())).filter(type::equals).isPresent()) {
                found.add(constant);
            }
        }
        return found;
    }

    /** The name of the integer type that a type is in the end, {@code bool} and {@code char} included; else empty. */
    String integerName(RustType type, RustEnv env) {
        if (resolver.shape(type, env).answer() instanceof RustAnswer.Known(Type found, String _)) {
            Type at = found;
            while (at instanceof Type.Typedef typedef) {
                boolean integer = RustStandard.integer(typedef.name(), target.abi()).isPresent()
                        || typedef.name().equals("bool") || typedef.name().equals("char");
                if (integer) {
                    return typedef.name();
                }
                if (typedef.name().startsWith("c_") && typedef.target() instanceof Type.Int number) {
                    return (target.abi().isSigned(number.kind()) ? "i" : "u")
                            + target.abi().sizeOf(number.kind()) * 8;
                }
                at = typedef.target();
            }
        }
        return "";
    }

    RustValue discriminant(RustItem.Enumeration enumeration, String variant) {
        return enums.discriminant(enumeration, variant);
    }

    /** {@code size_of} or {@code align_of} of a type. */
    RustValue measure(RustType type, boolean size, Span span, RustEnv env) {
        return records.measure(resolver.shape(type, env).answer(), size, span);
    }

    RustValue offsetOf(RustExpr.OffsetOf offset, RustEnv env) {
        return records.offsetOf(resolver.shape(offset.type(), env).answer(), offset);
    }
}
