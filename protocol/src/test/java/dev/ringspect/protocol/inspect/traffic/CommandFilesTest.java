package dev.ringspect.protocol.inspect.traffic;

import static dev.ringspect.protocol.inspect.traffic.TrafficLab.DIRECTORY;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.DISK;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.EVENTFD;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.MOCK;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.NULL;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.OTHER;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.PIPE;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.PLAIN;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.SOCKET;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.STRANGE;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.command;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.findings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What -EOPNOTSUPP means is claimed of files only of which it is known. */
class CommandFilesTest {
    private static final int EOPNOTSUPP = -95;
    private static final int IOPOLL = 1;
    private static final int BOTH_WIDE = 3 << 10;

    @Test
    void filesThatAreKnownToHaveNoHandler() {
        assertThat(findings(command(PLAIN, 1, EOPNOTSUPP))).containsExactly("D44 cmd_op 0x1 on plain answered"
                + " -EOPNOTSUPP: the file operations of a regular file on ext4 have no uring_cmd handler");
        assertThat(findings(command(PIPE, 1, EOPNOTSUPP))).singleElement().asString().startsWith("D44 ")
                .contains("of a pipe have");
        assertThat(findings(command(EVENTFD, 1, EOPNOTSUPP))).singleElement().asString().startsWith("D44 ")
                .contains("of an anonymous file ([eventfd]) have");
        assertThat(findings(command(DIRECTORY, 1, EOPNOTSUPP))).singleElement().asString().startsWith("D44 ")
                .contains("of a directory have");
        assertThat(findings(command(PLAIN, 1, EOPNOTSUPP, s -> s.setupFlags(IOPOLL)))).as("whatever the ring")
                .singleElement().asString().startsWith("D44 ");
    }

    @Test
    void aCharacterDeviceMayHaveOne() {
        assertThat(findings(command(OTHER, 0, EOPNOTSUPP))).containsExactly("D35 cmd_op 0x0 on 0:0:0:0 answered"
                + " -EOPNOTSUPP: the file's driver has no uring_cmd handler, or does not know this command, or needs a ring"
                + " with what this one lacks, 128-byte SQEs and 32-byte CQEs");
        assertThat(findings(command(OTHER, 0, EOPNOTSUPP, s -> s.sqe128().setupFlags(BOTH_WIDE)))).containsExactly(
                "D35 cmd_op 0x0 on 0:0:0:0 answered -EOPNOTSUPP: the file's driver has no uring_cmd handler, or does not"
                        + " know this command");
        assertThat(findings(command(STRANGE, 0, EOPNOTSUPP))).as("a filesystem that nobody here knows")
                .noneMatch(text -> text.startsWith("D44"));
        assertThat(findings(command(MOCK, 0, EOPNOTSUPP))).as("an anonymous file with commands")
                .noneMatch(text -> text.startsWith("D44"));
    }

    @Test
    void aRingThatPollsIsTheCauseOnFilesThatCannotBePolled() {
        assertThat(findings(command(SOCKET, 0, EOPNOTSUPP, s -> s.setupFlags(IOPOLL)))).singleElement().asString()
                .startsWith("D45 SIOCINQ on socket:").contains("the ring polls for completions (IORING_SETUP_IOPOLL)");
        assertThat(findings(command(NULL, 7, EOPNOTSUPP, s -> s.setupFlags(IOPOLL)))).singleElement().asString()
                .startsWith("D45 ");
        assertThat(findings(command(DISK, 0x1200, EOPNOTSUPP, s -> s.setupFlags(IOPOLL))))
                .anyMatch(text -> text.startsWith("D45 ")).noneMatch(text -> text.startsWith("D35 "));
        assertThat(findings(command(SOCKET, 0, EOPNOTSUPP))).singleElement().asString().startsWith("D35 ")
                .contains("AF_PACKET").contains("even where the ioctl of that name works");
        assertThat(findings(command(OTHER, 0, EOPNOTSUPP, s -> s.setupFlags(IOPOLL)))).singleElement().asString()
                .startsWith("D35 ").contains("or cannot be polled");
    }
}
