package dev.ringspect.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.inspect.CheckedSet;
import dev.ringspect.protocol.inspect.Finding;
import dev.ringspect.protocol.inspect.InspectionSettings;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.inspect.Places;
import dev.ringspect.protocol.model.Environment;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.text.Language;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** The files that {@code check} was given, and what is found in them. */
final class CheckedTree {
    private static final Set<String> SKIPPED = Set.of(".git", "target", "node_modules", "build");

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, SourceText> texts = new HashMap<>();
    private final List<String> unusable = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final InspectionSettings settings;

    private CheckedTree(InspectionSettings settings) {
        this.settings = settings;
    }

    /** Checks {@code paths} and what lies below those that are folders. */
    static CheckedTree of(List<Path> paths, InspectionSettings settings) {
        CheckedTree tree = new CheckedTree(settings);
        paths.forEach(tree::add);
        tree.check();
        return tree;
    }

    /** What was found, by file and place. */
    List<Finding> findings() {
        return findings;
    }

    /** Why files that were named could not be checked. */
    List<String> unusable() {
        return unusable;
    }

    /** The texts of the findings, and what the user calls them. */
    Places places() {
        return new Places(this::known, this::name);
    }

    /** A file that was named, or one that such a file includes. */
    private Optional<SourceText> known(String uri) {
        SourceText text = texts.get(uri);
        return text == null && Sources.disk().read(uri) instanceof Sources.Read.Found found
                ? Optional.of(found.text())
                : Optional.ofNullable(text);
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
            try {
                List<Path> below = new ArrayList<>();
                Files.walkFileTree(path, new Visitor(below));
                below.stream().sorted().forEach(this::file);
            } catch (IOException | UncheckedIOException unreadable) {
                unusable.add(path + ": cannot be searched: " + unreadable.getMessage());
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

    private void check() {
        Environment environment = Environment.disk();
        List<ProtocolModel> models = names.keySet().stream().filter(Language.URING::isOf)
                .map(uri -> ProtocolModel.of(text(uri), environment)).toList();
        for (ProtocolModel model : models) {
            for (Problem problem : model.problems()) {
                if (problem.kind() == Problem.Kind.MISTAKE) {
                    findings.add(new Finding("", problem.severity(), problem.message(),
                            Optional.of(model.source().at(problem.span()))));
                }
            }
            findings.addAll(Inspections.of(CheckedSet.of(model, models, environment.sources()), settings));
        }
        for (String uri : names.keySet()) {
            if (Language.C.isOf(uri) && CheckedSet.speaksOfCommands(text(uri), models)) {
                CTranslationUnit unit = CTranslationUnit.parseLone(environment.sources(), uri, environment.c());
                findings.addAll(Inspections.of(CheckedSet.of(unit, models), settings));
            } else if (Language.RUST.isOf(uri) && CheckedSet.speaksOfCommands(text(uri), models)) {
                findings.addAll(Inspections.of(CheckedSet.of(RustFile.parse(text(uri)), models), settings));
            }
        }
        sort();
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
        List<String> order = List.copyOf(names.keySet());
        kept.sort(Comparator.comparingInt((Finding finding) -> {
            int index = order.indexOf(finding.where().map(Location::source).orElse(""));
            return index < 0 ? order.size() : index;
        }).thenComparing(finding -> finding.where().map(Location::source).orElse(""))
                .thenComparingInt(finding -> finding.where().map(where -> where.span().start()).orElse(0)));
        findings.clear();
        findings.addAll(kept);
    }

    private SourceText text(String uri) {
        return texts.getOrDefault(uri, SourceText.of(uri, ""));
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final List<Path> found;

        Visitor(List<Path> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            Path name = directory.getFileName();
            return name != null && SKIPPED.contains(name.toString())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && Language.of(file.toString()).isPresent()) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
