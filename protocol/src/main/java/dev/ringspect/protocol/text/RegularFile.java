package dev.ringspect.protocol.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads files that have an end. A device, a pipe or a file that the kernel makes up while it is read may have none, or may
 * wait for ever, so none of them is even opened.
 */
public final class RegularFile {
    private static final int SHOWN_SHIFT = 20;

    private RegularFile() {}

    /**
     * All bytes of {@code path}.
     *
     * @param largest the most bytes that are read
     * @throws IOException when it is not there, is no regular file, or is larger; the reason says which
     */
    public static byte[] read(Path path, long largest) throws IOException {
        long size = size(path);
        if (size > largest) {
            throw tooLarge(path, largest);
        }
        if (size == 0) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(path)) {
            // it may grow meanwhile
            byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, largest));
            if (bytes.length == largest && in.read() >= 0) {
                throw tooLarge(path, largest);
            }
            return bytes;
        }
    }

    /**
     * How many bytes {@code path} has.
     *
     * @throws IOException when it is not there or is no regular file
     */
    public static long size(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw refused(path, "it is a folder");
        }
        if (!attributes.isRegularFile()) {
            throw refused(path, "it is a device, a pipe or a socket; only files are read");
        }
        if (attributes.size() == 0 && isMadeUp(path.toRealPath())) {
            throw refused(path, "the kernel makes its bytes up as they are read, perhaps for ever; copy it to a file");
        }
        return attributes.size();
    }

    private static boolean isMadeUp(Path path) {
        return path.startsWith("/proc") || path.startsWith("/sys") || path.startsWith("/dev");
    }

    private static IOException tooLarge(Path path, long largest) {
        return refused(path, "it is larger than " + (largest >> SHOWN_SHIFT) + " MiB");
    }

    private static IOException refused(Path path, String why) {
        return new FileSystemException(path.toString(), null, why);
    }

    /** What went wrong with a file, without its name. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case java.nio.file.NoSuchFileException _ -> "no such file";
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            case FileSystemException named when named.getReason() != null -> named.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
