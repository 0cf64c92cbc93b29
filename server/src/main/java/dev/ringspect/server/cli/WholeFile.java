package dev.ringspect.server.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are written as a whole or stay as they are. */
final class WholeFile {
    /** What a shell's redirection gives a new file, as nearly as the JDK can ask for it. */
    private static final Set<PosixFilePermission> NEW = PosixFilePermissions.fromString("rw-rw-rw-");

    private WholeFile() {}

    /**
     * Writes beside {@code file}, has the disk take it, and renames, so that nobody ever reads half of it and a full disk
     * leaves what was there. A link keeps pointing where it does; a pipe or device is simply written to.
     */
    static void write(Path file, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        boolean exists = Files.exists(file);
        if (exists && !Files.isRegularFile(file)) {
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
                drain(bytes, out);
            }
            return;
        }
        Path target = exists ? file.toRealPath() : file.toAbsolutePath();
        Path written = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            try (FileChannel out = FileChannel.open(written,
                    Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                    PosixFilePermissions.asFileAttribute(NEW))) {
                drain(bytes, out);
                out.force(true);
            }
            if (exists) {
                Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(target));
            }
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static void drain(ByteBuffer bytes, FileChannel out) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
