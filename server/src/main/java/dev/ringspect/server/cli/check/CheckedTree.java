package dev.ringspect.server.cli.check;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Neighbours;
import dev.ringspect.protocol.inspect.subject.Reach;
import dev.ringspect.protocol.inspect.subject.Reaches;
import dev.ringspect.protocol.report.ReportTexts;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.text.Language;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** The files that {@code check} was given, and what is found in them. */
final class CheckedTree {
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, SourceText> texts = new HashMap<>();
    private final Map<String, Optional<SourceText>> others = new HashMap<>();
    private final List<String> unusable = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final CheckedAmount amount = new CheckedAmount();
    private final InspectionSettings settings;

    private CheckedTree(InspectionSettings settings) {
        this.settings = settings;
    }

    /**
     * Checks {@code paths} and what lies below those that are folders.
     *
     * @param folders where headers are looked for before the system's folders
     * @param defines macros in the manner of {@code -D}
     * @param commands how the project compiles its files
     */
    static CheckedTree of(List<Path> paths, InspectionSettings settings, List<Path> folders, List<String> defines,
            CompileCommands commands) {
        CheckedTree tree = new CheckedTree(settings);
        paths.forEach(tree::add);
        tree.check(environment(folders, defines), commands);
        return tree;
    }

    private static Environment environment(List<Path> folders, List<String> defines) {
        Environment disk = Environment.disk();
        CConfiguration usual = disk.c();
        return new Environment(disk.sources(),
                new CConfiguration(usual.abi(), folders, usual.system(), defines, usual.headers()), disk.btf());
    }

    /** What was found, by file and place. */
    List<Finding> findings() {
        return findings;
    }

    /** Why files that were named could not be checked. */
    List<String> unusable() {
        return unusable;
    }

    /** What the user may not expect of folders that were named: nothing to check in them, links out of them. */
    List<String> remarks() {
        return remarks;
    }

    /** How much was looked at. */
    CheckedAmount amount() {
        return amount;
    }

    /** The texts of the findings, and what the user calls them. */
    ReportTexts places() {
        return new ReportTexts(this::known, this::name);
    }

    /** A file that was named, or one that such a file includes. */
    private Optional<SourceText> known(String uri) {
        SourceText text = texts.get(uri);
        // many findings may be in one header
        return text != null ? Optional.of(text) : others.computeIfAbsent(uri, CheckedTree::read);
    }

    private static Optional<SourceText> read(String uri) {
        return Sources.disk().read(uri) instanceof Sources.Read.Found(SourceText text)
                ? Optional.of(text)
                : Optional.empty();
    }

    private String name(String uri) {
        String given = names.get(uri);
        if (given != null || !uri.startsWith("file:")) {
            return given == null ? uri : given;
        }
        Path path = Path.of(URI.create(uri));
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }

    private void add(Path path) {
        if (Files.isDirectory(path)) {
            CheckedFolder below = CheckedFolder.of(path);
            below.files().forEach(this::file);
            unusable.addAll(below.unreadable());
            if (below.files().isEmpty()) {
                remarks.add(path + ": no .uring, C or Rust file is in this folder");
            }
            if (below.links() > 0) {
                remarks.add(
                        path + ": " + (below.links() == 1 ? "a link that leads" : below.links() + " links that lead")
                                + " out of this folder, not followed; give what is to be checked as a PATH");
            }
        } else if (Language.of(path.toString()).isPresent()) {
            file(path);
        } else if (!Files.exists(path)) {
            unusable.add(path + ": no such file");
        } else {
            unusable.add(path + ": only .uring, C and Rust files can be checked");
        }
    }

    private void file(Path path) {
        String uri = path.toAbsolutePath().normalize().toUri().toString();
        switch (Sources.disk().read(uri)) {
            case Sources.Read.Found(SourceText text) -> {
                names.put(uri, path.normalize().toString());
                texts.put(uri, text);
            }
            case Sources.Read.Unreadable(String _, String reason) ->
                unusable.add(reason.replace(uri, path.toString()));
        }
    }

    private void check(Environment environment, CompileCommands commands) {
        amount.addFiles(names.size());
        List<ProtocolModel> models = names.keySet().stream().filter(Language.URING::isOf)
                .map(uri -> ProtocolModel.of(text(uri), environment)).toList();
        Neighbours neighbours = new Neighbours(models);
        for (ProtocolModel model : models) {
            for (Problem problem : model.problems()) {
                if (problem.kind() == Problem.Kind.MISTAKE) {
                    findings.add(new Finding("", problem.severity(), problem.message(),
                            Optional.of(model.source().at(problem.span()))));
                }
            }
            inspect(CheckedSet.of(model, neighbours.of(model), environment.sources()));
        }
        Reaches reaches = Reaches.of(models);
        checkC(reaches, environment, commands);
        for (String uri : names.keySet()) {
            if (Language.RUST.isOf(uri)) {
                Reach reach = reaches.of(text(uri));
                if (CheckedSet.speaksOfCommands(text(uri)) || !reach.isEmpty()) {
                    inspect(CheckedSet.of(RustFile.parse(text(uri)), reach));
                }
            }
        }
        sort();
    }

    /** {@code all} by each text whose structs matter to them. */
    private static <T> Map<String, List<T>> byReached(List<T> all, Function<T, Set<String>> texts) {
        Map<String, List<T>> by = new HashMap<>();
        all.forEach(one -> texts.apply(one).forEach(uri -> by.computeIfAbsent(uri, _ -> new ArrayList<>()).add(one)));
        return by;
    }

    /** Sources with their driver code first: they tell which structs of the headers matter. */
    private void checkC(Reaches reaches, Environment environment,
            CompileCommands commands) {
        Map<String, CTranslationUnit> units = new LinkedHashMap<>();
        List<CheckedSet> drivers = new ArrayList<>();
        List<String> files = names.keySet().stream().filter(Language.C::isOf).toList();
        for (String uri : files) {
            if (CheckedSet.speaksOfCommands(text(uri))) {
                CConfiguration c = commands.of(path(uri), environment.c());
                CTranslationUnit unit = CTranslationUnit.parseLone(environment.sources(), uri, c);
                units.put(uri, unit);
                drivers.add(CheckedSet.of(unit, reaches.of(unit.source()), file -> !isOfSystem(file, c), List.of()));
            }
        }
        Map<String, List<CheckedSet>> driving = byReached(drivers, CheckedSet::textsReached);
        for (String uri : files) {
            boolean reached = !reaches.of(text(uri)).isEmpty() || driving.containsKey(uri);
            if (!units.containsKey(uri) && reached) {
                units.put(uri, CTranslationUnit.parseLone(environment.sources(), uri,
                        commands.of(path(uri), environment.c())));
            }
        }
        units.forEach((uri, unit) -> {
            amount.add(unit, this::name);
            CConfiguration c = commands.of(path(uri), environment.c());
            inspect(CheckedSet.of(unit, reaches.of(unit.source()), file -> !isOfSystem(file, c),
                    driving.getOrDefault(uri, List.of())));
        });
    }

    /** The system's headers are nobody's to change here. */
    private static boolean isOfSystem(String uri, CConfiguration c) {
        return !uri.startsWith("file:") || c.system().paths().stream().anyMatch(folder -> path(uri).startsWith(folder));
    }

    private static Path path(String uri) {
        return Path.of(URI.create(uri));
    }

    private void inspect(CheckedSet set) {
        amount.add(set);
        findings.addAll(Inspections.of(set, settings));
    }

    /** By file in the order in which they were given, then by place; what two files found of one header is said once. */
    private void sort() {
        Set<List<Object>> seen = new HashSet<>();
        List<Finding> kept = new ArrayList<>();
        for (Finding finding : findings) {
            if (seen.add(List.of(finding.id(), finding.where(), finding.message()))) {
                kept.add(finding);
            }
        }
        Map<String, Integer> order = new HashMap<>();
        names.keySet().forEach(uri -> order.put(uri, order.size()));
        kept.sort(Comparator.comparingInt((Finding finding) -> order
                .getOrDefault(finding.where().map(Location::source).orElse(""), order.size()))
                .thenComparing(finding -> finding.where().map(Location::source).orElse(""))
                .thenComparingInt(finding -> finding.where().map(where -> where.span().start()).orElse(0)));
        findings.clear();
        findings.addAll(kept);
    }

    private SourceText text(String uri) {
        return texts.getOrDefault(uri, SourceText.of(uri, ""));
    }
}
