package dev.ringspect.server.cli.terminal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

import dev.ringspect.protocol.text.RegularFile;

/** Files that are written as a whole or stay as they are. */
public final class WholeFile {
    /** What a shell's redirection gives a new file, as nearly as the JDK can ask for it. */
    private static final Set<PosixFilePermission> NEW = PosixFilePermissions.fromString("rw-rw-rw-");
    /** The attributes that make a copy another file to those who use it. */
    private static final String IDENTITY = "unix:uid,gid,mode";
    /** As many links in a row as the kernel follows. */
    private static final int MOST_LINKS = 40;

    private WholeFile() {}

    /**
     * Writes beside {@code file}, has the disk take it, and renames, so that nobody ever reads half of it and a full disk
     * leaves what was there. A link keeps pointing where it does; a pipe or device is simply written to.
     *
     * <p>Nothing but the text changes: a file that this user may not write is refused, though the folder would let it be
     * replaced, and one that a rename would give another owner, mode or access list, or would part from its other names, is
     * written in place. What it had is kept in a copy until that is done.
     */
    public static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Path target = target(file);
        if (!Files.exists(target)) {
            create(target, bytes);
            return;
        }
        // opened first: who may not write this file is told so before anything is made
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.WRITE)) {
            if (!Files.isRegularFile(target)) {
                drain(bytes, out);
            } else if (!replaced(target, bytes)) {
                overwrite(target, bytes, out);
            }
        }
    }

    /** Where {@code file} leads, be something there or not. */
    private static Path target(Path file) throws IOException {
        if (Files.exists(file)) {
            return file.toRealPath();
        }
        Path target = file.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(file.toString(), null, "its links lead in a circle");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    private static Path folderOf(Path target) {
        return Objects.requireNonNullElse(target.getParent(), target);
    }

    private static void create(Path target, byte[] bytes) throws IOException {
        Path folder = folderOf(target);
        if (!Files.isDirectory(folder)) {
            throw new FileSystemException(target.toString(), null, "there is no folder " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw new FileSystemException(target.toString(), null,
                    "permission denied: nothing can be made in " + folder);
        }
        try (OwnFolder own = OwnFolder.in(folder)) {
            try (FileChannel out = FileChannel.open(own.file(),
                    Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                    PosixFilePermissions.asFileAttribute(NEW))) {
                drain(bytes, out);
                out.force(true);
            }
            Files.move(own.file(), target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** False when a rename is not possible here, or would change more than the text; nothing was changed then. */
    private static boolean replaced(Path target, byte[] bytes) throws IOException {
        Path folder = folderOf(target);
        if (!Files.isWritable(folder) || !Files.getAttribute(target, "unix:nlink").equals(1)) {
            return false;
        }
        try (OwnFolder own = OwnFolder.in(folder)) {
            // a copy has everything that the kernel gives this user's copy, access lists too
            Files.copy(target, own.file(), StandardCopyOption.COPY_ATTRIBUTES);
            if (!Files.readAttributes(own.file(), IDENTITY).equals(Files.readAttributes(target, IDENTITY))) {
                return false;
            }
            try (FileChannel out = FileChannel.open(own.file(), StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                drain(bytes, out);
                out.force(true);
            }
            return renamed(own.file(), target);
        }
    }

    /** False where the target's name is held, as that of a file that is mounted by itself. */
    private static boolean renamed(Path written, Path target) {
        try {
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException held) {
            return false;
        }
    }

    private static void overwrite(Path target, byte[] bytes, FileChannel out) throws IOException {
        Path folder = folderOf(target);
        try (OwnFolder own = Files.isWritable(folder) ? OwnFolder.in(folder) : OwnFolder.elsewhere()) {
            Files.copy(target, own.file());
            try {
                put(bytes, out);
            } catch (IOException failed) {
                restore(target, own, out, failed);
                throw failed;
            }
        }
    }

    /** The old text needs no room that it did not have. */
    private static void restore(Path target, OwnFolder own, FileChannel out, IOException failed) throws IOException {
        try {
            put(Files.readAllBytes(own.file()), out);
        } catch (IOException lost) {
            own.keep();
            FileSystemException both = new FileSystemException(target.toString(), null,
                    RegularFile.reason(failed) + "; what it had is in " + own.file());
            both.addSuppressed(lost);
            throw both;
        }
    }

    private static void put(byte[] bytes, FileChannel out) throws IOException {
        out.position(0);
        drain(bytes, out);
        out.truncate(bytes.length);
        out.force(true);
    }

    private static void drain(byte[] bytes, FileChannel out) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            out.write(rest);
        }
    }
}
