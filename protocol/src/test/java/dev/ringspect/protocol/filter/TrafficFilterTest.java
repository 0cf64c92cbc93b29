package dev.ringspect.protocol.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.traffic.Ring;

/** Filters on what the fields of a command come to. */
class TrafficFilterTest {
    private static final ProtocolModel MODEL = ProtocolModel.of(SourceText.of("p", """
            protocol p;
            on device "/dev/x";
            struct pdu { __u32 low, high; };
            struct cmd { __u8 op; __u8 number; __u16 tags[2]; __u32 low, high; };
            refine struct pdu { value whole = low | (__u64)high << 32; }
            refine struct cmd {
                value slba = low | (__u64)high << 32;
                value half = (__s32)low / 2;
                variant on op {
                    1: { value end = slba + 8; }
                    2: { value end = low; }
                    3: none;
                }
            }
            command C = 7 { payload struct cmd; pdu struct pdu; }
            command OTHER = 8 { }
            """));
    private static final long BLOCK = 0x1_0000_0005L;

    private static Request request(int op) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[64 + 32]);
        bytes.set(ValueLayout.JAVA_BYTE, 48, (byte) op);
        bytes.set(ValueLayout.JAVA_SHORT_UNALIGNED, 48 + 4, (short) 0xFFFE);
        bytes.set(ValueLayout.JAVA_INT_UNALIGNED, 48 + 8, (int) BLOCK);
        bytes.set(ValueLayout.JAVA_INT_UNALIGNED, 48 + 12, (int) (BLOCK >>> 32));
        bytes.set(ValueLayout.JAVA_INT_UNALIGNED, 64 + 4, 1);
        return new Request(1, new Ring(1, 3, 0, 8, 16, 42, "fio", false), 42, 43, "fio", 46, 7, 0, 5,
                Optional.empty(), "/dev/x", 7, 0, 1, RequestState.COMPLETED, 0, 0, 0, false, 0, 0, 1, List.of(), false,
                false, 0, 0, 0, bytes, 64, 32);
    }

    private static ResolvedCommand command(String name) {
        Protocol protocol = MODEL.protocol().orElseThrow();
        return new ResolvedCommand(Optional.of(protocol), protocol.command(name),
                protocol.command(name).map(found -> CommandDecoder.of(protocol, found)), Optional.empty());
    }

    private static TrafficFilter filter(String text) {
        return switch (TrafficFilter.compile(text, ProtocolSet.of(List.of(MODEL)))) {
            case TrafficFilter.Compiled.Ready(TrafficFilter ready, KernelFilter _) -> ready;
            case TrafficFilter.Compiled.Wrong wrong -> throw new AssertionError(wrong.toString());
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"slba > 100; true", "slba == 0x100000005; true", "slba == 5; false",
            "slba > -1; false", // unsigned, as C compares it
            "half > -1; true", "half == 2; true", "end == slba + 8; true", "payload.slba - low == 1 << 32; true",
            "tags[1] == 0xfffe; true", "tags[0] != 0; false",
            "pdu.whole == 0x100000000; true", "pdu.whole > 0x100000000; false"})
    void aValueIsANameLikeAField(String filter, boolean passes) {
        assertThat(filter(filter).passes(request(1), command("C"))).isEqualTo(passes);
        assertThat(filter(filter).passes(request(1), command("OTHER"))).as("another command").isFalse();
    }

    @Test
    void aValueOfACaseIsThereInItsCaseOnly() {
        assertThat(filter("end == 5").passes(request(2), command("C"))).isTrue();
        assertThat(filter("end == 5").passes(request(1), command("C"))).isFalse();
        assertThat(filter("end == 5 || end != 5").passes(request(3), command("C"))).isFalse();
    }

    private static Request read(int path, long latency) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[64]);
        bytes.set(ValueLayout.JAVA_INT_UNALIGNED, 24, 4096);
        return new Request(1, new Ring(1, 3, 0, 8, 16, 42, "fio", false), 42, 43, "fio", 22, 7, 0, 5,
                Optional.empty(), "data", 0, 5_000, 5_000 + latency, RequestState.COMPLETED, path, -5, 0, false, 0, 0,
                1,
                List.of(), false, false, 0, 0, 0, bytes, 64, 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"result < 0; true", "file == 'data'; true",
            "task == 'fio'; true",
            "path == 'punted'; true", "path == 'linked'; false", "path != 'linked'; true", "len == 4096; true",
            "sqe.len == 4096; true", "low == 0; false", "addr == 0 && off == 0; true", "latency > 1ms; true",
            "latency > 2s; false", "latency == 1.5ms; true", "latency == 1500000; true", "time == 5us; true",
            "time >= 5001ns; false", "command == 'p.C'; false"})
    void columnsWordsOfTheSqeAndDurationsAreNames(String filter, boolean passes) {
        TrafficFilter compiled = filter(filter.replace('\'', '"'));
        compiled.startingAt(() -> 0);
        assertThat(compiled.passes(read(0x1, 1_500_000), ResolvedCommand.NONE)).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource({"C, true", "p.C, true", "OTHER, false", "p.OTHER, false"})
    void aCommandIsCalledAsRowsShowIt(String name, boolean passes) {
        assertThat(filter("command == \"" + name + "\"").passes(request(1), command("C"))).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"opcode == 300; opcode is from 0 to 255",
            "300 < opcode; opcode is from 0 to 255",
            "latency < 0; latency is from 0", "sqe.ioprio > 0xffff; sqe.ioprio is from 0 to 65535",
            "state == 'done'; it is one of", "path == 'punt'; punted", "command == 'q.C'; p.C",
            "protocol == 'pp'; did you mean p",
            "opcode == 'READ'; as in opcode == READ", "res > 1ms; a duration can be compared with latency and time",
            "comm == 'a-task-of-16-cha'; write 'a-task-of-16-ch'", "resultt == 1; did you mean result",
            "opcode == 300 && res < 0; :1:1: error: no request can pass this: opcode is from",
            "opcode == 300 || res < 0; :1:1: error: no request can pass this part of ||, so leave it out or mend it: opc",
            "res < 0 || (pid > 1 && opcode == 300); :1:24: error: no request can pass this part of ||",
            "res < 0 || state == 'done'; :1:21: error: no request can pass this part of ||",
            "seq < 0xffffffffffffffff && seq > 0xffffffffffffffff; :1:29: error: no request can pass this: seq",
            "res > 0xffffffffffffffff; no request can pass this: res is from -2147483648",
            "res == 0xfffffffb; no request can pass this: res is from -2147483648",
            "pid + 1ms > 5; a duration can be compared", "res & 1ms; a duration can be",
            "1ms || res > 0; a duration can be",
            "-(latency > res * 1s ? 1 : 2) < 1ms; :1:33: error: a duration can be", "!(pid < 1s); a duration can be",
            "latency > 1 && res * 2 < 3s; :1:26: error: a duration can be",
            "(latency > 1ms) == (res < 2ms); :1:27: error: a duration can be",
            "comm == 'ééééééééééé'; the kernel keeps 15 bytes of a task's name, write 'ééééééé\uFFFD'"})
    void whatNoRequestCanPassIsAMistake(String filter, String reason) {
        TrafficFilter.Compiled compiled = TrafficFilter.compile(filter.replace('\'', '"'),
                ProtocolSet.of(List.of(MODEL)));
        assertThat(compiled).isInstanceOfSatisfying(TrafficFilter.Compiled.Wrong.class,
                wrong -> assertThat(wrong.reasons().getFirst().replace('"', '\'')).contains(reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"latency > 2 * 1ms; false",
            "latency > 1ms + 500us; false",
            "latency >= 1ms + 500us; true", "time % 1s < 10ms; true", "latency * 2 > 2ms; true", "1ms < latency; true",
            "(latency > 1ms ? latency : 2s) < 1s; true", "-latency < -1ms; true", "latency - 1ms; true",
            "(latency > 1ms) + 1 == 2; true",
            "!(opcode == 300); true", "!(state == 'done'); true", "(opcode == 300 ? 0 : 1); true",
            "opcode != 300; true", "state != 'done'; true", "seq < 0xffffffffffffffff; true",
            "res < 0xffffffffffffffff; true", "res == 0xfffffffffffffffb; true", "res > 0x8000000000000000; true",
            "comm == 'ééééééé'; false", "comm == 'ééééééé\uFFFD'; false", "comm == 'fifteen-letters'; false"})
    void whatSomeRequestCouldPassIsNone(String filter, boolean passes) {
        TrafficFilter compiled = filter(filter.replace('\'', '"'));
        compiled.startingAt(() -> 0);
        assertThat(compiled.passes(read(0x1, 1_500_000), ResolvedCommand.NONE)).isEqualTo(passes);
    }

    @Test
    void askingAllocatesNothing() {
        TrafficFilter filter = filter("slba > 100 && end > 1");
        Request request = request(1);
        ResolvedCommand command = command("C");
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory
                .getThreadMXBean();
        int passed = 0;
        for (int round = 0; round < 2; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                passed += filter.passes(request, command) ? 1 : 0;
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(round == 0 ? 0 : allocated).isLessThan(20_000);
        }
        assertThat(passed).isEqualTo(40_000);
    }
}
