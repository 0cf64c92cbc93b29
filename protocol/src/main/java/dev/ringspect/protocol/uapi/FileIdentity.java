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
 */
public record FileIdentity(int mode, int major, int minor, long fsMagic, long inode, int socketFamily, int socketType,
        int socketProtocol, String name) {

    private static final int S_IFMT = 0xF000;

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
