package dev.ringspect.tracer.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.ringspect.protocol.uapi.FileUse;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.tracer.sys.Errno;

/** Which opcodes take {@code fd} for a file, asked of the live kernel: a descriptor that is not open is refused by these. */
class FileUseTest {
    private static final int NOT_OPEN = 1 << 20;
    private static final int EINVAL = -22;
    private static final int EFAULT = -14;

    /** With an SQE that is zero but for these, they are refused before the file is looked up: a null pointer, no buffers. */
    private static final Set<Opcode> REFUSED_BEFORE = EnumSet.of(Opcode.SENDMSG, Opcode.RECVMSG, Opcode.EPOLL_CTL,
            Opcode.FSETXATTR, Opcode.FGETXATTR, Opcode.SENDMSG_ZC, Opcode.READ_MULTISHOT, Opcode.RECV_ZC);

    @ParameterizedTest
    @EnumSource
    void aClosedDescriptorIsRefusedWhereItIsAFile(Opcode opcode) {
        int result = result(opcode, 0);
        if (FileUse.of(opcode) != FileUse.ALWAYS && opcode != Opcode.CLOSE) {
            assertThat(result).isNotEqualTo(-Errno.EBADF);
        } else if (REFUSED_BEFORE.contains(opcode) || opcode.is128()) {
            assertThat(result).isIn(EINVAL, EFAULT, -Errno.EBADF);
        } else if (result != EINVAL) {
            // EINVAL: a kernel that is older than the opcode
            assertThat(result).isEqualTo(-Errno.EBADF);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NOP", "ASYNC_CANCEL"})
    void aFlagMakesItAFile(Opcode opcode) {
        int result = result(opcode, 2);
        assertThat(result).isIn(-Errno.EBADF, EINVAL);
    }

    private static int result(Opcode opcode, int opFlags) {
        int[] result = {0};
        try (Ring ring = Ring.open(RingOptions.of(8, 0)).orThrow()) {
            SqeSlot slot = new SqeSlot();
            assertThat(ring.next(slot)).isTrue();
            slot.opcode(opcode.number()).fd(NOT_OPEN).opFlags(opFlags).userData(1);
            assertThat(ring.submitAndWait(1)).isEqualTo(1);
            ring.reap(cqe -> result[0] = result[0] == 0 ? cqe.res() : result[0]);
        }
        return result[0];
    }
}
