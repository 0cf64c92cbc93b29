package dev.ringspect.server.state;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.ringspect.protocol.text.SourceText;

/** Finds the protocol files of a workspace on disk. */
public final class UringFiles {
    private static final Logger LOG = System.getLogger("ringspect.files");
    private static final Set<String> SKIPPED = Set.of(".git", "target", "node_modules");
    private static final int MOST_ENTRIES = 200_000;
    private static final int MOST_FILES = 1_000;
    private static final long MOST_BYTES = 1 << 20;

    private UringFiles() {}

    /**
     * Reads every {@code .uring} file below {@code folders}. The walk leaves out {@code .git}, {@code target} and
     * {@code node_modules}, follows no links, and is bounded: 200,000 entries a folder, 1,000 files, 1 MiB a file. What it
     * leaves out for a bound is logged.
     *
     * @return the texts by URI
     */
    public static Map<String, SourceText> read(List<Path> folders, Cancel cancel) {
        Map<String, SourceText> found = new TreeMap<>();
        for (Path folder : folders) {
            try {
                Files.walkFileTree(folder, new Visitor(folder, found, cancel));
            } catch (IOException unreadable) {
                LOG.log(Level.WARNING, "cannot look for protocol files in {0}: {1}", folder, unreadable);
            }
        }
        return found;
    }

    private static final class Visitor extends SimpleFileVisitor<Path> implements FileVisitor<Path> {
        private final Path folder;
        private final Map<String, SourceText> found;
        private final Cancel cancel;
        private int entries;

        Visitor(Path folder, Map<String, SourceText> found, Cancel cancel) {
            this.folder = folder;
            this.found = found;
            this.cancel = cancel;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            Path name = directory.getFileName();
            return name != null && SKIPPED.contains(name.toString())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            cancel.check();
            if (++entries > MOST_ENTRIES || found.size() >= MOST_FILES) {
                LOG.log(Level.WARNING,
                        "{0} is too big to look for protocol files everywhere; open the ones that matter",
                        folder);
                return FileVisitResult.TERMINATE;
            }
            if (file.toString().endsWith(".uring") && attributes.isRegularFile()) {
                if (attributes.size() > MOST_BYTES) {
                    LOG.log(Level.WARNING, "{0} has more than 1 MiB and is left out", file);
                } else {
                    String uri = file.toUri().toString();
                    found.put(uri,
                            SourceText.of(uri, new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
