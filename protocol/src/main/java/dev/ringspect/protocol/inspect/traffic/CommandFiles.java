package dev.ringspect.protocol.inspect.traffic;

import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.uapi.FileIdentity;
import dev.ringspect.protocol.uapi.FileType;
import dev.ringspect.protocol.uapi.Filesystems;

/**
 * Which files are known to handle uring_cmds, and which not to (Linux 5.19 to 7.3). A driver that nobody here has read may
 * do either, so most character devices are neither.
 */
final class CommandFiles {
    private static final long BTRFS = 0x9123683EL;

    /** Anonymous files by the names that the kernel gives them; io_uring's mock file, which has commands, is none of these. */
    private static final Set<String> WITHOUT = Set.of("[eventfd]", "[eventpoll]", "[timerfd]", "[signalfd]",
            "[io_uring]", "[pidfd]", "inotify", "[fanotify]", "[userfaultfd]", "[perf_event]");

    private CommandFiles() {}

    /** Whether the file's operations are known to have no {@code uring_cmd}. */
    static boolean haveNone(FileIdentity file) {
        return switch (FileType.ofMode(file.mode())) {
            case FIFO, DIRECTORY, SYMBOLIC_LINK -> true;
            case REGULAR -> file.isAnonymousInode()
                    ? WITHOUT.contains(file.name())
                    : file.isNamespace() || file.isPidfd() || (!isOn(file, BTRFS) && filesystem(file).isPresent());
            case ANONYMOUS -> WITHOUT.contains(file.name());
            case CHARACTER_DEVICE, BLOCK_DEVICE, SOCKET -> false;
        };
    }

    /** Whether the file handles commands, but none through a ring that polls. */
    static boolean cannotBePolled(FileIdentity file) {
        return switch (FileType.ofMode(file.mode())) {
            case SOCKET, BLOCK_DEVICE -> true;
            case REGULAR -> isOn(file, BTRFS);
            case CHARACTER_DEVICE -> file.name().equals("null") || file.name().equals("fuse")
                    || file.name().startsWith("ublk");
            case FIFO, DIRECTORY, SYMBOLIC_LINK, ANONYMOUS -> false;
        };
    }

    /** What a person calls the kind of file: {@code a regular file on ext4}. */
    static String kindOf(FileIdentity file) {
        if (file.isNamespace() || file.isPidfd()) {
            return file.isPidfd() ? "a pidfd" : "a namespace file";
        }
        if (file.isAnonymousInode() || FileType.ofMode(file.mode()) == FileType.ANONYMOUS) {
            return "an anonymous file" + (file.name().isEmpty() ? "" : " (" + file.name() + ")");
        }
        String words = FileType.ofMode(file.mode()).words();
        String name = file.isCharacterDevice() && !file.name().isEmpty() ? " " + file.name() : "";
        String on = file.isRegularFile() ? filesystem(file).map(fs -> " on " + fs).orElse("") : "";
        return (words.startsWith("a") ? "an " : "a ") + words + name + on;
    }

    private static boolean isOn(FileIdentity file, long magic) {
        return (file.fsMagic() & 0xFFFF_FFFFL) == magic;
    }

    private static Optional<String> filesystem(FileIdentity file) {
        return Filesystems.name(file.fsMagic() & 0xFFFF_FFFFL);
    }
}
