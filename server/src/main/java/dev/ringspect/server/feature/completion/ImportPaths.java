package dev.ringspect.server.feature.completion;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.text.Language;

/** The files that can be imported, folder by folder as they are typed; names alone are read. */
final class ImportPaths {
    private static final Path KERNEL_TYPES = Path.of("/sys/kernel/btf");
    private static final int MOST = 5_000;

    private final String folder;
    private final List<Suggestion> into;
    private final Set<String> known = new HashSet<>();

    /** What can go on after {@code typed}, which may name folders already. */
    private ImportPaths(String typed, List<Suggestion> into) {
        this.folder = typed.substring(0, typed.lastIndexOf('/') + 1);
        this.into = into;
    }

    /**
     * Headers: beside the file, in the folders of the settings, then the system's.
     *
     * @param beside the folder of the file that imports; its relative paths start there
     */
    static void headers(String typed, List<Path> beside, CConfiguration c, List<Suggestion> into) {
        ImportPaths paths = new ImportPaths(typed, into);
        beside.forEach(in -> paths.in(in, "beside this file", 0, Language::isHeader));
        c.includePaths().forEach(in -> paths.in(in, "in " + in, 1, Language::isHeader));
        c.system().paths().forEach(in -> paths.in(in, "in " + in, 2, name -> name.endsWith(".h")));
    }

    /** Rust files beside the file. */
    static void rust(String typed, List<Path> beside, List<Suggestion> into) {
        ImportPaths paths = new ImportPaths(typed, into);
        beside.forEach(in -> paths.in(in, "beside this file", 0, Language.RUST::isOf));
    }

    /** What may have BTF: object files beside the file, the running kernel and its modules. */
    static void btf(String typed, List<Path> beside, List<Suggestion> into) {
        ImportPaths paths = new ImportPaths(typed, into);
        beside.forEach(in -> paths.in(in, "beside this file", 0, ImportPaths::mayHaveTypes));
        if (paths.folder.isEmpty()) {
            paths.in(KERNEL_TYPES, "types of the running kernel", 1, _ -> true);
        }
    }

    private void in(Path base, String where, int rank, Predicate<String> taken) {
        int count = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(base.resolve(folder))) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (++count > MOST) {
                    return;
                }
                boolean isFolder = Files.isDirectory(entry);
                if (!name.startsWith(".") && (isFolder || taken.test(name))) {
                    add(folder + name + (isFolder ? "/" : ""), where, isFolder, rank);
                }
            }
        } catch (IOException | DirectoryIteratorException | InvalidPathException none) {
            // not every base has the folder
        }
    }

    private static boolean mayHaveTypes(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of(".o", ".ko", ".btf", "vmlinux").anyMatch(lower::endsWith);
    }

    private void add(String path, String where, boolean isFolder, int rank) {
        if (known.add(path)) {
            into.add(Suggestion.of(path, isFolder ? Suggestion.Kind.FOLDER : Suggestion.Kind.FILE, where, "", rank));
        }
    }
}
