package dev.ringspect.tracer.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open file descriptor with one owner, who closes it; closing twice does nothing. */
public final class Descriptor implements AutoCloseable {
    /** {@code O_RDONLY} of {@link #open}. */
    public static final int READ_ONLY = 0;
    /** {@code O_RDWR} of {@link #open}. */
    public static final int READ_WRITE = 2;

    private static final int STATX_SIZE = 256;
    private static final long STX_MODE = 28;

    private final int fd;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Descriptor(int fd) {
        this.fd = fd;
    }

    /** Takes over the descriptor that {@code call} returned as {@code result}, or its refusal. */
    public static SysResult<Descriptor> of(String call, long result) {
        if (result < 0) {
            return new SysResult.Failed<>(SysError.of(call, result));
        }
        return new SysResult.Ok<>(new Descriptor((int) result));
    }

    /** Opens a file, {@link #READ_ONLY} or {@link #READ_WRITE}. */
    public static SysResult<Descriptor> open(String path, int access) {
        return switch (of("open(" + path + ")", SystemCalls.linux().open(path, access, 0))) {
            case SysResult.Ok<Descriptor> ok -> ok;
            case SysResult.Failed<Descriptor>(SysError error) ->
                new SysResult.Failed<>(error.withFix(openFix(error.errno())));
        };
    }

    private static String openFix(int errno) {
        return switch (errno) {
            case Errno.ENOENT -> "check the path";
            case Errno.EACCES, Errno.EPERM -> "this user may not open it: run as a user who may, or change its mode";
            case Errno.ENXIO -> "the device has no driver that is ready";
            case Errno.EMFILE, Errno.ENFILE -> "too many files are open: raise ulimit -n";
            default -> "";
        };
    }

    /** Takes over a descriptor that the kernel has given in another way, such as in a message. */
    static Descriptor adopt(int fd) {
        return new Descriptor(fd);
    }

    /** The number, valid until {@link #close}. */
    public int fd() {
        return fd;
    }

    /** {@code st_mode}: file type and permissions; the negative errno when the kernel does not say. */
    public long mode() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statx = arena.allocate(STATX_SIZE, 8);
            long result = SystemCalls.linux().statx(fd, statx);
            return result < 0 ? result : statx.get(ValueLayout.JAVA_SHORT, STX_MODE) & 0xFFFF;
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            SystemCalls.linux().close(fd);
        }
    }

    @Override
    public String toString() {
        return "fd " + fd;
    }
}
