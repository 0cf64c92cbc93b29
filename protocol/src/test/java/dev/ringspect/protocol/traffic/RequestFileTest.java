package dev.ringspect.protocol.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.uapi.FileUse;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.Sqe;

/** Which file a request has, and what it is called. */
class RequestFileTest {
    private static final int REGULAR = 0x81A4;

    private final List<Request> requests = new ArrayList<>();
    private final EventBuilder events = new EventBuilder(new Correlator(request -> requests.add(request.keep()),
            (block, major, minor) -> major == 244 ? Optional.of("/dev/lab/" + minor) : Optional.empty()));

    private Request submitted(Consumer<EventBuilder.Submission> what) {
        events.submit(0x10, 1, s -> what.accept(s.file(7))).complete(0x10, 1, 0);
        return requests.getLast();
    }

    private static Consumer<EventBuilder.Submission> with(int opcode, int offset, int value) {
        return s -> s.opcode(opcode).fill(sqe -> sqe.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value));
    }

    @ParameterizedTest
    @EnumSource
    void onlyOpcodesThatTakeAFileHaveOne(Opcode opcode) {
        events.file(7, REGULAR, 0, 0, "passwd");
        Request request = submitted(s -> s.opcode(opcode.number()));
        boolean file = FileUse.of(opcode) == FileUse.ALWAYS || opcode == Opcode.CLOSE;
        assertThat(request.device()).isEqualTo(file ? "passwd" : "");
        assertThat(request.file().isPresent()).isEqualTo(file);
        assertThat(request.fd()).as("what the SQE says stays").isEqualTo(5);
    }

    @Test
    void anOpcodeThatNoKernelHasTakesNone() {
        events.file(7, REGULAR, 0, 0, "passwd");
        assertThat(submitted(s -> s.opcode(200)).device()).isEmpty();
        assertThat(submitted(s -> s.opcode(22).headFlags(Head.SUBMIT_NO_SQE)).device()).isEqualTo("passwd");
        assertThat(submitted(s -> s.opcode(11).headFlags(Head.SUBMIT_NO_SQE)).device()).isEmpty();
    }

    @Test
    void theSqeMayMakeADescriptorOfIt() {
        events.file(7, REGULAR, 0, 0, "passwd");
        assertThat(submitted(with(0, Sqe.OP_FLAGS, 2)).device()).isEqualTo("passwd");
        assertThat(submitted(with(0, Sqe.OP_FLAGS, 1)).device()).isEmpty();
        assertThat(submitted(with(14, Sqe.OP_FLAGS, 2)).device()).isEqualTo("passwd");
        assertThat(submitted(with(14, Sqe.OP_FLAGS, 8)).device()).isEmpty();
        assertThat(submitted(with(14, Sqe.OP_FLAGS, 2 | 8)).device()).as("a registered one").isEmpty();
        assertThat(submitted(with(0, Sqe.OP_FLAGS, 2 | 4)).device()).as("a registered one").isEmpty();
        assertThat(submitted(with(19, Sqe.FILE_INDEX, 1)).device()).as("a slot is closed").isEmpty();
        assertThat(submitted(with(50, Sqe.LEN, 3)).device()).as("P_PIDFD").isEqualTo("passwd");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0x1180 | 0x50495045 | '' | pipe:[0]", "0x11A4 | 0xEF53 | queue | queue",
            "0x0180 | 0x09041934 | [eventfd] | anon_inode:[eventfd]",
            "0x0180 | 0x09041934 | inotify | anon_inode:inotify",
            "0x8124 | 0x6E736673 | net | net:[0]", "0x8124 | 0x6E736673 | / | namespace:[0]",
            "0x81C0 | 0x50494446 | / | pidfd:[0]", "0x81FF | 0x01021994 | memfd:ring | memfd:ring",
            "0x41ED | 0xEF53 | / | /"})
    void filesWithoutAPathAreCalledWhatTheirLinkSays(String mode, String magic, String name, String device) {
        events.file(7, Integer.decode(mode), 0, 0, Long.decode(magic), 0, 0, name);
        assertThat(submitted(s -> s.opcode(22)).device()).isEqualTo(device);
    }

    @Test
    void whatItIsCalledIsPartOfWhatItIs() {
        events.file(7, 0x21B6, 244, 3, "3");
        assertThat(submitted(s -> s.opcode(46)).file().orElseThrow().device()).isEqualTo("/dev/lab/3");
    }
}
