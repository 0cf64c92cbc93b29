package dev.ringspect.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.ringspect.protocol.inspect.traffic.TrafficInspector;
import dev.ringspect.protocol.report.DecodedDetails;
import dev.ringspect.protocol.report.ReadRequest;
import dev.ringspect.protocol.report.RequestDetails;
import dev.ringspect.protocol.report.RequestJson;
import dev.ringspect.protocol.traffic.CommandResolver;
import dev.ringspect.protocol.traffic.Correlator;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.tracer.capture.BpfRing;

/** Writing requests as JSON lines: ns a line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonBenchmark {
    private static final int KEPT = 4096;

    private final List<Request> requests = new ArrayList<>();
    private final CommandResolver resolver = new CommandResolver(BenchProtocol.set());
    private final TrafficInspector inspector = new TrafficInspector();
    private final Writer out = new BufferedWriter(
            new OutputStreamWriter(OutputStream.nullOutputStream(), StandardCharsets.UTF_8), 1 << 16);

    /** Makes some requests to write. */
    @Setup
    public void prepare() {
        EventImage image = new EventImage(Arena.ofAuto());
        Correlator correlator = new Correlator(request -> {
            if (requests.size() < KEPT) {
                requests.add(request.keep());
            }
        }, BenchProtocol.DEVICES);
        image.introduce(correlator);
        image.refill();
        new BpfRing(image.consumer(), image.producer(), image.data()).drain(correlator, EventImage.BYTES);
    }

    /** Requests that no protocol decodes. */
    @Benchmark
    @OperationsPerInvocation(KEPT)
    public void undecoded() {
        write(RequestDetails.NONE, ReadRequest::unread);
    }

    /** Requests with a decoded payload of 80 bytes, and their findings. */
    @Benchmark
    @OperationsPerInvocation(KEPT)
    public void decoded() {
        write(new DecodedDetails(), request -> {
            ResolvedCommand command = resolver.resolve(request);
            return new ReadRequest(request, command, inspector.findingsOf(request, command));
        });
    }

    private void write(RequestDetails of, Function<Request, ReadRequest> reading) {
        RequestJson json = new RequestJson(out, of);
        try {
            for (Request request : requests) {
                json.write(reading.apply(request));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
