package dev.ringspect.server.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.SettingsFile;
import dev.ringspect.protocol.text.SourceText;

/**
 * What the workspace's folders say about inspections: for each, the nearest {@code ringspect.json} in it or above it.
 *
 * @param files by the folder, what counts for it; a folder without a file is not here
 */
public record FolderSettings(Map<Path, Settled> files) {
    /** Nobody said anything. */
    static final FolderSettings NONE = new FolderSettings(Map.of());

    public FolderSettings {
        files = Map.copyOf(files);
    }

    /**
     * A file that was read.
     *
     * @param uri its name
     * @param text what it had then
     * @param says what that means
     */
    public record Settled(String uri, String text, SettingsFile says) {
        /** The text that the places of problems are in. */
        public SourceText source() {
            return SourceText.of(uri, text);
        }
    }

    /** Reads the files of {@code folders}; documents that are open in the client lie over the disk. */
    static FolderSettings read(Collection<Path> folders, Texts texts) {
        Map<Path, Settled> read = new HashMap<>();
        for (Path folder : folders) {
            SettingsFile.nearest(folder).map(file -> file.toUri().toString())
                    .flatMap(uri -> texts.imported(uri).map(text -> new Settled(
                            texts.document(uri).map(Document::uri).orElse(uri), text.text(),
                            SettingsFile.parse(text))))
                    .ifPresent(settled -> read.put(folder, settled));
        }
        return new FolderSettings(read);
    }

    /** What the innermost folder around {@code file} says; nothing for a file outside of all. */
    InspectionSettings of(Optional<Path> file) {
        return file.flatMap(path -> files.keySet().stream().filter(path::startsWith)
                .max(Comparator.comparingInt(Path::getNameCount)))
                .map(folder -> files.get(folder)).map(settled -> settled.says().settings())
                .orElse(InspectionSettings.DEFAULT);
    }

    /** The files, each once, ordered by name. */
    public List<Settled> distinct() {
        List<Settled> all = new ArrayList<>(files.values().stream().distinct().toList());
        all.sort(Comparator.comparing(Settled::uri));
        return all;
    }
}
