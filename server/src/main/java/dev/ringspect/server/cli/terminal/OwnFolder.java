package dev.ringspect.server.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder that only this user looks into, with one file, for as long as that is of use. The file's name is short, whatever it
 * is to be called in the end, and nobody sees its text while its mode is not yet what it should be.
 */
final class OwnFolder implements AutoCloseable {
    private static final String NAME = ".ringspect-";

    private final Path folder;
    private boolean kept;

    private OwnFolder(Path folder) {
        this.folder = folder;
    }

    /** One below {@code parent}, so that its file can be renamed to what is there. */
    static OwnFolder in(Path parent) throws IOException {
        return new OwnFolder(Files.createTempDirectory(parent, NAME));
    }

    /** One where temporary files are. */
    static OwnFolder elsewhere() throws IOException {
        return new OwnFolder(Files.createTempDirectory(NAME));
    }

    /** Where its file is, or is to be. */
    Path file() {
        return folder.resolve("text");
    }

    /** Leaves it where it is, for the user to find. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (!kept) {
            Files.deleteIfExists(file());
            Files.deleteIfExists(folder);
        }
    }
}
