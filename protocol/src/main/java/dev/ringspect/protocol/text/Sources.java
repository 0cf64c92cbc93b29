package dev.ringspect.protocol.text;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where texts come from: documents that are open in an editor lie over the files on disk. Immutable. */
public final class Sources {
    /** What reading a text gave. */
    public sealed interface Read {
        /** The text was there. */
        record Found(SourceText text) implements Read {}

        /** It could not be read; {@code reason} says which and why. */
        record Unreadable(String uri, String reason) implements Read {}
    }

    /** The largest file that is read, in bytes; nothing that a person wrote comes near it. */
    public static final int LARGEST = 16 << 20;

    private final Map<String, SourceText> open;
    private final boolean disk;

    private Sources(Map<String, SourceText> open, boolean disk) {
        this.open = open;
        this.disk = disk;
    }

    /** The files on disk, with no document open. */
    public static Sources disk() {
        return new Sources(Map.of(), true);
    }

    /** These texts and nothing else. */
    public static Sources of(SourceText... texts) {
        Sources sources = new Sources(Map.of(), false);
        for (SourceText text : texts) {
            sources = sources.with(text);
        }
        return sources;
    }

    /** These sources, with {@code text} open under its own name. */
    public Sources with(SourceText text) {
        Map<String, SourceText> copy = new TreeMap<>(open);
        copy.put(text.uri(), text);
        return new Sources(Map.copyOf(copy), disk);
    }

    /** These sources, with the document {@code uri} closed: its file on disk counts again. */
    public Sources without(String uri) {
        Map<String, SourceText> copy = new TreeMap<>(open);
        copy.remove(uri);
        return new Sources(Map.copyOf(copy), disk);
    }

    /** The open document {@code uri}, if it is open. */
    public Optional<SourceText> openDocument(String uri) {
        return Optional.ofNullable(open.get(uri));
    }

    /**
     * The text called {@code uri}: the open document, else the file. A file is read as UTF-8; a byte that is not UTF-8
     * becomes U+FFFD.
     */
    public Read read(String uri) {
        SourceText document = open.get(uri);
        if (document != null) {
            return new Read.Found(document);
        }
        if (!disk) {
            return new Read.Unreadable(uri, "there is no text called " + uri);
        }
        try {
            Path path = Path.of(URI.create(uri));
            if (RegularFile.size(path) > LARGEST) {
                return new Read.Unreadable(uri, uri + " is larger than 16 MiB and was not read; no source file is");
            }
            return new Read.Found(
                    SourceText.of(uri, new String(RegularFile.read(path, LARGEST), StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            return new Read.Unreadable(uri, "cannot read " + uri + ": " + RegularFile.reason(unreadable));
        } catch (IllegalArgumentException | FileSystemNotFoundException notAFile) {
            return new Read.Unreadable(uri, uri + " is not the URI of a file");
        }
    }
}
