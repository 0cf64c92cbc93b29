package dev.ringspect.protocol.resolve.type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.expr.Symbols;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.MemberOffset;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Spelling;
import dev.ringspect.protocol.uapi.UapiConstants;

/**
 * The constants of a file: its own, those of its imports, of a BTF file those that it names; what none of these has may be an
 * opcode or a flag of io_uring.
 */
public final class Constants implements Symbols {
    private final SourceText source;
    private final CTranslationUnit unit;
    private final ImportedTypes foreign;
    private final Function<Location, Optional<Integer>> lines;
    private final List<Problem> problems;
    private final Map<String, Long> values = new HashMap<>();
    private final Map<String, Location> places;
    private Map<String, Long> copy = Map.of();

    Constants(SourceText source, CTranslationUnit unit, ImportedTypes foreign, List<Problem> problems) {
        this.source = source;
        this.foreign = foreign;
        this.lines = where -> unit.source(where.source()).or(() -> foreign.text(where.source()))
                .map(text -> text.position(where.span().start()).line() + 1);
        this.unit = unit;
        this.problems = problems;
        Map<String, Location> places = new HashMap<>();
        foreign.constants().forEach((name, constant) -> {
            values.put(name, constant.value());
            constant.where().ifPresent(where -> places.put(name, where));
        });
        unit.constants(constant -> {
            values.put(constant.name(), constant.value());
            places.put(constant.name(), constant.where());
        });
        this.places = Map.copyOf(places);
    }

    /** The value of {@code expression}; empty, with the problem noted, where it is no constant. */
    public OptionalLong evaluate(Expr expression) {
        Expression.Compiled compiled = Expression.compile(expression, this);
        problems.addAll(compiled.problems());
        return compiled.expression().map(Expression::constant).orElse(OptionalLong.empty());
    }

    @Override
    public Optional<Symbol> find(String path) {
        Long value = values.get(path);
        if (value == null) {
            OptionalLong found = unit.constant(path);
            if (found.isEmpty()) {
                Long uapi = UapiConstants.ALL.get(path);
                return uapi == null ? Optional.empty() : Optional.of(new Symbol.Constant(uapi, false));
            }
            value = found.getAsLong();
            values.put(path, value);
        }
        return Optional.of(new Symbol.Constant(value, false));
    }

    /** A constant of the file or its imports; unlike {@link #find} this notes nothing, so that threads can share it. */
    public Optional<Long> value(String name) {
        Long value = copy.get(name);
        OptionalLong found = value == null ? unit.constant(name) : OptionalLong.of(value);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getAsLong());
    }

    /** Why a name that the file or an import declares is no number, with the place of its declaration. */
    @Override
    public Optional<String> unusable(String path) {
        Optional<CTranslationUnit.NoNumber> known = values.containsKey(path) || UapiConstants.ALL.containsKey(path)
                ? Optional.empty()
                : unit.noNumber(path).or(() -> foreign.noNumber(path));
        return known.map(one -> path + " is no number: " + one.why() + place(one.where()));
    }

    private String place(Location where) {
        String file = where.source().substring(where.source().lastIndexOf('/') + 1);
        return lines.apply(where).map(line -> " (" + file + ":" + line + ")").orElse(" (" + file + ")");
    }

    @Override
    public String missing(String path) {
        return "no constant is called '" + path + "'" + Spelling.hint(path, values.keySet());
    }

    /** A macro with parameters, of the file or of a header, through the preprocessor. */
    @Override
    public Called call(Expr.Call call) {
        return unit.macro(call.name(), source.slice(call.span())).<Called>map(computed -> switch (computed) {
            case CTranslationUnit.Computed.Value(long value) -> new Called.Value(value);
            case CTranslationUnit.Computed.Unknown(String why) ->
                new Called.Unknown("'" + call.name() + "' has no value here: " + why);
        }).orElseGet(() -> {
            List<String> known = new ArrayList<>(List.of("_IO", "_IOR", "_IOW", "_IOWR", "BIT"));
            known.addAll(unit.macrosWithArguments());
            return new Called.Unknown("no macro with parameters is called '" + call.name() + "'"
                    + Spelling.hint(call.name(), known));
        });
    }

    @Override
    public Abi abi() {
        return unit.abi();
    }

    @Override
    public OptionalLong offsetOf(Expr.TypeName type, String path) {
        return unit.type(type.name()).map(found -> MemberOffset.of(new LayoutEngine(unit.abi()), found, path))
                .orElse(OptionalLong.empty());
    }

    @Override
    public OptionalLong sizeOf(Expr.TypeName type) {
        return unit.sizeOf(type);
    }

    /** All constants with their values, those of a BTF file as far as they were named. */
    public Map<String, Long> all() {
        if (copy.size() != values.size()) {
            // a value never changes, and a big header has thousands
            copy = Map.copyOf(values);
        }
        return copy;
    }

    /** Where constants are declared. */
    public Map<String, Location> places() {
        return places;
    }
}
