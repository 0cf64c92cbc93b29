package dev.ringspect.tracer.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Unix {@code SOCK_SEQPACKET} socket: whole messages, and descriptors with them. Used by one thread at a time. */
public final class MessageSocket implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_CTRUNC = 0x8;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;

    private static final int SOCKADDR_UN = 110;
    private static final int PATH_MAX_BYTES = 107;
    private static final int MAX_MESSAGE = 64 * 1024;
    private static final int MAX_DESCRIPTORS = 16;
    private static final int CMSG_HEADER = 16;

    // struct msghdr and struct iovec of the 64-bit C libraries
    private static final int MSGHDR = 56;
    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_CONTROL = 32;
    private static final int MSG_CONTROLLEN = 40;
    private static final int MSG_FLAGS = 48;

    private final Descriptor socket;

    private MessageSocket(Descriptor socket) {
        this.socket = socket;
    }

    /** A socket that listens at {@code path}, which must not exist. */
    public static SysResult<MessageSocket> listen(Path path) {
        return at(path, "bind", address -> fd -> {
            long result = SystemCalls.linux().bind(fd, address, SOCKADDR_UN);
            return result < 0 ? result : SystemCalls.linux().listen(fd, 1);
        });
    }

    /** A socket connected to the one that listens at {@code path}. */
    public static SysResult<MessageSocket> connect(Path path) {
        return at(path, "connect", address -> fd -> SystemCalls.linux().connect(fd, address, SOCKADDR_UN));
    }

    private interface OnDescriptor {
        long run(int fd);
    }

    private interface OnAddress {
        OnDescriptor with(MemorySegment address);
    }

    private static SysResult<MessageSocket> at(Path path, String call, OnAddress action) {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        if (name.length > PATH_MAX_BYTES) {
            return new SysResult.Failed<>(new SysError(call + "(" + path + ")", Errno.ENAMETOOLONG,
                    "a socket's path may have " + PATH_MAX_BYTES
                            + " bytes: set TMPDIR to a shorter directory"));
        }
        return Descriptor.of("socket", SystemCalls.linux().socket(AF_UNIX, SOCK_SEQPACKET, 0)).then(fd -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment address = arena.allocate(SOCKADDR_UN, 8);
                address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
                MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
                long result = action.with(address).run(fd.fd());
                if (result < 0) {
                    fd.close();
                    return new SysResult.Failed<>(SysError.of(call + "(" + path + ")", result));
                }
                return new SysResult.Ok<>(new MessageSocket(fd));
            }
        });
    }

    /** The descriptor, for polling. */
    public int fd() {
        return socket.fd();
    }

    /** Takes the connection that waits, without waiting for one: poll first. */
    public SysResult<MessageSocket> accept() {
        return Descriptor.of("accept4", SystemCalls.linux().accept(fd()))
                .then(fd -> new SysResult.Ok<>(new MessageSocket(fd)));
    }

    /** Who is at the other end. */
    public SysResult<PeerCredentials> peer() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ucred = arena.allocate(12, 4);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, 12);
            long result = SystemCalls.linux().getsockopt(fd(), SOL_SOCKET, SO_PEERCRED, ucred, length);
            if (result < 0) {
                return new SysResult.Failed<>(SysError.of("getsockopt(SO_PEERCRED)", result));
            }
            return new SysResult.Ok<>(new PeerCredentials(ucred.get(ValueLayout.JAVA_INT, 0),
                    ucred.get(ValueLayout.JAVA_INT, 4), ucred.get(ValueLayout.JAVA_INT, 8)));
        }
    }

    /**
     * Waits for one message.
     *
     * @return the message; {@code ETIMEDOUT} when none came in time
     */
    public SysResult<Message> receive(int timeoutMillis) {
        try (Arena arena = Arena.ofConfined()) {
            long ready = awaitInput(arena, timeoutMillis);
            if (ready <= 0) {
                return new SysResult.Failed<>(SysError.of("recvmsg", ready == 0 ? -Errno.ETIMEDOUT : ready));
            }
            MemorySegment bytes = arena.allocate(MAX_MESSAGE, 8);
            MemorySegment control = arena.allocate(CMSG_HEADER + 4L * MAX_DESCRIPTORS, 8);
            MemorySegment msghdr = msghdr(arena, bytes, MAX_MESSAGE, control, control.byteSize());
            long length = SystemCalls.linux().recvmsg(fd(), msghdr, MSG_CMSG_CLOEXEC);
            if (length < 0) {
                return new SysResult.Failed<>(SysError.of("recvmsg", length));
            }
            List<Descriptor> descriptors = descriptors(control, msghdr.get(ValueLayout.JAVA_LONG, MSG_CONTROLLEN));
            if ((msghdr.get(ValueLayout.JAVA_INT, MSG_FLAGS) & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
                descriptors.forEach(Descriptor::close);
                return new SysResult.Failed<>(SysError.of("recvmsg", -Errno.EOVERFLOW));
            }
            byte[] text = bytes.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            return new SysResult.Ok<>(new Message(new String(text, StandardCharsets.UTF_8), descriptors, length == 0));
        }
    }

    private long awaitInput(Arena arena, int timeoutMillis) {
        PollSet input = new PollSet(arena, fd());
        long end = System.nanoTime() + timeoutMillis * 1_000_000L;
        while (true) {
            long left = (end - System.nanoTime()) / 1_000_000L;
            long ready = input.await((int) Math.max(0, left));
            if (ready != 0 || left <= 0) {
                return ready;
            }
        }
    }

    private static List<Descriptor> descriptors(MemorySegment control, long controlLength) {
        List<Descriptor> descriptors = new ArrayList<>();
        if (controlLength >= CMSG_HEADER && control.get(ValueLayout.JAVA_INT, 8) == SOL_SOCKET
                && control.get(ValueLayout.JAVA_INT, 12) == SCM_RIGHTS) {
            long end = Math.min(control.get(ValueLayout.JAVA_LONG, 0), control.byteSize());
            for (long at = CMSG_HEADER; at + 4 <= end; at += 4) {
                descriptors.add(Descriptor.adopt(control.get(ValueLayout.JAVA_INT, at)));
            }
        }
        return descriptors;
    }

    /** Sends one message; the descriptors stay the caller's. Returns the negative errno of a refusal, else 0 or more. */
    public long send(String text, Descriptor... descriptors) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            MemorySegment control = MemorySegment.NULL;
            long controlLength = 0;
            if (descriptors.length > 0) {
                controlLength = CMSG_HEADER + (4L * descriptors.length + 7) / 8 * 8;
                control = arena.allocate(controlLength, 8);
                control.set(ValueLayout.JAVA_LONG, 0, CMSG_HEADER + 4L * descriptors.length);
                control.set(ValueLayout.JAVA_INT, 8, SOL_SOCKET);
                control.set(ValueLayout.JAVA_INT, 12, SCM_RIGHTS);
                for (int i = 0; i < descriptors.length; i++) {
                    control.set(ValueLayout.JAVA_INT, CMSG_HEADER + 4L * i, descriptors[i].fd());
                }
            }
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            return SystemCalls.linux().sendmsg(fd(), msghdr(arena, memory, bytes.length, control, controlLength),
                    MSG_NOSIGNAL);
        }
    }

    private static MemorySegment msghdr(Arena arena, MemorySegment bytes, long length, MemorySegment control,
            long controlLength) {
        MemorySegment iovec = arena.allocate(16, 8);
        iovec.set(ValueLayout.ADDRESS, 0, bytes);
        iovec.set(ValueLayout.JAVA_LONG, 8, length);
        MemorySegment msghdr = arena.allocate(MSGHDR, 8);
        msghdr.set(ValueLayout.ADDRESS, MSG_IOV, iovec);
        msghdr.set(ValueLayout.JAVA_LONG, MSG_IOVLEN, 1);
        msghdr.set(ValueLayout.ADDRESS, MSG_CONTROL, control);
        msghdr.set(ValueLayout.JAVA_LONG, MSG_CONTROLLEN, controlLength);
        return msghdr;
    }

    @Override
    public void close() {
        socket.close();
    }
}
