package dev.ringspect.protocol.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.inspect.traffic.TrafficInspector;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.statistics.TrafficSummary;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.uapi.Sqe;

class AllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int REQUESTS = 100_000;
    private static final String PROTOCOL = """
            protocol lab;
            on device "/dev/lab*";
            enum lab_op : __u32 { LAB_READ = 1, LAB_WRITE = 2 };
            struct lab_cmd { __u32 op; __u32 rsvd; __u64 addr; __u16 tags[4]; };
            refine struct lab_cmd { op : enum lab_op; rsvd == 0; }
            command READ = 0x10 {
                payload struct lab_cmd;
                check addr != 4 warning "four";
                errors { EIO "it broke"; }
            }
            """;

    private final CommandResolver resolver = new CommandResolver(
            ProtocolSet.of(List.of(ProtocolModel.of(SourceText.of("file:///lab.uring", PROTOCOL)))));
    private final TrafficSummary summary = new TrafficSummary();
    private final TrafficInspector inspector = new TrafficInspector();
    private final Correlator correlator = new Correlator(this::take, DeviceNames.NONE);
    private final List<MemorySegment> records = new ArrayList<>();
    private final EventBuilder events = new EventBuilder((memory, offset, length) -> records
            .add(MemorySegment.ofArray(memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE))));

    private void take(RequestView request) {
        ResolvedCommand command = resolver.resolve(request);
        summary.add(request, command);
        inspector.inspect(request, command);
    }

    @Test
    void requestsThatAreCorrelatedCountedAndInspectedAllocateNothing() {
        events.file(1, 0x21B6, 240, 0, "lab0");
        replay(1);
        records.clear();
        request(1, 0, 7, 0);
        request(2, 9, 4, 0);
        request(1, 0, 7, -5);
        request(3, 0, 1L << 40, -22);

        replay(WARM_UP / 4);
        long before = allocated();
        replay(REQUESTS / 4);
        long bytes = allocated() - before;

        assertThat(summary.commands().getFirst().requests()).isEqualTo(WARM_UP + REQUESTS);
        assertThat(inspector.findings()).extracting(found -> found.finding().id()).contains("D08", "D35", "check");
        // One object for every request would be 1.6 MB and more; the JVM's own work is not worth a tenth of that.
        assertThat(bytes).isLessThan(REQUESTS);
    }

    private void request(int op, int reserved, long address, int res) {
        events.submit(0x10, op, s -> s.cmdOp(0x10).file(1).fill(sqe -> {
            sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.CMD, op);
            sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.CMD + 4, reserved);
            sqe.set(ValueLayout.JAVA_LONG_UNALIGNED, Sqe.CMD + 8, address);
        })).complete(0x10, op, res);
    }

    private void replay(int times) {
        for (int round = 0; round < times; round++) {
            for (int i = 0; i < records.size(); i++) {
                correlator.event(records.get(i), 0, (int) records.get(i).byteSize());
            }
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().threadId());
    }
}
