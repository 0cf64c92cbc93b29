package dev.ringspect.protocol.resolve.type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.c.ForeignNames;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.c.pp.Embedding;
import dev.ringspect.protocol.syntax.uring.UringFile;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Language;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.Spelling;

/** The types and constants of one protocol file: what its C declares, what its headers and other imports bring. */
public final class Types {
    private final String uri;
    private final CTranslationUnit unit;
    private final ImportedTypes foreign;
    private final Constants constants;
    private final List<Type.Struct> structs;
    private final List<Type.EnumType> enums;
    private final Map<String, Type> measured = new HashMap<>();

    public Types(UringFile file, Environment environment, List<Problem> problems) {
        this.uri = file.source().uri();
        this.foreign = new ImportedTypes(file.source(), environment, problems);
        Embedding embedding = embedding(file);
        List<UringItem.Import> imports = file.items().stream().filter(UringItem.Import.class::isInstance)
                .map(UringItem.Import.class::cast).filter(item -> item.kind() != UringItem.Import.Kind.C).toList();
        if (imports.stream().anyMatch(item -> item.kind() == UringItem.Import.Kind.RUST)) {
            // Rust may name C's types as bindings::name, so C is read once without the imports that name it
            CTranslationUnit alone = CTranslationUnit.parse(environment.sources(), embedding, ForeignNames.NONE,
                    environment.c());
            imports.forEach(item -> foreign.add(item, name -> alone.type("struct " + name)
                    .or(() -> alone.type("union " + name)).or(() -> alone.type("enum " + name))
                    .or(() -> alone.type(name))));
        } else {
            imports.forEach(item -> foreign.add(item, _ -> Optional.empty()));
        }
        this.unit = CTranslationUnit.parse(environment.sources(), embedding, foreign, environment.c());
        unit.problems().forEach(problem -> problems.add(explained(file, problem)));
        reportUnimportable(file, problems);
        reportTargets(problems);
        this.constants = new Constants(file.source(), unit, foreign, problems);
        reportOtherLayouts(problems);
        problems.addAll(new OtherLayouts(unit, foreign).ofImports(imports));
        this.structs = unit.structs().stream().filter(struct -> isOwn(struct.where())).toList();
        this.enums = unit.enums().stream().filter(type -> isOwn(type.where())).toList();
    }

    private static Embedding embedding(UringFile file) {
        Map<Integer, Embedding.Header> headers = new HashMap<>();
        for (UringItem item : file.items()) {
            if (item instanceof UringItem.Import(UringItem.Import.Kind kind, UringItem.Quoted path, List<UringItem.Choice> _, Span span)
                    && kind == UringItem.Import.Kind.C && !Language.URING.isOf(path.text())) {
                headers.put(span.start(), new Embedding.Header(path.text(), path.span()));
            }
        }
        return new Embedding(file.source(), file.regions().stream()
                .map(region -> new Embedding.Region(region, Optional.ofNullable(headers.get(region.start()))))
                .toList());
    }

    /** C takes any name behind a pointer; one that nothing declares is most likely a slip. */
    private void reportTargets(List<Problem> problems) {
        for (CTranslationUnit.PointedTo target : unit.undeclaredTargets()) {
            if (foreign.type(target.keyword().word() + " " + target.tag().text()).isEmpty()) {
                problems.add(undeclaredTarget(target.keyword().word(), target.tag()));
            }
        }
    }

    /**
     * What to say about the type that a pointer aims at; empty when it is known, or known to be no more than a name.
     *
     * @param name what C calls it
     */
    public Optional<Problem> target(String name, Span span) {
        int blank = name.lastIndexOf(' ');
        if (named(name).isPresent() || unit.isAnnounced(name)
                || foreign.refused(name.substring(blank + 1)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(undeclaredTarget(blank < 0 ? "" : name.substring(0, blank),
                new Name(name.substring(blank + 1), span)));
    }

    private Problem undeclaredTarget(String keyword, Name name) {
        String known = keyword.isEmpty() ? "type '" + name.text() + "'" : keyword + " " + name.text();
        String only = keyword.equals("struct") || keyword.equals("union")
                ? "; import what does, or write '" + known + ";' where no more than the name is known"
                : "; import what does";
        return new Problem(name.span(), Severity.WARNING,
                "nothing declares " + known + near(keyword, name.text()) + only,
                List.of(), Problem.Kind.UNRESOLVED_NAME);
    }

    /** What C declares goes before what is imported from another language; that must not happen unseen. */
    private void reportOtherLayouts(List<Problem> problems) {
        LayoutEngine engine = new LayoutEngine(unit.abi());
        for (Type.Struct struct : unit.structs()) {
            Optional<Type> other = foreign.type(struct.display());
            if (isOwn(struct.where()) && other.isPresent() && other.get() instanceof Type.Struct theirs
                    && !engine.layout(struct).sameAs(engine.layout(theirs))) {
                Span span = struct.where().orElseThrow().span();
                problems.add(theirs.where()
                        .map(where -> new Problem(span, Severity.ERROR, struct.display()
                                + " is declared with another layout in "
                                + where.source().substring(where.source().lastIndexOf('/') + 1), List.of(where)))
                        .orElseGet(
                                () -> new Problem(span, Severity.WARNING, "the imported type information has another "
                                        + struct.display() + "; the one that is declared here counts")));
            }
        }
    }

    private static void reportUnimportable(UringFile file, List<Problem> problems) {
        for (UringItem item : file.items()) {
            if (item instanceof UringItem.Import(UringItem.Import.Kind _, UringItem.Quoted path, List<UringItem.Choice> _, Span _)
                    && Language.URING.isOf(path.text())) {
                problems.add(new Problem(path.span(), Severity.ERROR,
                        "a protocol file is not imported; put the types that both need into a header"));
            }
        }
    }

    private boolean isOwn(Optional<Location> where) {
        return where.isPresent() && where.get().source().equals(uri);
    }

    /** The file's own structs and unions with a tag, what they hold before them. */
    public List<Type.Struct> structs() {
        return structs;
    }

    /**
     * The structs and unions of the file and of what it imports, what they hold before them; of a BTF file only those that
     * were named. None whose layout can't be known.
     */
    public List<Type.Struct> all() {
        Set<Type.Struct> all = new LinkedHashSet<>();
        foreign.names().stream().sorted().flatMap(name -> foreign.type(name).stream()).map(Type::bare)
                .filter(Type.Struct.class::isInstance).map(Type.Struct.class::cast)
                .filter(struct -> !struct.name().isEmpty()).forEach(all::add);
        unit.structs().stream().filter(struct -> unit.unknown(struct).isEmpty()).forEach(all::add);
        return List.copyOf(all);
    }

    /** The ABI that the types are of. */
    public Abi abi() {
        return unit.abi();
    }

    /** Why the layout of {@code struct} can't be known, empty when it is. */
    public Optional<String> unknown(Type.Struct struct) {
        return unit.unknown(struct);
    }

    /** The enums, those of imports too, that have the constant {@code name}. */
    Stream<Type.EnumType> enumsWith(String name) {
        return unit.enums().stream()
                .filter(type -> type.enumerators().stream().anyMatch(constant -> constant.name().equals(name)));
    }

    /** The file's own enums. */
    public List<Type.EnumType> enums() {
        return enums;
    }

    public Constants constants() {
        return constants;
    }

    /** The type that C calls {@code name}: {@code struct point}, {@code __u32}; a struct also by its typedef. */
    public Optional<Type> named(String name) {
        return unit.type(name).or(() -> byTypedef(name));
    }

    /** A struct that has no tag but a typedef, by the typedef's name: {@code struct name} says which kind it is. */
    private Optional<Type> byTypedef(String name) {
        int blank = name.indexOf(' ');
        return blank < 0
                ? Optional.empty()
                : unit.type(name.substring(blank + 1)).map(Type::bare).filter(type -> type instanceof Type.Struct struct
                        && struct.display().equals(name));
    }

    /** The type whose size or an offset in which an expression asks for; it is noted, since each ABI answers anew. */
    public Optional<Type> measured(String name) {
        Optional<Type> type = named(name).filter(found -> hasSize(found.bare()));
        type.ifPresent(found -> measured.put(name, found));
        return type;
    }

    private boolean hasSize(Type type) {
        return switch (type) {
            case Type.Struct struct -> unit.unknown(struct).isEmpty();
            case Type.Array array -> hasSize(array.element().bare());
            case Type.Incomplete _,Type.VoidType _,Type.Function _ -> false;
            case Type.Int _,Type.FloatType _,Type.Pointer _,Type.EnumType _,Type.Typedef _ -> true;
        };
    }

    /** The types that expressions measure, by the names that these use. */
    public Map<String, Type> measured() {
        return measured;
    }

    /** Why {@code type} has no size. */
    public String unmeasured(Expr.TypeName type) {
        int blank = type.name().lastIndexOf(' ');
        String keyword = blank < 0 ? "" : type.name().substring(0, blank);
        String name = type.name().substring(blank + 1);
        return named(type.name()).isPresent() || unit.isAnnounced(type.name())
                ? "no more than the name of " + type.name() + " is known; declare its members"
                : "nothing declares " + (blank < 0 ? "a type '" + name + "'" : type.name()) + near(keyword, name);
    }

    /** The names of all types; of a BTF file only those that were named. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(foreign.names());
        unit.structs().forEach(struct -> names.add(struct.display()));
        unit.enums().stream().filter(type -> !type.name().isEmpty()).forEach(type -> names.add(type.display()));
        names.addAll(unit.typedefs().keySet());
        return names;
    }

    /** A name that C does not know is one that Rust refused a layout, where that is so. */
    private Problem explained(UringFile file, Problem problem) {
        String named = file.source().slice(problem.span());
        String tag = named.substring(named.lastIndexOf(' ') + 1);
        return problem.kind() == Problem.Kind.UNRESOLVED_NAME
                ? refused(new Name(tag, problem.span())).orElse(problem)
                : problem;
    }

    private Optional<Problem> refused(Name tag) {
        return foreign.refused(tag.text()).map(refused -> new Problem(tag.span(), Severity.ERROR,
                "Rust promises no layout of " + tag.text() + ": " + refused.reason(), List.of(refused.where())));
    }

    /** Why there is no type {@code keyword tag}. */
    public Problem missing(String keyword, Name tag) {
        return refused(tag)
                .orElseGet(() -> Problem.unresolved(tag.span(),
                        "nothing declares " + keyword + " " + tag.text() + near(keyword, tag.text())));
    }

    private String near(String keyword, String tag) {
        String before = keyword.isEmpty() ? "" : keyword + " ";
        return Spelling
                .nearest(tag,
                        names().stream().filter(name -> name.startsWith(before) && name.indexOf(' ') < before.length())
                                .map(name -> name.substring(before.length())).toList())
                .filter(_ -> tag.length() >= 3).map(meant -> "; did you mean " + before + meant).orElse("");
    }

    /** Whether conditions let an item of the layout language through. */
    public boolean isActive(UringItem item) {
        return unit.hasRegion(item.span().start());
    }

    /** Where typedefs are declared, by their names. */
    public Map<String, Location> typedefPlaces() {
        Map<String, Location> places = new HashMap<>(foreign.places());
        unit.typedefs().keySet().forEach(name -> unit.typedefPlace(name).ifPresent(at -> places.put(name, at)));
        return places;
    }

    public Map<String, Type.Typedef> typedefs() {
        return unit.typedefs();
    }

    /** The URI of the file that an import brings, where it was found. */
    public Optional<String> imported(UringItem.Import item) {
        int at = item.path().span().start();
        return item.kind() == UringItem.Import.Kind.C ? unit.importedAt(at) : foreign.importedAt(at);
    }

    /** URIs of all files that a change in would change something here, those that were looked for in vain included. */
    public Set<String> dependencies() {
        Set<String> files = new LinkedHashSet<>(new ArrayList<>(unit.files()));
        files.addAll(unit.absentFiles());
        files.addAll(foreign.files());
        files.remove(uri);
        return files;
    }
}
