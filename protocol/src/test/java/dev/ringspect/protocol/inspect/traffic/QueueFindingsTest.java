package dev.ringspect.protocol.inspect.traffic;

import static dev.ringspect.protocol.inspect.traffic.TrafficLab.LAB;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.NULL;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.findings;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.refused;
import static dev.ringspect.protocol.inspect.traffic.TrafficLab.u16;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.traffic.EventBuilder;
import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.uapi.Sqe;

/** What the program did to its queue: a batch that stopped, slots of the wrong size, an SQE that nobody filled. */
class QueueFindingsTest {
    private static final int ENTRIES = 32;
    private static final int SUBMIT_ALL = 1 << 7;
    private static final int SQPOLL = 1 << 1;
    private static final int IO_LINK = 4;

    @Test
    void aRefusalStopsTheBatch() {
        assertThat(findings(stopped(2, 0, 0))).anyMatch(text -> text.equals("D41 ANY on null was refused when it was"
                + " prepared, and the ring lacks IORING_SETUP_SUBMIT_ALL: the kernel took no more of the batch, 2 SQEs"
                + " after it were not submitted and wait in the queue for the next io_uring_enter"));
        assertThat(findings(stopped(1, 0, 0))).anyMatch(text -> text.contains("1 SQE after it was not submitted"));
        assertThat(findings(stopped(0, 0, 0))).as("it was the last").noneMatch(text -> text.startsWith("D41"));
        assertThat(findings(stopped(2, SUBMIT_ALL, 0))).noneMatch(text -> text.startsWith("D41"));
        assertThat(findings(stopped(2, SQPOLL, 0))).as("the kernel's thread comes back")
                .noneMatch(text -> text.startsWith("D41"));
        assertThat(findings(stopped(2, 0, IO_LINK))).as("the chain is built to its end")
                .noneMatch(text -> text.startsWith("D41"));
    }

    private static Consumer<EventBuilder> stopped(int left, int setup, int flags) {
        return refused(NULL, 1, -22,
                u16(Sqe.IOPRIO, 1).andThen(s -> s.left(left).setupFlags(setup).sqeFlags(flags)));
    }

    @Test
    void anSqeInTheSecondHalfOfAnother() {
        assertThat(findings(tail(46, 5, 0))).containsExactly("D57 ANY on null: bytes 64 to 127 of its SQE start like"
                + " another SQE (URING_CMD, fd 5, user_data 0x77): the program seems to put its SQEs 64 bytes apart, and"
                + " the ring takes 128 bytes for each, so that every second one is lost");
        assertThat(findings(tail(46, 6, 0))).as("another file").isEmpty();
        assertThat(findings(tail(22, 5, 0))).as("a payload may hold such a byte").isEmpty();
        assertThat(findings(tail(46, 5, 1))).as("no SQE of a command has a number there").isEmpty();
        assertThat(findings(tail(0, 0, 0))).isEmpty();
        assertThat(findings(events -> events.submit(1, 1, second(22, 5, 0).andThen(s -> s.opcode(22).file(LAB)))
                .complete(1, 1, 0))).as("a read has no second half").singleElement().asString().startsWith("D57 ");
    }

    private static Consumer<EventBuilder> tail(int opcode, int fd, int pad1) {
        return TrafficLab.command(NULL, 1, 0, second(opcode, fd, pad1));
    }

    private static Consumer<EventBuilder.Submission> second(int opcode, int fd, int pad1) {
        return s -> s.sqe128().fill(sqe -> {
            sqe.set(ValueLayout.JAVA_BYTE, Sqe.SIZE, (byte) opcode);
            sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.SIZE + Sqe.FD, fd);
            sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.SIZE + Sqe.PAD1, pad1);
            sqe.set(ValueLayout.JAVA_LONG_UNALIGNED, Sqe.SIZE + Sqe.USER_DATA, 0x77);
        });
    }

    /** An SQE of a program's: its user_data, and a word of it that tells it apart. */
    private record Sent(long userData, long addr, int opFlags) {
        Sent(long userData, long addr) {
            this(userData, addr, 0);
        }
    }

    /** Requests of one ring, one after the other, each of which ends before the next. */
    private static List<String> sent(int count, IntFunction<Sent> program) {
        return findings(events -> {
            events.ring(EventBuilder.RING, Head.RING_CREATED, 3, 0);
            for (int i = 0; i < count; i++) {
                Sent sqe = program.apply(i);
                int taken = i + 1;
                events.submit(0x10, sqe.userData, s -> s.opcode(22).file(NULL).taken(taken).fill(bytes -> {
                    bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, Sqe.ADDR, sqe.addr);
                    bytes.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.OP_FLAGS, sqe.opFlags);
                })).complete(0x10, sqe.userData, 0);
            }
        });
    }

    @Test
    void anSqeThatNobodyFilledIsTheOneOfALapBefore() {
        assertThat(sent(3 * ENTRIES, i -> new Sent(i == 40 ? 8 : i, i == 40 ? 108 : 100 + i))).containsExactly(
                "D58 READ on null is request 9 again: the same opcode, file, address, length and user_data 0x8, from"
                        + " the same slot of the queue, 32 SQEs before. Unless it is meant twice, the program took an SQE"
                        + " and did not fill it in");
        assertThat(sent(3 * ENTRIES, i -> new Sent(i == 40 ? 8 : i, i == 40 ? 108 : 100 + i, i == 8 ? 3 : 0)))
                .as("io_uring_get_sqe clears some of it").hasSize(1);
        assertThat(sent(3 * ENTRIES, i -> new Sent(i == 40 ? 8 : i, i == 40 ? 108 : 100 + i, i == 40 ? 3 : 0)))
                .as("somebody filled it").isEmpty();
        assertThat(sent(3 * ENTRIES, i -> new Sent(i == 41 ? 8 : i, i == 41 ? 108 : 100 + i)))
                .as("from another slot: the program means it").isEmpty();
    }

    @Test
    void programsThatUseAUserDataAgainByHabitAreLeftAlone() {
        assertThat(sent(500, _ -> new Sent(7, 100))).as("always the same").isEmpty();
        assertThat(sent(500, i -> new Sent(i % ENTRIES, 100 + i % ENTRIES))).as("a lap is a round").isEmpty();
        assertThat(sent(500, i -> new Sent(i % 8, 100 + i % 8))).as("a lap is four rounds").isEmpty();
        assertThat(sent(500, i -> new Sent(i % 24, 100 + i % 24))).as("rounds across laps").isEmpty();
        assertThat(sent(500, i -> new Sent(i % ENTRIES, 100 + i))).as("new work under the old mark").isEmpty();
        assertThat(sent(500, i -> new Sent(i % 5 == 0 ? 1 : i, i % 5 == 0 ? 1 : i))).as("one of five").isEmpty();
        assertThat(sent(500, i -> new Sent(i, 100))).as("the same work under new marks").isEmpty();
        assertThat(sent(500, i -> new Sent(i % 4 == 0 ? 1 : i, i % 4 == 0 ? 1 : i))).as("seen by the second time")
                .isEmpty();
    }
}
