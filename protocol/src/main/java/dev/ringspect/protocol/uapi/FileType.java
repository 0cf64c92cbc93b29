package dev.ringspect.protocol.uapi;

/** The file type in {@code i_mode}: {@code S_IF*} of {@code linux/stat.h}. */
public enum FileType {
    FIFO(0x1000, "pipe"), CHARACTER_DEVICE(0x2000, "character device"), DIRECTORY(0x4000, "directory"), BLOCK_DEVICE(
            0x6000, "block device"), REGULAR(0x8000,
                    "regular file"), SYMBOLIC_LINK(0xA000, "symbolic link"), SOCKET(0xC000, "socket"),
    /** No type bits: an anonymous file, such as an eventfd or a ring on older kernels. */
    ANONYMOUS(0, "anonymous file");

    /** The bits of the mode that hold the type, {@code S_IFMT}. */
    public static final int MASK = 0xF000;

    private final int bits;
    private final String words;

    FileType(int bits, String words) {
        this.bits = bits;
        this.words = words;
    }

    /** The type's bits within {@link #MASK}. */
    public int bits() {
        return bits;
    }

    /** What a person calls it. */
    public String words() {
        return words;
    }

    /** The type of a file with that mode; type bits that Linux does not use count as {@link #ANONYMOUS}. */
    public static FileType ofMode(int mode) {
        int type = mode & MASK;
        for (FileType candidate : values()) {
            if (candidate.bits == type) {
                return candidate;
            }
        }
        return ANONYMOUS;
    }
}
