package dev.ringspect.server.state;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/**
 * The texts of a snapshot, each with its analysis: documents that are open in the client lie over files found on disk.
 * Immutable; the analyses of texts that did not change go from one snapshot to the next. A C or Rust document is checked again
 * where protocol files say something else about it.
 */
public final class Texts {
    /** No text. */
    public static final Texts NONE = new Texts(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Map.of(),
            Sources.disk(), Surroundings.BARE);

    private final SortedMap<String, Document> open;
    private final SortedMap<String, Analysis> openAnalyses;
    private final SortedMap<String, Analysis> files;
    private final Map<String, DriverSourceAnalysis> foreign;
    private final Sources sources;
    private final Surroundings surroundings;

    private Texts(SortedMap<String, Document> open, SortedMap<String, Analysis> openAnalyses,
            SortedMap<String, Analysis> files, Map<String, DriverSourceAnalysis> foreign, Sources sources,
            Surroundings surroundings) {
        this.open = open;
        this.openAnalyses = openAnalyses;
        this.files = files;
        this.foreign = foreign;
        this.sources = sources;
        this.surroundings = surroundings;
    }

    /**
     * These texts after a change.
     *
     * @param changed the texts that are not what they were and may be included
     */
    private Texts next(SortedMap<String, Document> documents, SortedMap<String, Analysis> opened,
            SortedMap<String, Analysis> onDisk, Set<String> changed, Sources over, Surroundings around) {
        boolean sameProtocols = opened.equals(openAnalyses) && onDisk.equals(files);
        ProtocolReaches protocols = new ProtocolReaches(protocolFiles(onDisk, opened));
        Map<String, DriverSourceAnalysis> others = new HashMap<>();
        documents.forEach((key, document) -> {
            DriverSourceAnalysis before = foreign.get(key);
            if (before != null && around == surroundings && document.equals(open.get(key))
                    && !before.dependsOn(changed)) {
                others.put(key, sameProtocols ? before : before.beside(protocols));
            } else if (!document.isProtocolFile()) {
                // of these texts it keeps what it reads and no more, since it may outlive them
                document.language().ifPresent(language -> others.put(key,
                        new DriverSourceAnalysis(
                                new LoneText(named(key, document.text()), language, () -> around.with(over)),
                                protocols)));
            }
        });
        return new Texts(documents, opened, onDisk, others, over, around);
    }

    /** The documents that are open, ordered by name. */
    public Collection<Document> documents() {
        return Collections.unmodifiableCollection(open.values());
    }

    /** All protocol files, open or not, ordered by name; an open document stands for its file. */
    public List<Analysis> protocolFiles() {
        return protocolFiles(files, openAnalyses);
    }

    private static List<Analysis> protocolFiles(Map<String, Analysis> onDisk, Map<String, Analysis> opened) {
        TreeMap<String, Analysis> all = new TreeMap<>(onDisk);
        all.putAll(opened);
        return List.copyOf(all.values());
    }

    /** The protocol file called {@code uri}; empty for other languages and for texts that are not known. */
    public Optional<Analysis> protocolFile(String uri) {
        String key = known(uri);
        Analysis opened = openAnalyses.get(key);
        return Optional.ofNullable(opened == null && !open.containsKey(key) ? files.get(key) : opened);
    }

    /** The open document that the client calls {@code uri}. */
    public Optional<Document> document(String uri) {
        return Optional.ofNullable(open.get(known(uri)));
    }

    /**
     * The protocol files that import the text called {@code uri}, directly or through others; those that were never looked
     * at are looked at now.
     */
    public List<Analysis> importersOf(String uri) {
        String key = known(uri);
        return protocolFiles().stream().filter(file -> file.model().dependencies().contains(key)).toList();
    }

    /** The text called {@code uri}: the open document, else the protocol file on disk. */
    public Optional<SourceText> text(String uri) {
        return document(uri).map(Document::text).or(() -> protocolFile(uri).map(Analysis::text));
    }

    /** The text of an imported file: the open document, else what the disk has now. */
    public Optional<SourceText> imported(String uri) {
        return document(uri).map(Document::text).or(() -> switch (Sources.disk().read(key(uri))) {
            case Sources.Read.Found(SourceText text) -> Optional.of(text);
            case Sources.Read.Unreadable _ -> Optional.empty();
        });
    }

    /** These texts with a document opened or edited. */
    public Texts with(Document document) {
        String key = known(document.uri());
        SortedMap<String, Document> documents = new TreeMap<>(open);
        documents.put(key, document);
        SourceText text = document.text();
        if (document.isProtocolFile()) {
            SortedMap<String, Analysis> analyses = new TreeMap<>(openAnalyses);
            analyses.put(key, new Analysis(text, surroundings, sources));
            return next(documents, analyses, files, Set.of(), sources, surroundings);
        }
        Sources over = sources.with(named(key, text));
        SortedMap<String, Analysis> others = new TreeMap<>(openAnalyses);
        others.remove(key);
        return next(documents, anew(others, Set.of(key), over), anew(files, Set.of(key), over), Set.of(key), over,
                surroundings);
    }

    /** These texts with a document closed, so that the file on disk counts again. */
    public Texts without(String uri) {
        String key = known(uri);
        if (!open.containsKey(key)) {
            return this;
        }
        SortedMap<String, Document> documents = new TreeMap<>(open);
        documents.remove(key);
        SortedMap<String, Analysis> analyses = new TreeMap<>(openAnalyses);
        if (analyses.remove(key) != null) {
            return next(documents, analyses, files, Set.of(), sources, surroundings);
        }
        Sources under = sources.without(key);
        return next(documents, anew(analyses, Set.of(key), under), anew(files, Set.of(key), under), Set.of(key), under,
                surroundings);
    }

    /** These texts were replaced by {@code newer}: what is made of documents that these have no more ends soon. */
    void endFor(Texts newer) {
        openAnalyses.forEach((key, analysis) -> {
            if (!Objects.equals(open.get(key), newer.open.get(key))) {
                analysis.abandon();
            }
        });
        foreign.forEach((key, analysis) -> {
            if (!Objects.equals(open.get(key), newer.open.get(key))) {
                analysis.abandon();
            }
        });
    }

    /** These texts, in which imports are found elsewhere. */
    public Texts in(Surroundings other) {
        SortedMap<String, Analysis> opened = new TreeMap<>();
        openAnalyses.forEach((key, analysis) -> opened.put(key, new Analysis(analysis.text(), other, sources)));
        SortedMap<String, Analysis> onDisk = new TreeMap<>();
        files.forEach((key, analysis) -> onDisk.put(key, new Analysis(analysis.text(), other, sources)));
        return next(open, opened, onDisk, Set.of(), sources, other);
    }

    /** What inspections find in a protocol file of these texts, and in what it imports. */
    public List<Finding> findings(Analysis file, InspectionSettings settings) {
        List<ProtocolModel> others = protocolFiles().stream().filter(other -> other != file).map(Analysis::model)
                .toList();
        return file.findings(settings, CheckedSet.neighbours(file.model(), others));
    }

    /** What the open C or Rust document called {@code uri} means beside the protocol files; empty for other texts. */
    public Optional<DriverSourceAnalysis> foreign(String uri) {
        return Optional.ofNullable(foreign.get(known(uri)));
    }

    /** The text by the name that models have for it, however the client escapes it. */
    private static SourceText named(String key, SourceText text) {
        return key.equals(text.uri()) ? text : SourceText.of(key, text.text());
    }

    /** What files are read in: open documents over the disk, and the headers that were read before. */
    public Environment environment() {
        return surroundings.with(sources);
    }

    /** The folders in which imports are looked for. */
    public List<Path> includePaths() {
        return surroundings.includePaths();
    }

    /** These texts with {@code found} as the protocol files on disk; the same object when that changes nothing. */
    public Texts withFiles(Map<String, SourceText> found) {
        SortedMap<String, Analysis> changed = new TreeMap<>();
        found.forEach((uri, text) -> {
            Analysis before = files.get(key(uri));
            boolean same = before != null && before.text().text().equals(text.text());
            changed.put(key(uri), same ? before : new Analysis(text, surroundings, sources));
        });
        return changed.equals(files) ? this : next(open, openAnalyses, changed, Set.of(), sources, surroundings);
    }

    /**
     * These texts after files on disk changed that are no protocol files; the same object when neither a protocol file nor
     * an open document depends on them.
     */
    public Texts withImportsChanged(Collection<String> uris) {
        Set<String> keys = uris.stream().map(Texts::key).filter(key -> !open.containsKey(key))
                .collect(Collectors.toSet());
        if (keys.isEmpty()) {
            return this;
        }
        SortedMap<String, Analysis> opened = anew(openAnalyses, keys, sources);
        SortedMap<String, Analysis> onDisk = anew(files, keys, sources);
        Texts after = next(open, opened, onDisk, keys, sources, surroundings);
        return opened.equals(openAnalyses) && onDisk.equals(files) && after.foreign.equals(foreign) ? this : after;
    }

    /** {@code analyses}, those made again that depend on one of {@code keys}. */
    private SortedMap<String, Analysis> anew(SortedMap<String, Analysis> analyses, Set<String> keys, Sources over) {
        SortedMap<String, Analysis> now = new TreeMap<>();
        analyses.forEach((key, analysis) -> now.put(key, analysis.dependsOn(keys)
                ? new Analysis(analysis.text(), surroundings, over)
                : analysis));
        return now;
    }

    /**
     * These texts after files on disk changed; the same object when that changes nothing.
     *
     * @param changes the new text by URI; empty for a file that is gone
     */
    public Texts withChanges(Map<String, Optional<SourceText>> changes) {
        Map<String, SourceText> found = new TreeMap<>();
        files.forEach((uri, analysis) -> found.put(uri, analysis.text()));
        changes.forEach((uri, text) -> {
            found.remove(key(uri));
            text.ifPresent(changed -> found.put(key(uri), changed));
        });
        return withFiles(found);
    }

    /** Whether the open documents are those of {@code other}, each in the same version. */
    public boolean hasDocumentsOf(Texts other) {
        return open.equals(other.open);
    }

    /**
     * Whether an open document that is the same as in {@code other} may mean something else, by what it imports or includes,
     * or, where it is C or Rust, by the protocol files.
     */
    public boolean meaningDiffersFrom(Texts other) {
        return open.entrySet().stream()
                .anyMatch(here -> here.getValue().equals(other.open.get(here.getKey()))
                        && (openAnalyses.get(here.getKey()) != other.openAnalyses.get(here.getKey())
                                || foreignDiffersFrom(other, here.getKey())));
    }

    private boolean foreignDiffersFrom(Texts other, String key) {
        DriverSourceAnalysis before = other.foreign.get(key);
        return before != foreign.get(key)
                && (before == null || !before.isUnread() || !protocolFiles().equals(other.protocolFiles()));
    }

    /** Whether two names, however they are escaped, are of one text. */
    public static boolean areSame(String uri, String other) {
        return uri.equals(other) || key(uri).equals(key(other));
    }

    /** The one name of a file, however a client escapes it; models call imported files by it. */
    public static String nameOf(String uri) {
        return key(uri);
    }

    /** The same without a look at the disk where a text of these is called so. */
    private String known(String uri) {
        return open.containsKey(uri) || files.containsKey(uri) ? uri : key(uri);
    }

    private static String key(String uri) {
        return path(uri).map(path -> path.toUri().toString()).orElse(uri);
    }

    /** The file called {@code uri}; empty for what is no file. */
    public static Optional<Path> path(String uri) {
        if (!uri.startsWith("file:")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(URI.create(uri)));
        } catch (IllegalArgumentException | FileSystemNotFoundException notAPath) {
            return Optional.empty();
        }
    }
}
