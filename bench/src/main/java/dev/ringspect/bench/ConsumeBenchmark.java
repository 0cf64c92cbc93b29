package dev.ringspect.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.ringspect.protocol.traffic.Correlator;
import dev.ringspect.protocol.traffic.DeviceNames;
import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.tracer.capture.BpfRing;

/** Reading a full ring buffer in place, by the loop that reads the kernel's: ns an event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConsumeBenchmark {
    private EventImage image = new EventImage(Arena.ofAuto());
    private BpfRing ring = new BpfRing(image.consumer(), image.producer(), image.data());
    private long requests;
    private long sum;
    private Correlator correlator = new Correlator(request -> requests += request.userData(), DeviceNames.NONE);

    /** Makes the correlator know the ring and the file. */
    @Setup
    public void introduce() {
        image.introduce(correlator);
    }

    /** Looks at two words of each record and does nothing with them. */
    @Benchmark
    @OperationsPerInvocation(EventImage.EVENTS)
    public long read() {
        image.refill();
        ring.drain((memory, offset, length) -> sum += memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + Head.TIME)
                + memory.get(ValueLayout.JAVA_BYTE, offset), EventImage.BYTES);
        return sum;
    }

    /** Makes requests of the events. */
    @Benchmark
    @OperationsPerInvocation(EventImage.EVENTS)
    public long correlate() {
        image.refill();
        ring.drain(correlator, EventImage.BYTES);
        return requests;
    }
}
