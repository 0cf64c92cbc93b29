package dev.ringspect.protocol.syntax.c.pp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/**
 * Headers that were cut into tokens already, so that an edit in one file costs nothing for the others. A file on disk is
 * read again when its time or its size changes. May be shared by threads.
 */
public final class HeaderCache {
    private static final int MOST = 2_000;

    private record Disk(PpFile file, long modified, long size) {}

    private final Map<String, Disk> disk = new ConcurrentHashMap<>();
    private final Map<String, PpFile> open = new ConcurrentHashMap<>();
    private final Map<Abi, SystemHeaders> systems = new ConcurrentHashMap<>();
    private final Map<Abi, Map<String, Macro>> predefined = new ConcurrentHashMap<>();

    /** The folders of this machine's compiler for {@code abi}; looked for once. */
    public SystemHeaders system(Abi abi) {
        return systems.computeIfAbsent(abi, SystemHeaders::of);
    }

    /** What loading a header gave. */
    sealed interface Load {
        record Loaded(PpFile file) implements Load {}

        record Refused(String reason) implements Load {}
    }

    /** The macros of {@code abi} that are there before any file is read. */
    Map<String, Macro> predefined(Abi abi) {
        return predefined.computeIfAbsent(abi, Predefined::of);
    }

    Load load(Sources sources, String uri) {
        SourceText document = sources.openDocument(uri).orElse(null);
        if (document != null) {
            if (document.length() > Sources.LARGEST) {
                return tooLarge(uri);
            }
            PpFile known = open.get(uri);
            if (known == null || known.source() != document) {
                known = new PpFile(document);
                if (open.size() > MOST) {
                    open.clear();
                }
                open.put(uri, known);
            }
            return new Load.Loaded(known);
        }
        return uri.startsWith("file:") ? fromDisk(sources, uri) : read(sources, uri);
    }

    private Load fromDisk(Sources sources, String uri) {
        long modified;
        long size;
        try {
            BasicFileAttributes attributes = Files.readAttributes(Path.of(java.net.URI.create(uri)),
                    BasicFileAttributes.class, new LinkOption[0]);
            modified = attributes.lastModifiedTime().toMillis();
            size = attributes.size();
        } catch (IOException | IllegalArgumentException missing) {
            return read(sources, uri);
        }
        if (size > Sources.LARGEST) {
            return tooLarge(uri);
        }
        Disk known = disk.get(uri);
        if (known != null && known.modified == modified && known.size == size) {
            return new Load.Loaded(known.file);
        }
        Load load = read(sources, uri);
        if (load instanceof Load.Loaded(PpFile file)) {
            if (disk.size() > MOST) {
                disk.clear();
            }
            disk.put(uri, new Disk(file, modified, size));
        }
        return load;
    }

    private static Load read(Sources sources, String uri) {
        return switch (sources.read(uri)) {
            case Sources.Read.Found(SourceText text) ->
                text.length() > Sources.LARGEST ? tooLarge(uri) : new Load.Loaded(new PpFile(text));
            case Sources.Read.Unreadable(String _, String reason) -> new Load.Refused(reason);
        };
    }

    private static Load tooLarge(String uri) {
        return new Load.Refused(uri + " is larger than 16 MiB and was not read; no header of declarations is");
    }
}
