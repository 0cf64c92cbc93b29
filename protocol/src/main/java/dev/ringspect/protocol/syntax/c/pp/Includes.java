package dev.ringspect.protocol.syntax.c.pp;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Sources;

/** Finds the file that an {@code #include} names. */
public final class Includes {
    private final Sources sources;
    private final List<Path> folders;

    /** Looks into the including file's folder, then into these. */
    public Includes(Sources sources, List<Path> configured, List<Path> system) {
        this.sources = sources;
        List<Path> all = new ArrayList<>(configured);
        all.addAll(system);
        this.folders = List.copyOf(all);
    }

    /** A header, and which folder of the search it was in; -1 for the including file's own. */
    public record Found(String uri, int folder) {}

    /**
     * The file called {@code name}.
     *
     * @param from URI of the including file
     * @param quoted whether the including file's folder comes first
     * @param after the first folder to look at, for {@code #include_next}
     */
    public Optional<Found> find(String name, String from, boolean quoted, int after) {
        try {
            if (quoted) {
                String sibling = sibling(name, from);
                if (sources.openDocument(sibling).isPresent()) {
                    return Optional.of(new Found(sibling, -1));
                }
                String beside = beside(name, from);
                if (exists(beside)) {
                    return Optional.of(new Found(beside, -1));
                }
            }
            if (Path.of(name).isAbsolute()) {
                String uri = uri(Path.of(name));
                return exists(uri) ? Optional.of(new Found(uri, -1)) : Optional.empty();
            }
            for (int i = after; i < folders.size(); i++) {
                String uri = uri(folders.get(i).resolve(name).normalize());
                if (exists(uri)) {
                    return Optional.of(new Found(uri, i));
                }
            }
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** The folders, for messages. */
    List<Path> folders() {
        return folders;
    }

    /** The URI that a file called {@code name} beside {@code from}, a URI or a path, has. */
    public static String beside(String name, String from) {
        boolean file = from.startsWith("file:");
        if (file || from.indexOf(':') < 0) {
            try {
                return uri((file ? Path.of(URI.create(from)) : Path.of(from)).resolveSibling(name).normalize());
            } catch (IllegalArgumentException notAPath) {
                return name;
            }
        }
        return sibling(name, from);
    }

    private static String sibling(String name, String from) {
        return from.substring(0, from.lastIndexOf('/') + 1) + name;
    }

    private boolean exists(String uri) {
        if (sources.openDocument(uri).isPresent()) {
            return true;
        }
        try {
            return uri.startsWith("file:") && Files.isRegularFile(Path.of(URI.create(uri)));
        } catch (IllegalArgumentException notAPath) {
            return false;
        }
    }

    /** Made by hand, since {@link Path#toUri} looks at the disk. */
    private static String uri(Path path) {
        String text = path.toAbsolutePath().toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                    || "/._-+~".indexOf(c) >= 0;
            if (!plain) {
                return path.toUri().toString();
            }
        }
        return "file://" + text;
    }
}
