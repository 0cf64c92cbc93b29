package dev.ringspect.tracer.helper;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.tracer.sys.SystemCalls;

/**
 * A fresh directory that only its owner may enter; it goes, with what is in it, when it is closed. It is meant for
 * moments: one that is older than {@link #STALE} was left by a process that was killed, and the next {@link #create}
 * removes it.
 */
public final class PrivateDirectory implements AutoCloseable {
    static final Duration STALE = Duration.ofMinutes(10);
    private static final String PREFIX = "ringspect-";
    private static final Pattern NAME = Pattern.compile("ringspect-([0-9]{1,9})-[0-9]+");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path path;

    private PrivateDirectory(Path path) {
        this.path = path;
    }

    /** Makes one below the system's directory for temporary files. */
    public static PrivateDirectory create() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        sweep(parent, Instant.now());
        return new PrivateDirectory(Files.createTempDirectory(parent, PREFIX + ProcessHandle.current().pid() + "-",
                PosixFilePermissions.asFileAttribute(OWNER_ONLY)));
    }

    /**
     * Removes what processes that were killed left in {@code parent}: only what is ours in name, owner and mode, is old,
     * and whose maker is gone. The age counts too, because a process of another PID namespace can share the directory,
     * and would seem gone. Whatever another sweep was quicker with, or does not let itself be removed, is passed over.
     */
    static void sweep(Path parent, Instant now) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path entry : entries) {
                Matcher name = NAME.matcher(entry.getFileName().toString());
                if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    removeStale(entry, now);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // A directory that cannot be listed has no place for a new one either, and that is said.
        }
    }

    private static void removeStale(Path entry, Instant now) {
        try {
            PosixFileAttributes is = Files.readAttributes(entry, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            int owner = (Integer) Files.getAttribute(entry, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            boolean ours = is.isDirectory() && is.permissions().equals(OWNER_ONLY)
                    && owner == SystemCalls.linux().getuid();
            if (ours && is.lastModifiedTime().toInstant().isBefore(now.minus(STALE))) {
                new PrivateDirectory(entry).close();
            }
        } catch (IOException e) {
            // Another start removed it in the meantime.
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (Files.isDirectory(path)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                for (Path entry : entries) {
                    Files.deleteIfExists(entry);
                }
            }
            Files.deleteIfExists(path);
        }
    }
}
