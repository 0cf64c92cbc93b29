package dev.ringspect.server.cli.check;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.ringspect.protocol.text.Language;
import dev.ringspect.protocol.text.RegularFile;

/**
 * What lies in a folder and those below it, for {@code check}.
 *
 * @param files what can be checked, in the order of their names
 * @param unreadable what could not be looked into, and why
 * @param links how many links lead out of the folder to something that would have been checked; none is followed, since
 *        they may lead anywhere
 */
record CheckedFolder(List<Path> files, List<String> unreadable, int links) {
    private static final Set<String> SKIPPED = Set.of(".git", "target", "node_modules", "build");

    CheckedFolder {
        files = List.copyOf(files);
        unreadable = List.copyOf(unreadable);
    }

    /** What is in {@code folder}, which may be a link to one: whoever names it means what it leads to. */
    static CheckedFolder of(Path folder) {
        List<String> unreadable = new ArrayList<>();
        try {
            // a link that is walked from the dot in its folder keeps the name that it was given
            Path root = folder.resolve(".");
            Visitor visitor = new Visitor(root, folder.toRealPath(), unreadable);
            Files.walkFileTree(root, visitor);
            return new CheckedFolder(visitor.found.stream().sorted().toList(), unreadable, visitor.links);
        } catch (IOException failed) {
            unreadable.add(folder + ": cannot be searched: " + RegularFile.reason(failed));
            return new CheckedFolder(List.of(), unreadable, 0);
        }
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Path real;
        private final List<String> unreadable;
        private final List<Path> found = new ArrayList<>();
        private int links;

        Visitor(Path root, Path real, List<String> unreadable) {
            this.root = root;
            this.real = real;
            this.unreadable = unreadable;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            Path name = directory.getFileName();
            return !directory.equals(root) && name != null && SKIPPED.contains(name.toString())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isSymbolicLink()) {
                links += leadsOut(file) ? 1 : 0;
            } else if (attributes.isRegularFile() && Language.of(file.toString()).isPresent()) {
                found.add(file.normalize());
            }
            return FileVisitResult.CONTINUE;
        }

        /** What a link in this folder leads to in this folder is checked where it is. */
        private boolean leadsOut(Path link) {
            try {
                return (Files.isDirectory(link) || Language.of(link.toString()).isPresent())
                        && !link.toRealPath().startsWith(real);
            } catch (IOException leadsNowhere) {
                return false;
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            unreadable.add(file.normalize() + ": cannot be searched: " + RegularFile.reason(failure));
            return FileVisitResult.CONTINUE;
        }
    }
}
