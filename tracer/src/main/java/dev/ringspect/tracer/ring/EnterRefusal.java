package dev.ringspect.tracer.ring;

import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.tracer.sys.Errno;
import dev.ringspect.tracer.sys.SysError;

/** Why a call on a ring that is open was refused. */
final class EnterRefusal {
    private EnterRefusal() {}

    static SysError explain(RingLayout layout, int errno) {
        return new SysError("io_uring_enter", errno, fix(layout, errno));
    }

    private static String fix(RingLayout layout, int errno) {
        return switch (errno) {
            case Errno.EEXIST -> "the ring was set up with SINGLE_ISSUER and belongs to the thread that first used it: "
                    + "submit from that thread, or leave the flag out";
            case Errno.EBADFD -> layout.has(SetupFlags.R_DISABLED)
                    ? "the ring was set up with R_DISABLED: enable it before submitting"
                    : "the ring is not in a state to submit";
            case Errno.EBUSY ->
                "completions overflowed and the kernel keeps them: reap before submitting more, or open "
                        + "the ring with a larger completion queue";
            case Errno.EAGAIN -> "the kernel had no memory for a request: reap completions and try again";
            case Errno.ETIME -> "nothing completed in time";
            case Errno.EBADF -> "the ring is closed";
            case Errno.EOPNOTSUPP -> "the call does not fit this ring: waiting for a slot needs SQPOLL";
            case Errno.EOVERFLOW -> "the SQPOLL thread has ended, its owner is gone: open the ring anew";
            default -> "";
        };
    }
}
