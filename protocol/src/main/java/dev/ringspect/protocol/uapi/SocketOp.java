package dev.ringspect.protocol.uapi;

/**
 * A uring_cmd's {@code cmd_op} on a socket: {@code enum io_uring_socket_op} of {@code linux/io_uring.h}, names without
 * {@code SOCKET_URING_OP_}, in the order of their numbers.
 */
public enum SocketOp {
    SIOCINQ(0, "6.6"), SIOCOUTQ(1, "6.6"), GETSOCKOPT(2, "6.7"), SETSOCKOPT(3, "6.7"), TX_TIMESTAMP(4,
            "6.17"), GETSOCKNAME(5, "6.19");

    private final int number;
    private final String since;

    SocketOp(int number, String since) {
        this.number = number;
        this.since = since;
    }

    /** The number in {@code cmd_op}. */
    public int number() {
        return number;
    }

    /** The first kernel that knew it. */
    public KernelRelease since() {
        return KernelRelease.of(since);
    }
}
