package dev.ringspect.protocol.uapi;

/**
 * What a request's file is, as the kernel's inode says; the thing that decides which protocol a command belongs to.
 *
 * @param mode {@code i_mode}: file type and permissions ({@code S_IFMT} bits as in {@code linux/stat.h})
 * @param major device major number of {@code i_rdev}, 0 unless a character or block device
 * @param minor device minor number of {@code i_rdev}
 * @param fsMagic {@code s_magic} of the file's filesystem (see {@code linux/magic.h})
 * @param inode {@code i_ino}
 * @param socketFamily address family of a socket ({@code AF_*}), 0 otherwise
 * @param socketType type of a socket ({@code SOCK_STREAM} ...), 0 otherwise
 * @param socketProtocol protocol of a socket ({@code IPPROTO_TCP} ...), 0 otherwise
 * @param name last component of the file's path as the kernel knows it, empty when it has none
 * @param pathOnly whether it was opened with {@code O_PATH}, so that no request can use it
 * @param device what it is called in rows and patterns: a path in /dev, {@code pipe:[7]}; empty when nobody looked
 */
public record FileIdentity(int mode, int major, int minor, long fsMagic, long inode, int socketFamily, int socketType,
        int socketProtocol, String name, boolean pathOnly, String device) {
    private static final long PIPEFS = 0x50495045L;
    private static final long NSFS = 0x6E736673L;
    private static final long PIDFS = 0x50494446L;
    private static final long ANON_INODEFS = 0x09041934L;

    private static final int S_IFMT = 0xF000;

    /** An identity that nobody has looked up a path for. */
    public FileIdentity(int mode, int major, int minor, long fsMagic, long inode, int socketFamily, int socketType,
            int socketProtocol, String name) {
        this(mode, major, minor, fsMagic, inode, socketFamily, socketType, socketProtocol, name, false, "");
    }

    /** The same file with what it is called. */
    public FileIdentity called(String newDevice) {
        return new FileIdentity(mode, major, minor, fsMagic, inode, socketFamily, socketType, socketProtocol, name,
                pathOnly, newDevice);
    }

    /** Whether this is a pipe without a name. */
    public boolean isPipe() {
        return magic() == PIPEFS;
    }

    /** Whether this stands for a namespace; then {@link #name} is its kind, such as {@code net}. */
    public boolean isNamespace() {
        return magic() == NSFS;
    }

    /** Whether this stands for a process, on kernels (6.9 and later) where that is no anonymous inode. */
    public boolean isPidfd() {
        return magic() == PIDFS;
    }

    /** Whether this has no inode of its own: an eventfd, a timerfd, an epoll instance, a ring. */
    public boolean isAnonymousInode() {
        return magic() == ANON_INODEFS;
    }

    private long magic() {
        return fsMagic & 0xFFFF_FFFFL;
    }

    /** Whether this is a character device. */
    public boolean isCharacterDevice() {
        return (mode & S_IFMT) == 0x2000;
    }

    /** Whether this is a block device. */
    public boolean isBlockDevice() {
        return (mode & S_IFMT) == 0x6000;
    }

    /** Whether this is a socket. */
    public boolean isSocket() {
        return (mode & S_IFMT) == 0xC000;
    }

    /** Whether this is a regular file. */
    public boolean isRegularFile() {
        return (mode & S_IFMT) == 0x8000;
    }
}
