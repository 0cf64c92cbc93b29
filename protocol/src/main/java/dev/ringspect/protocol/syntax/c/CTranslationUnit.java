package dev.ringspect.protocol.syntax.c;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.pp.Embedding;
import dev.ringspect.protocol.syntax.c.pp.MissingHeader;
import dev.ringspect.protocol.syntax.c.pp.Preprocessed;
import dev.ringspect.protocol.syntax.c.pp.Preprocessor;
import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.Tokens;

/**
 * A C header or source with all that it includes: its types, laid out for one ABI, and its constants. Immutable but for
 * what the layout engine remembers; used by one thread.
 */
public final class CTranslationUnit {
    private final String uri;
    private final Abi abi;
    private final Preprocessed preprocessed;
    private final CTypes types;
    private final List<Problem> problems;
    private final List<String> assumptions;
    private final Set<Integer> regions;
    private final Function<Abi, CTranslationUnit> reading;
    private final Map<Abi, CTranslationUnit> others = new EnumMap<>(Abi.class);

    private CTranslationUnit(String uri, CConfiguration configuration, Preprocessed preprocessed,
            List<String> assumptions, Optional<Embedding> embedding, ForeignNames foreign,
            Function<Abi, CTranslationUnit> reading, List<Problem> refused) {
        this.uri = uri;
        this.reading = reading;
        this.abi = configuration.abi();
        this.preprocessed = preprocessed;
        this.assumptions = List.copyOf(assumptions);
        UnitProblems found = new UnitProblems(uri, preprocessed, embedding);
        this.types = new CTypes(abi, preprocessed::locate, preprocessed::packAt,
                found::note, embedding.isPresent(), CConfiguration.isCpp(uri), foreign);
        Set<String> starters = new HashSet<>(CParser.starters());
        embedding.ifPresent(_ -> starters.add(Embedding.MARK));
        TokenCursor cursor = new TokenCursor(preprocessed.tokens(), starters);
        CParser parser = CParser.ofText(cursor, () -> embedding.isEmpty() || !isOwn(cursor.span()));
        Set<Integer> seen = new HashSet<>();
        while (!cursor.atEnd()) {
            int before = cursor.position();
            if (cursor.is(Embedding.MARK)) {
                seen.add(preprocessed.locate(cursor.span()).span().start());
            } else {
                parser.declaration().ifPresent(types::declare);
            }
            if (cursor.position() == before) {
                cursor.advance();
            }
        }
        types.mentioned().report(types.scope().tags, found::note);
        cursor.problems().forEach(found::note);
        refused.forEach(found::note);
        problems = found.sorted();
        regions = Set.copyOf(seen);
    }

    private boolean isOwn(Span span) {
        return preprocessed.locate(span).source().equals(uri);
    }

    /** Reads {@code uri}, a text of {@code sources}, as it is. Whatever the text is, this gives a unit. */
    public static CTranslationUnit parse(Sources sources, String uri, CConfiguration configuration) {
        return parse(sources, uri, configuration, List.of());
    }

    /** Reads {@code uri} after {@code prelude}. */
    static CTranslationUnit parse(Sources sources, String uri, CConfiguration configuration, List<String> prelude) {
        List<String> assumptions = new ArrayList<>();
        configuration.system().foreign().ifPresent(machine -> assumptions
                .add("no headers of " + configuration.abi().word() + " are installed; those of " + machine
                        + " stand in"));
        if (!prelude.isEmpty()) {
            assumptions.add("the file does not compile alone; it was read after " + String.join(", ", prelude));
        }
        Preprocessed text = Preprocessor.run(sources, uri, configuration.of(uri).options(prelude),
                configuration.headers());
        return new CTranslationUnit(uri, configuration, text, assumptions, Optional.empty(), ForeignNames.NONE,
                abi -> parse(sources, uri, configuration.in(abi), prelude), List.of());
    }

    /**
     * Reads the C of a text that is of another language too, with the headers that its regions include. More is wrong here
     * than in a header, since no other compiler reads the text.
     *
     * @param sources where headers come from
     * @param foreign what the text can name though no C declares it
     */
    public static CTranslationUnit parse(Sources sources, Embedding embedding, ForeignNames foreign,
            CConfiguration configuration) {
        Preprocessed text = Preprocessor.run(sources, embedding, configuration.options(List.of()),
                configuration.headers());
        return new CTranslationUnit(embedding.source().uri(), configuration, text, List.of(), Optional.of(embedding),
                foreign, abi -> parse(sources, embedding, foreign, configuration.in(abi)), List.of());
    }

    /**
     * Reads {@code uri}, and once more after the headers that people include first when there is a type in it that is not
     * known alone. {@link #assumptions} says so. A text that is more than can be followed is a unit of nothing with a
     * problem that says so.
     */
    public static CTranslationUnit parseLone(Sources sources, String uri, CConfiguration configuration) {
        try {
            return Budget.within(() -> parseFollowed(sources, uri, configuration));
        } catch (Budget.Ended ended) {
            if (!ended.exceeded()) {
                throw ended;
            }
            return refused(uri, configuration, "reading this file took more than " + Budget.SECONDS
                    + " s of processor time, and was given up; it declares or includes too much");
        } catch (StackOverflowError deep) {
            return refused(uri, configuration, "something in this file, or in what it includes, is nested too deeply");
        } catch (OutOfMemoryError big) {
            return refused(uri, configuration, "this file, with what it includes, needs more memory than there is");
        }
    }

    private static CTranslationUnit refused(String uri, CConfiguration configuration, String why) {
        Preprocessed nothing = Preprocessor.run(Sources.of(SourceText.of(uri, "")), uri,
                configuration.options(List.of()), configuration.headers());
        return new CTranslationUnit(uri, configuration, nothing, List.of(), Optional.empty(), ForeignNames.NONE,
                abi -> refused(uri, configuration.in(abi), why),
                List.of(new Problem(new Span(0, 0), Severity.ERROR, why)));
    }

    private static CTranslationUnit parseFollowed(Sources sources, String uri, CConfiguration configuration) {
        CTranslationUnit alone = parse(sources, uri, configuration);
        if (alone.errors() == 0) {
            return alone;
        }
        CTranslationUnit behind = parse(sources, uri, configuration, CConfiguration.PRELUDE);
        return behind.errors() < alone.errors() ? behind : alone;
    }

    private long errors() {
        return problems.stream().filter(problem -> problem.severity() == Severity.ERROR).count();
    }

    /** The ABI that the types are of: conditions of the preprocessor may depend on it. */
    public Abi abi() {
        return abi;
    }

    /** The same text read for programs of {@code other}: with that one's macros and headers. Made when first asked for. */
    public CTranslationUnit in(Abi other) {
        return other == abi ? this : others.computeIfAbsent(other, reading);
    }

    /** What {@code struct} of this unit is in programs of {@code other}; empty where nothing is called so there. */
    public Optional<Type.Struct> counterpart(Type.Struct struct, Abi other) {
        return other == abi ? Optional.of(struct) : in(other).known(struct.display());
    }

    /** The struct or union of that name, by its tag or by a typedef, if it has a layout. */
    private Optional<Type.Struct> known(String display) {
        return type(display).or(() -> type(display.substring(display.indexOf(' ') + 1))).map(Type::bare)
                .filter(Type.Struct.class::isInstance).map(Type.Struct.class::cast)
                .filter(struct -> unknown(struct).isEmpty());
    }

    /** What is wrong with the unit's own file. */
    public List<Problem> problems() {
        return problems;
    }

    /** What had to be taken for granted, each a sentence without its full stop; empty as a rule. */
    public List<String> assumptions() {
        return assumptions;
    }

    /** The URIs of the unit's file and of all headers that were read: a change in one of them changes the unit. */
    public List<String> files() {
        return List.copyOf(preprocessed.files().keySet());
    }

    /** Whether conditions let the region of another language through that starts at {@code offset}. */
    public boolean hasRegion(int offset) {
        return regions.contains(offset);
    }

    /** The URI of the header that a region includes which names it at {@code offset}. */
    public Optional<String> importedAt(int offset) {
        return preprocessed.importedAt(offset);
    }

    /** Where headers were looked for in vain, as URIs: a file that comes to be there changes the unit. */
    public Set<String> absentFiles() {
        return preprocessed.absent();
    }

    /** The headers that were asked for in vain, by the unit's own file or one that it includes. */
    public List<MissingHeader> missingHeaders() {
        return preprocessed.missing();
    }

    /** The unit's own file; without characters when it could not be read. */
    public SourceText source() {
        return preprocessed.files().getOrDefault(uri, SourceText.of(uri, ""));
    }

    /** The text of one of {@link #files}, for the lines of locations. */
    public Optional<SourceText> source(String file) {
        return Optional.ofNullable(preprocessed.files().get(file));
    }

    /** All structs and unions with a tag and members, those of headers too, what a type holds before it. */
    public List<Type.Struct> structs() {
        return Collections.unmodifiableList(types.structs());
    }

    /** All enums with constants. */
    public List<Type.EnumType> enums() {
        return Collections.unmodifiableList(types.enums());
    }

    /** All typedefs by name. */
    public Map<String, Type.Typedef> typedefs() {
        return Collections.unmodifiableMap(types.scope().typedefs);
    }

    /** Where the name of a typedef was declared. */
    public Optional<Location> typedefPlace(String name) {
        return Optional.ofNullable(types.typedefPlaces().get(name));
    }

    /** A type by the name that C uses for it: {@code struct point}, {@code enum color}, {@code __u32}. */
    public Optional<Type> type(String name) {
        return types.scope().tagged(name).or(() -> types.scope().named(name).map(types.scope()::completed));
    }

    /** The size of a type as an expression names it; empty when it has none. */
    public OptionalLong sizeOf(Expr.TypeName name) {
        long size = types.scope().type(name).map(types.scope()::sizeOf).orElse(-1L);
        return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** The layout of a type of this unit. */
    public StructLayout layout(Type.Struct struct) {
        return types.scope().engine.layout(struct);
    }

    /** Why a type of this unit has no layout that could be relied on; empty when it has one. */
    public Optional<String> unknown(Type.Struct struct) {
        return types.unknown(struct);
    }

    /** The value of an enumerator, or of a {@code #define} that is a constant expression; foreign ones included. */
    public OptionalLong constant(String name) {
        Optional<CValue> enumerator = types.scope().constant(name);
        if (enumerator.isPresent()) {
            return OptionalLong.of(enumerator.get().bits());
        }
        Optional<SourceText> text = preprocessed.expansion(name);
        return text.isEmpty() ? OptionalLong.empty() : evaluate(text.get());
    }

    /** Why a name that the unit declares is no constant number, and where it is declared. */
    public record NoNumber(String why, Location where) {}

    /** Why {@code name} is no constant though the unit has it; empty where nothing is called so, or it is one. */
    public Optional<NoNumber> noNumber(String name) {
        Optional<NoNumber> enumerator = types.noNumber(name);
        Optional<Location> macro = preprocessed.macroPlace(name);
        if (enumerator.isPresent() || macro.isEmpty() || constant(name).isPresent()) {
            return enumerator.or(() -> macro.isPresent() ? Optional.empty() : variable(name));
        }
        String why = preprocessed.takesArguments(name)
                ? "it takes arguments"
                : preprocessed.expansion(name).map(text -> value(text) instanceof Computed.Unknown(String unknown)
                        ? unknown
                        : "").orElse("what it stands for is too long or calls a macro the wrong way");
        return Optional.of(new NoNumber(why, macro.get()));
    }

    /** A variable, whose value no C compiler takes for a constant: {@code static const int x = 3;}. */
    private Optional<NoNumber> variable(String name) {
        Tokens tokens = preprocessed.tokens();
        TokenCursor cursor = new TokenCursor(tokens);
        while (!cursor.atEnd()) {
            if (cursor.is(name) && cursor.is(1, "=")) {
                return Optional.of(new NoNumber("a variable is no constant expression",
                        preprocessed.locate(cursor.span())));
            }
            cursor.advance();
        }
        return Optional.empty();
    }

    private OptionalLong evaluate(SourceText text) {
        return switch (value(text)) {
            case Computed.Value(long value) -> OptionalLong.of(value);
            case Computed.Unknown _ -> OptionalLong.empty();
        };
    }

    /** What a constant expression comes to. */
    public sealed interface Computed {
        /** A number, as a 64-bit pattern. */
        record Value(long value) implements Computed {}

        /** None, and why. */
        record Unknown(String why) implements Computed {}
    }

    /**
     * The value of {@code text}, the use of a macro with arguments such as {@code MAKE(3)}; empty when the unit has no such
     * macro.
     *
     * @param name the macro's name, with which the text starts
     */
    public Optional<Computed> macro(String name, String text) {
        if (!preprocessed.takesArguments(name)) {
            return Optional.empty();
        }
        return Optional.of(switch (preprocessed.expand(text)) {
            case Preprocessed.Expansion.Text(SourceText expanded) -> switch (value(expanded)) {
                case Computed.Value number -> number;
                case Computed.Unknown(String why) ->
                    new Computed.Unknown(name + " stands for '" + shortened(expanded.text()) + "', and " + why);
            };
            case Preprocessed.Expansion.Wrong(String why) -> new Computed.Unknown(why);
        });
    }

    /** The names of the macros that take arguments. */
    public List<String> macrosWithArguments() {
        return preprocessed.withArguments();
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    private Computed value(SourceText text) {
        Tokens tokens = Tokens.of(text);
        TokenCursor cursor = new TokenCursor(tokens);
        Optional<Expr> expression = tokens.problems().isEmpty()
                ? new ExprParser(cursor, types.scope().typedefs::containsKey).parse()
                : Optional.empty();
        if (expression.isEmpty() || !cursor.atEnd()) {
            return new Computed.Unknown("that is no constant expression");
        }
        return switch (types.scope().evaluator.evaluate(expression.get())) {
            case ConstantEvaluator.Outcome.Known(CValue value) -> new Computed.Value(value.bits());
            case ConstantEvaluator.Outcome.Unknown unknown -> new Computed.Unknown(unknown.why());
        };
    }

    /** A constant: its value as a 64-bit pattern, and where its name was declared. */
    public record Constant(String name, long value, Location where) {}

    /** All constants of the unit's file and its headers, by name; computed anew with each call. */
    public Map<String, Constant> constants() {
        Map<String, Constant> found = new TreeMap<>();
        constants(constant -> found.put(constant.name(), constant));
        return found;
    }

    /** Gives {@code each} all constants of the unit's file and its headers, in no order; of two with one name the last counts. */
    public void constants(Consumer<Constant> each) {
        for (Type.EnumType type : types.enums()) {
            for (Type.Enumerator one : type.enumerators()) {
                one.where().ifPresent(where -> each.accept(new Constant(one.name(), one.value(), where)));
            }
        }
        preprocessed.constants().forEach((name, where) -> constant(name)
                .ifPresent(value -> each.accept(new Constant(name, value, where))));
    }

    /** A struct or union that a pointer in the unit's own file aims at, {@code struct file}, and where it is named. */
    public record PointedTo(Type.Keyword keyword, Name tag) {}

    /** What pointers of the unit's own file aim at though nothing that was read declares it, not even {@code struct file;}. */
    public List<PointedTo> undeclaredTargets() {
        return types.mentioned().undeclared(types.scope().tags).stream().filter(target -> isOwn(target.tag().span()))
                .map(target -> new PointedTo(target.keyword(),
                        new Name(target.tag().text(), preprocessed.locate(target.tag().span()).span())))
                .toList();
    }

    /** Whether the unit declares {@code struct file;} and no more of it. */
    public boolean isAnnounced(String display) {
        return types.mentioned().isAnnounced(display);
    }

    /** A type that has no layout which could be relied on. */
    public record WithoutLayout(Type.Struct type, String why) {}

    /** All types with a tag that have no layout, in the order of the text. */
    public List<WithoutLayout> withoutLayout() {
        List<WithoutLayout> found = new ArrayList<>();
        types.structs().forEach(type -> unknown(type).ifPresent(why -> found.add(new WithoutLayout(type, why))));
        return found;
    }
}
