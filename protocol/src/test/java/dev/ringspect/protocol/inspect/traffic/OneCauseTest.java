package dev.ringspect.protocol.inspect.traffic;

import static dev.ringspect.protocol.inspect.traffic.TrafficLab.DISK;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.LAB;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.NAMESPACE;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.NULL;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.SOCKET;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.UBLK;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.command;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.findings;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.refused;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.u16;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.u32;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.u64;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.uapi.Sqe;

/** What a request failed of is said once, by the finding that knows; what the errno can mean besides is left out then. */
class OneCauseTest {
    private static final int EINVAL = -22;
    private static final int ENOTTY = -25;
    private static final int EOPNOTSUPP = -95;
    private static final int SQE128 = 1 << 10;
    private static final int CQE32 = 1 << 11;
    private static final String TUNER = """
            protocol tuner;
            struct tune { __u32 band; __u32 spare; __u64 hertz; };
            refine struct tune { spare == 0; band in 0 .. 7 warning; }
            command TUNE = _IOW('T', 1, struct tune) {
                on device "/dev/lab?";
                payload struct tune;
                errors { EINVAL "hertz is not in the band"; EBUSY "another tunes"; }
            }
            command RESET = _IO('T', 2) { on device "/dev/tunerctl"; }
            """;
    private static final int TUNE = 0x40105401;
    private static final int RESET = 0x5402;

    @Test
    void aRingThatTheCommandCannotUseIsTheCause() {
        assertThat(findings(command(UBLK, 0x80207513, EINVAL))).singleElement().asString()
                .startsWith("D05 GET_FEATURES on ublk-control needs a ring set up with sqe128");
        assertThat(findings(command(NAMESPACE, 0xC0484E80, EOPNOTSUPP))).singleElement().asString().startsWith("D05 ");
        assertThat(findings(command(UBLK, 0x80207513, -1))).as("no ring makes -EPERM").hasSize(2)
                .anyMatch(text -> text.startsWith("D35 ") && text.contains("-EPERM: needs CAP_SYS_ADMIN"));
    }

    @Test
    void aRingThatIsRightIsNoCause() {
        assertThat(findings(command(UBLK, 0x80207513, EINVAL, s -> s.sqe128()))).containsExactly("D35 GET_FEATURES on"
                + " ublk-control answered -EINVAL: the ring lacks 128-byte SQEs, or the buffer does not have 8 bytes"
                + " (this ring has sqe128)");
    }

    @Test
    void everyControlCommandOfUblkNamesTheRingAmongTheCausesOfEinval() {
        assertThat(dev.ringspect.protocol.resolve.ProtocolSet.builtin().protocol("ublk").orElseThrow().commands())
                .filteredOn(known -> known.needs().sqe128()).hasSize(18).allSatisfy(
                        known -> assertThat(known.explain(22).orElseThrow().text()).as(known.name())
                                .startsWith("the ring lacks 128-byte SQEs, "));
    }

    @Test
    void whatTheCoreRefusesIsSaidOnce() {
        assertThat(findings(refused(NULL, 1, EINVAL, u16(Sqe.IOPRIO, 1)))).containsExactly(
                "D02 ANY on null: sqe->ioprio is 1; a uring_cmd takes no priority, the kernel answers -EINVAL");
        assertThat(findings(refused(NULL, 1, EINVAL, u32(Sqe.PAD1, 1)))).singleElement().asString().startsWith("D01 ");
        assertThat(findings(refused(NULL, 1, EINVAL, u32(Sqe.URING_CMD_FLAGS, 8)))).singleElement().asString()
                .startsWith("D03 ");
        assertThat(findings(refused(NULL, 1, EINVAL, s -> s.sqeFlags(0x80)))).singleElement().asString()
                .startsWith("D04 ");
        assertThat(findings(refused(NULL, 1, EINVAL, u16(Sqe.PERSONALITY, 7)))).singleElement().asString()
                .startsWith("D53 ");
        assertThat(findings(refused(NULL, 1, EINVAL, s -> s.opcode(64)))).singleElement().asString()
                .startsWith("D50 ");
        assertThat(findings(refused(NULL, 1, EOPNOTSUPP, s -> s.sqeFlags(0x20)))).as("Linux before 6.18")
                .singleElement().asString().startsWith("D03 ").endsWith("the kernel answers -EOPNOTSUPP");
        assertThat(findings(refused(NULL, 1, -12, u16(Sqe.IOPRIO, 1)))).as("-ENOMEM has another cause").hasSize(2);
    }

    @Test
    void aNumberOfAnotherNodeIsNoUnknownNumber() {
        assertThat(findings(command(NAMESPACE, 0xC0484E82, ENOTTY, s -> s.sqe128().setupFlags(SQE128 | CQE32))))
                .containsExactly("D07 cmd_op 0xc0484e82 on ng0n1: that number is nvme.ADMIN, a command of"
                        + " character device \"/dev/nvme*\"; it went to another file; it answered -ENOTTY");
        assertThat(findings(TUNER, command(LAB, RESET, 0))).containsExactly("D07 cmd_op 0x5402 on lab0: that number is"
                + " tuner.RESET, a command of device \"/dev/tunerctl\"; it went to another file");
        assertThat(findings(command(DISK, 0xC0484E80, EINVAL))).as("of another protocol").singleElement().asString()
                .startsWith("D07 ").contains("nvme.IO, a command of character device \"/dev/ng*n*\"");
    }

    @Test
    void anUnknownNumberComesWithWhatTheDriverSaidToIt() {
        assertThat(findings(TUNER, command(LAB, 9, ENOTTY))).containsExactly("D06 cmd_op 0x9 on lab0: protocol tuner"
                + " declares no command with that number; it answered -ENOTTY, as drivers do to a number that they do not"
                + " know");
        assertThat(findings(TUNER, command(LAB, 9, 0))).containsExactly(
                "D06 cmd_op 0x9 on lab0: protocol tuner declares no command with that number");
        assertThat(findings(TUNER, command(LAB, 9, -16))).as("-EBUSY is no such answer").hasSize(2)
                .anyMatch(text -> text.startsWith("D35 "));
        assertThat(findings(command(DISK, 0x1277, EINVAL))).singleElement().asString()
                .contains("0x1277 is the ioctl BLKDISCARD, the command is 0x1200");
        assertThat(findings(command(SOCKET, 2000, EOPNOTSUPP))).as("small numbers are of one protocol only")
                .singleElement().asString().startsWith("D06 ");
    }

    @Test
    void aMemberWithAValueThatIsAnErrorIsTheCauseOfEinval() {
        assertThat(findings(TUNER, command(LAB, TUNE, EINVAL, u32(Sqe.CMD + 4, 5)))).containsExactly(
                "D08 spare must be 0, and was 5");
        assertThat(findings(TUNER, command(LAB, TUNE, -16, u32(Sqe.CMD + 4, 5)))).hasSize(2);
        assertThat(findings(TUNER, command(LAB, TUNE, EINVAL, u32(Sqe.CMD, 9)))).as("a warning is no cause").hasSize(2)
                .anyMatch(text -> text.equals("D35 TUNE on lab0 answered -EINVAL: hertz is not in the band"));
        assertThat(findings(command(DISK, 0x1200, EINVAL, u64(Sqe.ADDR, 8).andThen(_ -> {})))).as("two checks")
                .containsExactly("check length is 0 (-EINVAL)",
                        "check start is no multiple of 512, and a logical block is never smaller (-EINVAL)");
    }

    @Test
    void aCommandThatIsNewerThanTheKernelSaysSo() {
        assertThat(findings(command(SOCKET, 5, EOPNOTSUPP))).containsExactly("D35 GETSOCKNAME on socket:AF_INET/STREAM"
                + " answered -EOPNOTSUPP: the command came with Linux 6.19, and this is Linux 6.18");
        assertThat(findings(command(SOCKET, 5, -107))).containsExactly(
                "D35 GETSOCKNAME on socket:AF_INET/STREAM answered -ENOTCONN: the socket has no peer");
    }
}
