package dev.ringspect.protocol.edit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.ringspect.protocol.text.RegularFile;
import dev.ringspect.protocol.text.Sources;

/** Looks for the header that declares a type, as a person would with grep. */
public final class HeaderSearch {
    /** The kernel's headers for programs; the rest of a system's headers declares no commands. */
    private static final List<String> FOLDERS = List.of("linux", "rdma", "drm", "sound", "scsi");
    private static final int MOST_FILES = 5_000;

    private HeaderSearch() {}

    /**
     * The header below one of {@code includes} in which {@code type} ({@code struct point}, {@code enum color}) is followed
     * by a brace, as an include names it; a line that starts with it goes before one that does not.
     */
    public static Optional<String> find(List<Path> includes, String type) {
        Pattern declaration = Pattern
                .compile("(?m)^\\s*(?:typedef\\s+)?" + Pattern.quote(type).replace(" ", "\\E\\s+\\Q")
                        + "\\s*\\{");
        for (Path include : includes) {
            for (String name : FOLDERS) {
                Path folder = include.resolve(name);
                if (!Files.isDirectory(folder)) {
                    continue;
                }
                try (Stream<Path> files = Files.walk(folder)) {
                    Optional<Path> found = files.filter(file -> file.toString().endsWith(".h")).sorted()
                            .limit(MOST_FILES).filter(file -> declaration.matcher(read(file)).find()).findFirst();
                    if (found.isPresent()) {
                        return found.map(file -> include.relativize(file).toString());
                    }
                } catch (IOException | UncheckedIOException unreadable) {
                    // the next folder may be readable
                }
            }
        }
        return Optional.empty();
    }

    private static String read(Path file) {
        try {
            return new String(RegularFile.read(file, Sources.LARGEST), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "";
        }
    }
}
