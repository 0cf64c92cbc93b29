package dev.ringspect.tracer.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * The calls through the C library. Each native call captures errno in the calling thread's own scratch memory, but for
 * {@link #ioUringEnter}, which asks for it only when there is one. A symbol that the C library lacks answers ENOSYS, as a
 * kernel without the call does.
 */
final class LinuxCalls extends SystemCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(PathElement.groupElement("errno"))
            .withInvokeExactBehavior();
    // Scratch memory, not state: a thread reads it right after the call that wrote it.
    private static final ThreadLocal<MemorySegment> SCRATCH = ThreadLocal
            .withInitial(() -> Arena.ofAuto().allocate(CAPTURE));

    // io_uring has no wrappers in the C library. The numbers are the same on every architecture since 5.1.
    private static final long IO_URING_SETUP = 425;
    private static final long IO_URING_ENTER = 426;
    private static final long IO_URING_REGISTER = 427;

    private static final int MAP_SHARED = 1;
    private static final int MAP_POPULATE = 0x8000;
    private static final int MAP_PRIVATE_ANONYMOUS_FIXED = 0x2 | 0x20 | 0x10;
    private static final int O_CLOEXEC = 0x80000;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int EFD_CLOEXEC_NONBLOCK = 0x80800;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int MFD_CLOEXEC = 1;
    private static final int PRIO_PROCESS = 0;
    private static final MemorySegment EMPTY_PATH = Arena.global().allocateFrom("");

    private static final MethodHandle SYSCALL_POINTER = bind("syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final FunctionDescriptor ENTER = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
            JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
    private static final MethodHandle SYSCALL_ENTER = bind("syscall", ENTER, Linker.Option.firstVariadicArg(1));
    private static final MethodHandle ENTER_WITHOUT_ERRNO = withoutErrno("syscall", ENTER,
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle SYSCALL_REGISTER = bind("syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle MMAP = bind("mmap",
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP = bind("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle OPEN = bind("open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle READ = bind("read",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE = bind("write",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle EVENTFD = bind("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle POLL = bind("poll",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SOCKET = bind("socket",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SOCKETPAIR = bind("socketpair",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle BIND = bind("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle LISTEN = bind("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CONNECT = bind("connect",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle ACCEPT = bind("accept4",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKNAME = bind("getsockname",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle GETSOCKOPT = bind("getsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SETSOCKOPT = bind("setsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDMSG = bind("sendmsg",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECVMSG = bind("recvmsg",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle PIPE = bind("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETUID = bind("getuid", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle SETPRIORITY = bind("setpriority",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle GETTID = bind("gettid", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle STATX = bind("statx",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle MEMFD = bind("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle FTRUNCATE = bind("ftruncate",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle ERRNO_NAME = bind("strerrorname_np", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    private static final MethodHandle ERRNO_MEANING = bind("strerrordesc_np",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

    static final SystemCalls INSTANCE = new LinuxCalls();

    private LinuxCalls() {}

    @SuppressWarnings("restricted")
    private static MethodHandle bind(String symbol, FunctionDescriptor function, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = Linker.Option.captureCallState("errno");
        Optional<MemorySegment> address = LINKER.defaultLookup().find(symbol);
        return address.map(at -> LINKER.downcallHandle(at, function, all)).orElseGet(() -> missing(function));
    }

    /** A call that keeps no errno; -1 from a symbol that is not there. */
    @SuppressWarnings("restricted")
    private static MethodHandle withoutErrno(String symbol, FunctionDescriptor function, Linker.Option... options) {
        return LINKER.defaultLookup().find(symbol).map(at -> LINKER.downcallHandle(at, function, options))
                .orElseGet(() -> MethodHandles.dropArguments(MethodHandles.constant(long.class, -1L), 0,
                        function.toMethodType().parameterArray()));
    }

    /** A stand-in for a symbol that is not there: stores ENOSYS as a call does, and answers -1. */
    private static MethodHandle missing(FunctionDescriptor function) {
        MethodType type = function.toMethodType();
        MethodHandle setErrno = MethodHandles.insertArguments(ERRNO.toMethodHandle(VarHandle.AccessMode.SET), 1, 0L,
                Errno.ENOSYS);
        Object answer = type.returnType() == long.class ? (Object) Long.valueOf(-1) : Integer.valueOf(-1);
        MethodHandle minusOne = MethodHandles.constant(type.returnType(), answer);
        return MethodHandles.dropArguments(MethodHandles.filterReturnValue(setErrno, minusOne), 1,
                type.parameterArray());
    }

    /** The kernel's way of saying it: the value, or the negative errno. */
    private static long result(long value, MemorySegment scratch) {
        return value == -1 ? -(long) (int) ERRNO.get(scratch, 0L) : value;
    }

    private static AssertionError bug(Throwable thrown) {
        return new AssertionError("a native call threw", thrown);
    }

    @Override
    public long ioUringSetup(int entries, MemorySegment params) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((long) SYSCALL_POINTER.invokeExact(scratch, IO_URING_SETUP, (long) entries, params, 0L, 0L),
                    scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long ioUringEnter(int fd, int toSubmit, int minComplete, int flags, MemorySegment argument,
            long argumentSize) {
        try {
            // Keeping errno costs several ns. A call that fails has submitted nothing, so it is made once more to learn
            // why; one that waits for a time is not, or it would wait twice.
            if (argumentSize == 0) {
                long taken = (long) ENTER_WITHOUT_ERRNO.invokeExact(IO_URING_ENTER, (long) fd, (long) toSubmit,
                        (long) minComplete, (long) flags, argument, argumentSize);
                if (taken != -1) {
                    return taken;
                }
            }
            MemorySegment scratch = SCRATCH.get();
            return result((long) SYSCALL_ENTER.invokeExact(scratch, IO_URING_ENTER, (long) fd, (long) toSubmit,
                    (long) minComplete, (long) flags, argument, argumentSize), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long ioUringRegister(int fd, int opcode, MemorySegment argument, int count) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((long) SYSCALL_REGISTER.invokeExact(scratch, IO_URING_REGISTER, (long) fd, (long) opcode,
                    argument, (long) count), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    @SuppressWarnings("restricted")
    public SysResult<MemorySegment> map(int fd, long offset, long length, int protection, Arena owner) {
        MemorySegment scratch = SCRATCH.get();
        try {
            long address = result((long) MMAP.invokeExact(scratch, MemorySegment.NULL, length, protection,
                    MAP_SHARED | MAP_POPULATE, fd, offset), scratch);
            if (address < 0 && address > -4096) {
                return new SysResult.Failed<>(SysError.of("mmap", address));
            }
            MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(length, owner, LinuxCalls::unmap);
            return new SysResult.Ok<>(memory);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    long replaceByEmptyMemory(MemorySegment memory) {
        MemorySegment scratch = SCRATCH.get();
        try {
            long at = result((long) MMAP.invokeExact(scratch, memory, memory.byteSize(), PROT_READ | PROT_WRITE,
                    MAP_PRIVATE_ANONYMOUS_FIXED, -1, 0L), scratch);
            return at < 0 && at > -4096 ? at : 0;
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    private static void unmap(MemorySegment memory) {
        try {
            int ignored = (int) MUNMAP.invokeExact(SCRATCH.get(), memory, memory.byteSize());
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long close(int fd) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) CLOSE.invokeExact(scratch, fd), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long open(String path, int flags, int mode) {
        MemorySegment scratch = SCRATCH.get();
        try (Arena arena = Arena.ofConfined()) {
            return result((int) OPEN.invokeExact(scratch, arena.allocateFrom(path), flags | O_CLOEXEC, mode), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long read(int fd, MemorySegment into, long length) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((long) READ.invokeExact(scratch, fd, into, length), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long write(int fd, MemorySegment from, long length) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((long) WRITE.invokeExact(scratch, fd, from, length), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long eventfd() {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) EVENTFD.invokeExact(scratch, 0, EFD_CLOEXEC_NONBLOCK), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long poll(MemorySegment pollfds, int count, int timeoutMillis) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) POLL.invokeExact(scratch, pollfds, (long) count, timeoutMillis), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long socket(int family, int type, int protocol) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) SOCKET.invokeExact(scratch, family, type | SOCK_CLOEXEC, protocol), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long socketpair(int family, int type, int protocol, MemorySegment two) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) SOCKETPAIR.invokeExact(scratch, family, type | SOCK_CLOEXEC, protocol, two), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long bind(int fd, MemorySegment address, int length) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) BIND.invokeExact(scratch, fd, address, length), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long listen(int fd, int backlog) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) LISTEN.invokeExact(scratch, fd, backlog), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long connect(int fd, MemorySegment address, int length) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) CONNECT.invokeExact(scratch, fd, address, length), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long accept(int fd) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) ACCEPT.invokeExact(scratch, fd, MemorySegment.NULL, MemorySegment.NULL, SOCK_CLOEXEC),
                    scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long getsockname(int fd, MemorySegment address, MemorySegment length) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) GETSOCKNAME.invokeExact(scratch, fd, address, length), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long getsockopt(int fd, int level, int name, MemorySegment value, MemorySegment length) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) GETSOCKOPT.invokeExact(scratch, fd, level, name, value, length), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long setsockopt(int fd, int level, int name, MemorySegment value, int length) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) SETSOCKOPT.invokeExact(scratch, fd, level, name, value, length), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long sendmsg(int fd, MemorySegment msghdr, int flags) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((long) SENDMSG.invokeExact(scratch, fd, msghdr, flags), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long recvmsg(int fd, MemorySegment msghdr, int flags) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((long) RECVMSG.invokeExact(scratch, fd, msghdr, flags), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long pipe(MemorySegment two) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) PIPE.invokeExact(scratch, two, O_CLOEXEC), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public int getuid() {
        try {
            return (int) GETUID.invokeExact(SCRATCH.get());
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public int gettid() {
        try {
            return (int) GETTID.invokeExact(SCRATCH.get());
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long setNice(int tid, int nice) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) SETPRIORITY.invokeExact(scratch, PRIO_PROCESS, tid, nice), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long statx(int fd, MemorySegment into) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) STATX.invokeExact(scratch, fd, EMPTY_PATH, AT_EMPTY_PATH, STATX_BASIC_STATS, into),
                    scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long memfd(String name) {
        MemorySegment scratch = SCRATCH.get();
        try (Arena arena = Arena.ofConfined()) {
            return result((int) MEMFD.invokeExact(scratch, arena.allocateFrom(name), MFD_CLOEXEC), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public long ftruncate(int fd, long length) {
        MemorySegment scratch = SCRATCH.get();
        try {
            return result((int) FTRUNCATE.invokeExact(scratch, fd, length), scratch);
        } catch (Throwable t) {
            throw bug(t);
        }
    }

    @Override
    public String errnoName(int errno) {
        return text(ERRNO_NAME, errno).orElse("errno " + errno);
    }

    @Override
    public String errnoMeaning(int errno) {
        return text(ERRNO_MEANING, errno).orElse("error " + errno);
    }

    @SuppressWarnings("restricted")
    private static Optional<String> text(MethodHandle function, int errno) {
        try {
            long address = (long) function.invokeExact(SCRATCH.get(), errno);
            if (address == 0 || address == -1) {
                return Optional.empty();
            }
            return Optional.of(MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE).getString(0));
        } catch (Throwable t) {
            throw bug(t);
        }
    }
}
