package dev.ringspect.tracer.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Linux system calls. Numbers come back as the kernel gives them: 0 or more for success, the negative errno for a
 * refusal; no call throws and none of them allocates, except those that take a {@link String}. Structures are passed as
 * memory in the C library's 64-bit layout, which x86_64 and aarch64 share for all that is used here.
 */
public abstract class SystemCalls {
    /** {@code PROT_READ} of {@link #map}. */
    public static final int PROT_READ = 1;
    /** {@code PROT_WRITE} of {@link #map}. */
    public static final int PROT_WRITE = 2;

    SystemCalls() {}

    /** The running system's calls. */
    public static SystemCalls linux() {
        return LinuxCalls.INSTANCE;
    }

    /** {@code io_uring_setup(2)}: {@code params} is a {@code struct io_uring_params}, 120 bytes. */
    public abstract long ioUringSetup(int entries, MemorySegment params);

    /**
     * {@code io_uring_enter(2)}.
     *
     * @param argument signal mask or {@code struct io_uring_getevents_arg}, {@link MemorySegment#NULL} for none
     * @return the number of entries submitted
     */
    public abstract long ioUringEnter(int fd, int toSubmit, int minComplete, int flags, MemorySegment argument,
            long argumentSize);

    /** {@code io_uring_register(2)}. */
    public abstract long ioUringRegister(int fd, int opcode, MemorySegment argument, int count);

    /**
     * {@code mmap(2)}, shared and populated.
     *
     * @param owner unmaps the memory when it closes
     */
    public abstract SysResult<MemorySegment> map(int fd, long offset, long length, int protection, Arena owner);

    /** {@code mmap(2)} of private, empty memory, to be read and written, in the place of what {@code memory} maps. */
    abstract long replaceByEmptyMemory(MemorySegment memory);

    /** {@code close(2)}. */
    public abstract long close(int fd);

    /** {@code open(2)}; {@code O_CLOEXEC} is always added. */
    public abstract long open(String path, int flags, int mode);

    /** {@code read(2)}. */
    public abstract long read(int fd, MemorySegment into, long length);

    /** {@code write(2)}. */
    public abstract long write(int fd, MemorySegment from, long length);

    /** {@code eventfd(2)} with an initial count of 0, non-blocking, close-on-exec. */
    public abstract long eventfd();

    /** {@code poll(2)} on {@code count} {@code struct pollfd} of 8 bytes. A negative time-out waits for ever. */
    public abstract long poll(MemorySegment pollfds, int count, int timeoutMillis);

    /** {@code socket(2)}; {@code SOCK_CLOEXEC} is always added. */
    public abstract long socket(int family, int type, int protocol);

    /** {@code socketpair(2)}: two descriptors are stored as ints; {@code SOCK_CLOEXEC} is always added. */
    public abstract long socketpair(int family, int type, int protocol, MemorySegment two);

    /** {@code bind(2)}. */
    public abstract long bind(int fd, MemorySegment address, int length);

    /** {@code listen(2)}. */
    public abstract long listen(int fd, int backlog);

    /** {@code connect(2)}. */
    public abstract long connect(int fd, MemorySegment address, int length);

    /** {@code accept4(2)} without the peer's address; close-on-exec. */
    public abstract long accept(int fd);

    /** {@code getsockname(2)}; {@code length} points at a {@code socklen_t}, in and out. */
    public abstract long getsockname(int fd, MemorySegment address, MemorySegment length);

    /** {@code getsockopt(2)}; {@code length} points at a {@code socklen_t}, in and out. */
    public abstract long getsockopt(int fd, int level, int name, MemorySegment value, MemorySegment length);

    /** {@code setsockopt(2)}. */
    public abstract long setsockopt(int fd, int level, int name, MemorySegment value, int length);

    /** {@code sendmsg(2)} of a {@code struct msghdr}, 56 bytes. */
    public abstract long sendmsg(int fd, MemorySegment msghdr, int flags);

    /** {@code recvmsg(2)} into a {@code struct msghdr}, 56 bytes. */
    public abstract long recvmsg(int fd, MemorySegment msghdr, int flags);

    /** {@code pipe2(2)}: its two descriptors are stored as ints; {@code O_CLOEXEC} is always added. */
    public abstract long pipe(MemorySegment two);

    /** {@code getuid(2)}. */
    public abstract int getuid();

    /** {@code gettid(2)}. */
    public abstract int gettid();

    /** {@code setpriority(2)} of one thread, which on Linux has a nice value of its own. */
    public abstract long setNice(int tid, int nice);

    /** {@code statx(2)} of an open descriptor: {@code into} is a {@code struct statx}, 256 bytes. */
    public abstract long statx(int fd, MemorySegment into);

    /** {@code memfd_create(2)}, close-on-exec. */
    public abstract long memfd(String name);

    /** {@code ftruncate(2)}. */
    public abstract long ftruncate(int fd, long length);

    /** The symbol of an errno, such as {@code EPERM}; {@code errno 1234} when the C library has none. */
    public abstract String errnoName(int errno);

    /** The C library's sentence for an errno. */
    public abstract String errnoMeaning(int errno);
}
