package dev.ringspect.protocol.model;

import java.util.OptionalLong;

import dev.ringspect.protocol.uapi.FileIdentity;
import dev.ringspect.protocol.uapi.Filesystems;

/** Which files a protocol or a command is spoken on. */
public sealed interface Device {
    /** Whether {@code file} is one of them. */
    boolean matches(FileIdentity file);

    /** As the layout language writes it: {@code device "/dev/null"}. */
    String display();

    /** Which kind of device node. */
    enum NodeKind {
        /** Character and block devices. */
        ANY("device"),
        /** Character devices alone. */
        CHARACTER("character device"),
        /** Block devices alone. */
        BLOCK("block device");

        private final String words;

        NodeKind(String words) {
            this.words = words;
        }

        /** As the layout language writes it. */
        public String words() {
            return words;
        }

        boolean matches(FileIdentity file) {
            return switch (this) {
                case ANY -> file.isCharacterDevice() || file.isBlockDevice();
                case CHARACTER -> file.isCharacterDevice();
                case BLOCK -> file.isBlockDevice();
            };
        }
    }

    /**
     * Device nodes by path: the one that rows show, or where nobody knows it {@code /dev/} and the last name, which is all
     * that the kernel tells; {@code *} and {@code ?} do not match a slash.
     */
    record Node(NodeKind kind, Glob glob) implements Device {
        @Override
        public boolean matches(FileIdentity file) {
            return kind.matches(file) && (file.device().startsWith("/")
                    ? glob.matches("", file.device())
                    : glob.matches("/dev/", file.name()));
        }

        @Override
        public String display() {
            return kind.words() + " \"" + glob.pattern() + "\"";
        }
    }

    /** Every socket. */
    record Socket() implements Device {
        @Override
        public boolean matches(FileIdentity file) {
            return file.isSocket();
        }

        @Override
        public String display() {
            return "socket";
        }
    }

    /** Every block device. */
    record Block() implements Device {
        @Override
        public boolean matches(FileIdentity file) {
            return file.isBlockDevice();
        }

        @Override
        public String display() {
            return "block";
        }
    }

    /** Files of a filesystem; {@code magic} is its {@code s_magic} (linux/magic.h). */
    record Filesystem(String name, long magic) implements Device {
        /** The magic of the filesystem called {@code name}, where it is known here. */
        public static OptionalLong magicOf(String name) {
            Long magic = Filesystems.MAGIC.get(name);
            return magic == null ? OptionalLong.empty() : OptionalLong.of(magic);
        }

        @Override
        public boolean matches(FileIdentity file) {
            boolean node = file.isCharacterDevice() || file.isBlockDevice() || file.isSocket();
            return !node && (file.fsMagic() & 0xFFFF_FFFFL) == magic;
        }

        @Override
        public String display() {
            return "filesystem \"" + name + "\"";
        }
    }

    /**
     * Files that are no device nodes, by the name that the kernel gives them: an anonymous inode by what stands in its
     * brackets ({@code [io_uring_mock]}) or as it is shown ({@code anon_inode:[io_uring_mock]}), a file of a directory by
     * the last component of its path, which is all that the kernel tells.
     */
    record Named(Glob glob) implements Device {
        @Override
        public boolean matches(FileIdentity file) {
            boolean other = file.isCharacterDevice() || file.isBlockDevice() || file.isSocket();
            return !other && ((!file.name().isEmpty() && glob.matches("", file.name()))
                    || (!file.device().isEmpty() && glob.matches("", file.device())));
        }

        @Override
        public String display() {
            return "file \"" + glob.pattern() + "\"";
        }
    }

    /** A device of the simulated ring; no file of the kernel is one. */
    record Simulated(String name) implements Device {
        @Override
        public boolean matches(FileIdentity file) {
            return false;
        }

        @Override
        public String display() {
            return "simulated \"" + name + "\"";
        }
    }
}
