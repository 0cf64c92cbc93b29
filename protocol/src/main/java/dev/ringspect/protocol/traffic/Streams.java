package dev.ringspect.protocol.traffic;

import java.lang.foreign.MemorySegment;

import dev.ringspect.protocol.traffic.UserDataIndex.Kind;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.Sqe;

/**
 * Which requests can have CQEs that do not name them: those that ask for many (flags of {@code linux/io_uring.h}). What a
 * driver does with a command is not known here.
 */
final class Streams {
    private static final int POLL_ADD_MULTI = 1;
    private static final int TIMEOUT_MULTISHOT = 1 << 6;
    private static final int ACCEPT_MULTISHOT = 1;
    private static final int RECV_MULTISHOT = 1 << 1;
    private static final int RECVSEND_BUNDLE = 1 << 4;
    private static final int URING_CMD_MULTISHOT = 1 << 1;
    /** The one command of the kernel's own that has many CQEs without that flag. */
    private static final int SOCKET_URING_OP_TX_TIMESTAMP = 4;

    private Streams() {}

    /** Whether this SQE may ask for a stream of CQEs; one that was not seen, and an opcode that is not known, may. */
    static boolean canStream(int opcode, MemorySegment memory, long sqe, int size) {
        if (size == 0 || opcode >= Opcode.ALL.size()) {
            return true;
        }
        if (opcode == Opcode.POLL_ADD.number()) {
            return (Sqe.len(memory, sqe) & POLL_ADD_MULTI) != 0;
        }
        if (opcode == Opcode.TIMEOUT.number()) {
            return (Sqe.opFlags(memory, sqe) & TIMEOUT_MULTISHOT) != 0;
        }
        if (opcode == Opcode.ACCEPT.number()) {
            return (Sqe.ioprio(memory, sqe) & ACCEPT_MULTISHOT) != 0;
        }
        if (opcode == Opcode.RECV.number() || opcode == Opcode.RECVMSG.number() || opcode == Opcode.SEND.number()
                || opcode == Opcode.SENDMSG.number()) {
            return (Sqe.ioprio(memory, sqe) & (RECV_MULTISHOT | RECVSEND_BUNDLE)) != 0;
        }
        if (opcode == Opcode.URING_CMD.number() || opcode == Opcode.URING_CMD128.number()) {
            return (Sqe.opFlags(memory, sqe) & URING_CMD_MULTISHOT) != 0
                    || Sqe.cmdOp(memory, sqe) == SOCKET_URING_OP_TX_TIMESTAMP;
        }
        return opcode == Opcode.READ_MULTISHOT.number() || opcode == Opcode.RECV_ZC.number();
    }

    /** What CQEs that do not name it an open request can get. */
    static Kind kind(OpenRequests requests, int slot) {
        boolean unknown = requests.has(slot, OpenRequests.NO_OPCODE);
        if (!requests.has(slot, OpenRequests.BY_REQ)) {
            return !unknown && isZeroCopy(requests, slot) ? Kind.SENT : Kind.ANONYMOUS;
        }
        return unknown || canStream(requests.getByte(slot, OpenRequests.OPCODE), requests.memory(),
                requests.base(slot) + OpenRequests.SQE, requests.getByte(slot, OpenRequests.SQE_SIZE))
                        ? Kind.STREAM
                        : Kind.PLAIN;
    }

    /** Whether an open request is a send whose buffer the kernel hands back by a CQE of its own. */
    static boolean isZeroCopy(OpenRequests requests, int slot) {
        int opcode = requests.getByte(slot, OpenRequests.OPCODE);
        return opcode == Opcode.SEND_ZC.number() || opcode == Opcode.SENDMSG_ZC.number();
    }
}
