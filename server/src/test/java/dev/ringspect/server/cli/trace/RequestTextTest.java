package dev.ringspect.server.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.report.LineBuffer;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.Ring;

class RequestTextTest {
    private static final long START = 5_000_000_000L;

    private static Request request(String comm, String device, long submitNs, long completeNs, RequestState state,
            int res, int prepError) {
        return new Request(1, new Ring(1, 3, 0, 8, 16, 42, comm, false), 42, 43, comm, 46, 7, 0, 5, Optional.empty(),
                device, 0x10, submitNs, completeNs, state, 0, res, 0, false, 0, 0,
                completeNs == RequestView.NO_TIME ? 0 : 1, List.of(), false, false, prepError, 0, 0,
                MemorySegment.ofArray(new byte[64]), 64, 0);
    }

    private static Request completed(long submitNs, long completeNs, int res) {
        return request("fio", "/dev/ng0n1", submitNs, completeNs, RequestState.COMPLETED, res, 0);
    }

    private static String columns(Request request) {
        LineBuffer out = new LineBuffer();
        RequestText.columns(out, request, START);
        return out.take();
    }

    @Test
    void columnsStandBelowTheirHeads() {
        assertThat(RequestText.header() + "\n" + columns(completed(START + 1_500, START + 4_000, -22)) + "\n"
                + columns(request("a-task-of-15-ch", "", START + 12_345_678_499L, RequestView.NO_TIME,
                        RequestState.PENDING, 0, 0))
                + "\n"
                + columns(request("fio", "a-file-with-a-long-name", START, START + 1_000_000_000L,
                        RequestState.OVERFLOWED, 4096, 0))
                + "\n" + columns(request("fio", "null", START, START, RequestState.FAILED, 0, -22)) + "\n")
                .isEqualTo("""
                             #    time [s]  task/pid             opcode      file                      result   latency  user_data path   command
                             1    0.000002  fio/42               URING_CMD   /dev/ng0n1               -EINVAL    2.5 us  0x7       -
                             1   12.345678  a-task-of-15-ch/42   URING_CMD   -                        pending         -  0x7       -
                             1    0.000000  fio/42               URING_CMD   a-file-with-a-long-name 4096 overflowed    1.00 s  0x7       -
                             1    0.000000  fio/42               URING_CMD   null               -EINVAL at prep      0 ns  0x7       -
                        """.indent(0));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 ns", "999, 999 ns", "1000, 1.0 us", "1049, 1.0 us", "1050, 1.1 us", "999949, 999.9 us",
            "1000000, 1.0 ms", "12345678, 12.3 ms", "1000000000, 1.00 s", "61234999999, 61.23 s"})
    void latencyHasTheUnitThatFits(long nanos, String text) {
        LineBuffer out = new LineBuffer();
        RequestText.latency(out, completed(START, START + nanos, 0));
        assertThat(out.take()).isEqualTo(text);
    }

    @Test
    void clocksOfProcessorsThatDifferMakeNoNegativeTime() {
        assertThat(columns(completed(START - 600, START, 0))).startsWith("     1    0.000000  fio/42");
    }

    @Test
    void aRowHasItsNumberItsUserDataAndWhatHappenedOnTheWay() {
        int path = 0x21;
        Request request = new Request(1234567, new Ring(1, 3, 0, 8, 16, 42, "t", false), 42, 43, "t", 0,
                0xFEDC_0000_0000_0001L, 0, 5, Optional.empty(), "", 0, START, START, RequestState.COMPLETED, path, 0, 0,
                false, 0, 0, 1, List.of(), false, false, 0, 0, 0, MemorySegment.ofArray(new byte[64]), 64, 0);
        assertThat(columns(request)).startsWith("1234567 ").endsWith("  0xfedc000000000001 punted,poll_armed");
    }

    @Test
    void bytesThatWouldSteerTheTerminalAreWrittenAsNumbers() {
        assertThat(RequestText.printable("a\u001b[31mb\n\u009b€")).isEqualTo("a\\x1b[31mb\\x0a\\x9b€");
    }

    @Test
    void hardlyAnythingIsAllocatedForALine() {
        Request request = completed(START + 1_500, START + 4_000, -22);
        LineBuffer out = new LineBuffer();
        lines(out, request, 20_000);
        long before = allocated();
        int characters = lines(out, request, 10_000);

        // A formatter makes several kilobytes for each.
        assertThat(characters / 10_000).isEqualTo(108);
        assertThat((allocated() - before) / 10_000).isLessThan(400);
    }

    private static int lines(LineBuffer out, Request request, int count) {
        int characters = 0;
        for (int i = 0; i < count; i++) {
            RequestText.columns(out, request, START);
            characters += out.take().length();
        }
        return characters;
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().threadId());
    }
}
