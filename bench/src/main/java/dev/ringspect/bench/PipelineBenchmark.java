package dev.ringspect.bench;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.ringspect.protocol.inspect.traffic.TrafficInspections;
import dev.ringspect.protocol.inspect.traffic.TrafficInspector;
import dev.ringspect.protocol.statistics.TrafficSummary;
import dev.ringspect.protocol.traffic.CommandResolver;
import dev.ringspect.protocol.traffic.Correlator;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.uapi.KernelRelease;
import dev.ringspect.tracer.capture.BpfRing;

/** From a full ring buffer to statistics and findings, on one thread: ns a request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PipelineBenchmark {
    private final EventImage image = new EventImage(Arena.ofAuto());
    private final BpfRing ring = new BpfRing(image.consumer(), image.producer(), image.data());
    private final CommandResolver resolver = new CommandResolver(BenchProtocol.set());
    private final TrafficSummary summary = new TrafficSummary();
    private final TrafficInspector inspector = new TrafficInspector(TrafficInspections.ALL,
            Optional.of(List.of(System.getProperty("os.version").split("-", -1)).getFirst())
                    .flatMap(KernelRelease::parse));
    private final Correlator correlator = new Correlator(this::take, BenchProtocol.DEVICES);

    private void take(RequestView request) {
        ResolvedCommand command = resolver.resolve(request);
        summary.add(request, command);
        inspector.inspect(request, command);
    }

    /** Makes the correlator know the ring and the file, and sees to it that requests really are decoded. */
    @Setup
    public void introduce() {
        image.introduce(correlator);
        inspect();
        if (summary.commands().size() != 1 || summary.commands().getFirst().requests() != EventImage.REQUESTS) {
            throw new IllegalStateException("the requests were not decoded: " + summary.commands());
        }
    }

    /** Correlated, decoded by a declared layout of 80 bytes, counted by field, inspected. */
    @Benchmark
    @OperationsPerInvocation(EventImage.REQUESTS)
    public long inspect() {
        image.refill();
        ring.drain(correlator, EventImage.BYTES);
        return summary.requests();
    }
}
