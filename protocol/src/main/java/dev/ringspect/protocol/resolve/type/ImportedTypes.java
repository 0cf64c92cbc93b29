package dev.ringspect.protocol.resolve.type;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.btf.BtfMachine;
import dev.ringspect.protocol.syntax.btf.BtfParser;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.c.ForeignNames;
import dev.ringspect.protocol.syntax.c.pp.Includes;
import dev.ringspect.protocol.syntax.rust.RustAnswer;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.syntax.rust.RustItem;
import dev.ringspect.protocol.syntax.rust.RustTarget;
import dev.ringspect.protocol.syntax.rust.RustTypes;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.text.Span;

/** The types and constants that one protocol file imports from Rust sources and from BTF. */
final class ImportedTypes implements ForeignNames {
    private final SourceText source;
    private final Environment environment;
    private final List<Problem> problems;
    private final Includes search;
    private final Map<String, Type> types = new HashMap<>();
    private final Map<String, Constant> constants = new HashMap<>();
    private final Map<String, Refused> refused = new HashMap<>();
    private final Map<String, CTranslationUnit.NoNumber> noNumbers = new HashMap<>();
    private final Map<String, SourceText> texts = new HashMap<>();
    private final Map<String, List<Type.Struct>> structs = new HashMap<>();
    private final Map<String, Location> typedefs = new HashMap<>();
    private final List<Btf> kernels = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private final Map<Integer, String> byImport = new HashMap<>();

    /** A constant and where it is declared, where a text declares it. */
    record Constant(long value, Optional<Location> where) {}

    /** Why a type has no layout, and the place that is the reason. */
    record Refused(String reason, Location where) {}

    private record Btf(BtfNames names, Path path) {}

    ImportedTypes(SourceText source, Environment environment, List<Problem> problems) {
        this.source = source;
        this.environment = environment;
        this.problems = problems;
        this.search = new Includes(environment.sources(), environment.c().includePaths(), List.of());
    }

    /**
     * Reads one import of another language than C.
     *
     * @param bindings the C types that Rust may name
     */
    void add(UringItem.Import item, Function<String, Optional<Type>> bindings) {
        Optional<String> uri = find(item);
        if (uri.isEmpty()) {
            files.add(Includes.beside(item.path().text(), source.uri()));
            problems.add(new Problem(item.path().span(), Severity.ERROR, "cannot find " + item.path().text()
                    + "; it is looked for beside this file and in the include paths", List.of(),
                    Problem.Kind.UNRESOLVED_IMPORT));
            return;
        }
        files.add(uri.get());
        byImport.put(item.path().span().start(), uri.get());
        if (item.kind() == UringItem.Import.Kind.RUST) {
            rust(item, uri.get(), bindings);
        } else {
            btf(item, Path.of(URI.create(uri.get())));
        }
    }

    private Optional<String> find(UringItem.Import item) {
        String name = item.path().text();
        if (name.isBlank()) {
            return Optional.empty();
        }
        Optional<String> found = search.find(name, source.uri(), true, 0).map(Includes.Found::uri);
        boolean kernel = item.kind() == UringItem.Import.Kind.BTF && name.matches("\\w+")
                && Files.isReadable(BtfFiles.ofKernel(name));
        return found.isEmpty() && kernel ? Optional.of(BtfFiles.ofKernel(name).toUri().toString()) : found;
    }

    // Rust

    private void rust(UringItem.Import item, String uri, Function<String, Optional<Type>> bindings) {
        switch (environment.sources().read(uri)) {
            case Sources.Read.Unreadable(String _, String reason) -> problem(item.path().span(), reason, List.of());
            case Sources.Read.Found(SourceText text) -> {
                RustFile file = RustFile.parse(text);
                file.problems().stream().min(Comparator.comparingInt(problem -> problem.span().start()))
                        .ifPresent(first -> problem(item.path().span(), "in " + name(uri) + ", line "
                                + (text.lineOf(first.span().start()) + 1) + ": " + first.message(),
                                List.of(text.at(first.span()))));
                rust(file, new RustTypes(file, RustTarget.of(environment.c().abi()), bindings));
            }
        }
    }

    private void rust(RustFile file, RustTypes rust) {
        texts.put(file.source().uri(), file.source());
        for (RustTypes.Declared declared : rust.declared()) {
            String name = declared.item().name();
            switch (declared.answer()) {
                case RustAnswer.Known(Type type, String _) -> {
                    types.putIfAbsent(name, type);
                    typedefs.putIfAbsent(name, file.source().at(declared.item().head().nameSpan()));
                    add(name, type.bare());
                }
                case RustAnswer.Unspecified(String reason, Span span) ->
                    refused.putIfAbsent(name, new Refused(reason, file.source().at(span)));
            }
            if (declared.answer() instanceof RustAnswer.Known(Type.Struct struct, String _)) {
                structs.computeIfAbsent(file.source().uri(), _ -> new ArrayList<>()).add(struct);
            }
        }
        aliases(file, rust);
        for (RustItem item : file.items()) {
            if (item instanceof RustItem.Constant constant && constant.owner().isEmpty()) {
                Location where = file.source().at(item.head().nameSpan());
                rust.constant(item.name()).ifPresentOrElse(
                        value -> constants.putIfAbsent(item.name(), new Constant(value, Optional.of(where))),
                        () -> noNumbers.putIfAbsent(item.name(), new CTranslationUnit.NoNumber(
                                rust.whyNot(item.name()), where)));
            }
        }
    }

    /** A {@code type} is another name of its target, as a typedef is. */
    private void aliases(RustFile file, RustTypes rust) {
        for (RustTypes.Declared declared : rust.aliases()) {
            String name = declared.item().name();
            switch (declared.answer()) {
                case RustAnswer.Known(Type type, String _) -> {
                    types.putIfAbsent(name, new Type.Typedef(name, type, 0));
                    typedefs.putIfAbsent(name, file.source().at(declared.item().head().nameSpan()));
                    if (type.bare() instanceof Type.Struct struct) {
                        types.putIfAbsent(struct.keyword().word() + " " + name, struct);
                    } else if (type.bare() instanceof Type.EnumType enumeration) {
                        types.putIfAbsent("enum " + name, enumeration);
                    }
                }
                case RustAnswer.Unspecified(String reason, Span span) ->
                    refused.putIfAbsent(name, new Refused(reason, file.source().at(span)));
            }
        }
    }

    /** The structs and unions of the Rust source {@code uri} whose layout is known. */
    List<Type.Struct> declaredIn(String uri) {
        return structs.getOrDefault(uri, List.of());
    }

    /** The struct that counts where several Rust sources declare one of the name of {@code struct}. */
    Optional<Type.Struct> first(Type.Struct struct) {
        return Optional.ofNullable(types.get(struct.display())).filter(Type.Struct.class::isInstance)
                .map(Type.Struct.class::cast).filter(first -> !first.where().map(Location::source)
                        .equals(struct.where().map(Location::source)));
    }

    private void add(String name, Type type) {
        if (type instanceof Type.Struct struct) {
            types.putIfAbsent(struct.keyword().word() + " " + name, struct);
        } else if (type instanceof Type.EnumType enumeration) {
            types.putIfAbsent("enum " + name, enumeration);
            for (Type.Enumerator one : enumeration.enumerators()) {
                constants.putIfAbsent(name + "." + one.name(), new Constant(one.value(), one.where()));
                constants.putIfAbsent(one.name(), new Constant(one.value(), one.where()));
            }
        }
    }

    // BTF

    private void btf(UringItem.Import item, Path path) {
        try {
            BtfParser.Result result = environment.btf().read(path);
            result.problems().stream().findFirst().ifPresent(first -> problem(item.path().span(),
                    "in " + item.path().text() + ", byte " + first.offset() + ": " + first.message(), List.of()));
            BtfNames names = new BtfNames(result, item, (span, message) -> problem(span, message, List.of()));
            names.check();
            foreign(result.machine()).ifPresent(machine -> problems.add(new Problem(item.path().span(),
                    Severity.WARNING, item.path().text() + " describes programs of " + machine + ", and requests are"
                            + " decoded as those of " + environment.c().abi().word())));
            kernels.add(new Btf(names, path));
        } catch (IOException unreadable) {
            problem(item.path().span(), "cannot read " + path + ": " + unreadable.getMessage(), List.of());
        }
    }

    /** The machine of type information, where it is none whose numbers are read here. */
    private static Optional<String> foreign(BtfMachine machine) {
        boolean near = !machine.bigEndian() && (machine.name().isEmpty() || machine.abi().isPresent());
        return near
                ? Optional.empty()
                : Optional.of((machine.name().isEmpty() ? "another machine" : machine.name())
                        + (machine.bigEndian() ? ", whose numbers are big-endian" : ""));
    }

    @Override
    public Optional<Type> type(String name) {
        Type known = types.get(name);
        for (int i = 0; known == null && i < kernels.size(); i++) {
            known = kernels.get(i).names.type(name).orElse(null);
            if (known != null) {
                types.put(name, known);
            }
        }
        return Optional.ofNullable(known);
    }

    @Override
    public OptionalLong constant(String name) {
        return found(name).map(constant -> OptionalLong.of(constant.value)).orElse(OptionalLong.empty());
    }

    private Optional<Constant> found(String name) {
        Constant known = constants.get(name);
        for (int i = 0; known == null && i < kernels.size(); i++) {
            known = inBtf(kernels.get(i).path, name);
        }
        return Optional.ofNullable(known);
    }

    private @org.jspecify.annotations.Nullable Constant inBtf(Path path, String name) {
        try {
            Long value = environment.btf().constants(path).get(name);
            return value == null ? null : new Constant(value, Optional.empty());
        } catch (IOException goneMeanwhile) {
            return null;
        }
    }

    /** The names of the types of Rust sources, and of those of a BTF file that were named. */
    Set<String> names() {
        return Set.copyOf(types.keySet());
    }

    /** The constants of Rust sources; those of a BTF file are found by name alone. */
    Map<String, Constant> constants() {
        return constants;
    }

    /** Where Rust types are declared, by their bare names. */
    Map<String, Location> places() {
        return typedefs;
    }

    /** Why the type called {@code name} has no layout. */
    Optional<Refused> refused(String name) {
        return Optional.ofNullable(refused.get(name));
    }

    /** Why a constant of a Rust source has no value; empty where there is none of that name. */
    Optional<CTranslationUnit.NoNumber> noNumber(String name) {
        CTranslationUnit.NoNumber known = noNumbers.get(name);
        for (int i = 0; known == null && i < kernels.size(); i++) {
            Location where = new Location(kernels.get(i).path.toUri().toString(), new Span(0, 0));
            known = kernels.get(i).names.noNumber(name).map(why -> new CTranslationUnit.NoNumber(why, where))
                    .orElse(null);
        }
        return Optional.ofNullable(known);
    }

    /** The text of a Rust source. */
    Optional<SourceText> text(String uri) {
        return Optional.ofNullable(texts.get(uri));
    }

    /** URIs of what was read, and of what was looked for in vain. */
    List<String> files() {
        return files;
    }

    /** The URI of the file that the import at {@code offset}, where its name starts, names. */
    Optional<String> importedAt(int offset) {
        return Optional.ofNullable(byImport.get(offset));
    }

    private static String name(String uri) {
        return uri.substring(uri.lastIndexOf('/') + 1);
    }

    private void problem(Span span, String message, List<Location> related) {
        problems.add(new Problem(span, Severity.ERROR, message, related));
    }
}
