package dev.ringspect.server.state;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.ringspect.protocol.text.Language;
import dev.ringspect.protocol.text.RegularFile;
import dev.ringspect.protocol.text.SourceText;

/** Finds the protocol files of a workspace on disk; no other file is read. */
public final class WorkspaceSearch {
    private static final Logger LOG = System.getLogger("ringspect.files");
    private static final Set<String> SKIPPED = Set.of(".git", "target", "node_modules");
    private static final int MOST_ENTRIES = 200_000;
    private static final int MOST_FILES = 1_000;
    private static final long MOST_BYTES = 1 << 20;
    /** Entries after which a search is long, and between two reports of it. */
    private static final int LONG = 5_000;

    private WorkspaceSearch() {}

    /**
     * Reads every {@code .uring} file below {@code folders}. The walk leaves out {@code .git}, {@code target} and
     * {@code node_modules}, follows no links, and is bounded: 200,000 entries a folder, 1,000 files, 1 MiB a file. What it
     * leaves out for a bound is logged. Once it is cancelled it ends with what was found until then.
     *
     * @param progress told of a search through more than 5,000 entries
     * @return the texts by URI
     */
    public static Map<String, SourceText> read(List<Path> folders, Progress progress, Cancel cancel) {
        Search search = new Search(progress, cancel);
        try {
            for (Path folder : folders) {
                search.walk(folder);
            }
        } finally {
            search.end();
        }
        return search.found;
    }

    /** Reads one protocol file; empty when it is not there, is too big, or lies where a search does not look. */
    public static Optional<SourceText> read(Path file, List<Path> folders) {
        boolean within = folders.stream().filter(file::startsWith).anyMatch(folder -> {
            for (Path name : folder.relativize(file)) {
                if (SKIPPED.contains(name.toString())) {
                    return false;
                }
            }
            return true;
        });
        try {
            return within && isProtocolFile(file) && Files.isRegularFile(file)
                    ? text(file, Files.size(file))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    static boolean isProtocolFile(Path file) {
        return Language.URING.isOf(file.toString());
    }

    private static Optional<SourceText> text(Path file, long size) throws IOException {
        if (size > MOST_BYTES) {
            LOG.log(Level.WARNING, "{0} has more than 1 MiB and is left out", file);
            return Optional.empty();
        }
        return Optional.of(SourceText.of(file.toUri().toString(),
                new String(RegularFile.read(file, MOST_BYTES), StandardCharsets.UTF_8)));
    }

    private static final class Search extends SimpleFileVisitor<Path> {
        private final Progress progress;
        private final Cancel cancel;
        private final Map<String, SourceText> found = new TreeMap<>();
        private Optional<Progress.Step> step = Optional.empty();
        private Path folder = Path.of("");
        private int entries;
        private int entriesOfAll;

        Search(Progress progress, Cancel cancel) {
            this.progress = progress;
            this.cancel = cancel;
        }

        void walk(Path in) {
            folder = in;
            entries = 0;
            try {
                Files.walkFileTree(in, this);
            } catch (IOException unreadable) {
                LOG.log(Level.WARNING, "cannot look for protocol files in {0}: {1}", in, unreadable);
            }
        }

        void end() {
            step.ifPresent(Progress.Step::close);
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
            if (cancel.isCancelled()) {
                return FileVisitResult.TERMINATE;
            }
            count();
            if (entries > MOST_ENTRIES || found.size() >= MOST_FILES) {
                LOG.log(Level.WARNING,
                        "{0} is too big to look for protocol files everywhere; open the ones that matter",
                        folder);
                return FileVisitResult.TERMINATE;
            }
            if (isProtocolFile(file) && attributes.isRegularFile()) {
                text(file, attributes.size()).ifPresent(text -> found.put(text.uri(), text));
            }
            return FileVisitResult.CONTINUE;
        }

        private void count() {
            entries++;
            entriesOfAll++;
            if (entriesOfAll == LONG) {
                step = Optional.of(progress.begin("Looking for protocol files", cancel));
            }
            if (entriesOfAll % LONG == 0) {
                step.ifPresent(told -> told
                        .report(String.format("%,d files looked at, %,d protocol files", entriesOfAll, found.size())));
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
