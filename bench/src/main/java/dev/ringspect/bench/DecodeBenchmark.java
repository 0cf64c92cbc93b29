package dev.ringspect.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.decode.Field;
import dev.ringspect.protocol.decode.FieldVisitor;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.uapi.Sqe;

/** The 72 bytes of an NVMe command to all their fields: ns a command. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
    private final MemorySegment sqe = Arena.ofAuto().allocate(Sqe.SIZE_128, 1);
    private final CommandBytes bytes = CommandBytes.of(sqe, 0, Sqe.SIZE_128);
    private final Protocol nvme = ProtocolSet.builtin().protocol("nvme").orElseThrow();
    private final CommandDecoder decoder = CommandDecoder.of(nvme, nvme.command("IO").orElseThrow());
    private final Sum sum = new Sum();

    private static final class Sum implements FieldVisitor {
        private long total;
        private int fields;

        @Override
        public void value(Field field, int element, long value) {
            total += value;
            fields++;
        }
    }

    /** Fills the SQE, and sees to it that there are fields. */
    @Setup
    public void fill() {
        for (int i = 0; i < Sqe.SIZE_128; i++) {
            sqe.set(java.lang.foreign.ValueLayout.JAVA_BYTE, i, (byte) (i * 7));
        }
        numbers();
        if (decoder.payloadSize() != 72 || sum.fields < 10) {
            throw new IllegalStateException("nvme's command is not the one of 72 bytes");
        }
    }

    /** All fields as numbers, in place, as the statistics take them. */
    @Benchmark
    public long numbers() {
        decoder.sqe().visit(bytes, sum);
        return sum.total;
    }

    /** All fields as a tree for display, with their meanings. */
    @Benchmark
    public Object tree() {
        return decoder.decode(bytes);
    }
}
