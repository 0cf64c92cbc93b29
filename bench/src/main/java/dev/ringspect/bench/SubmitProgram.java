package dev.ringspect.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import dev.ringspect.tracer.ring.Ring;
import dev.ringspect.tracer.ring.RingOptions;
import dev.ringspect.tracer.ring.SqeSlot;
import dev.ringspect.tracer.sys.Descriptor;
import dev.ringspect.tracer.sys.SysResult;

/** The Java side of the submitting measurement: the same steps as {@code submit.c}. */
final class SubmitProgram implements AutoCloseable {
    private static final int ENTRIES = 64;
    private static final int CMD_OP = 0x52530003;

    private final boolean command;
    private final int size;
    private final Ring ring;
    private final Descriptor device;
    private final SqeSlot slot = new SqeSlot();
    private long failures;

    private SubmitProgram(boolean command, int size) throws IOException {
        this.command = command;
        this.size = size;
        ring = must(Ring.open(RingOptions.of(ENTRIES, 0)));
        long named = ring.registerDescriptor();
        if (named < 0) {
            throw new IOException("the kernel refused to register the ring's descriptor: errno " + -named);
        }
        device = must(Descriptor.open("/dev/null", Descriptor.READ_WRITE));
    }

    /**
     * Takes whether to send {@code uring_cmd}s (else NOPs) and how many in a call. Each line of standard input is a number of
     * requests; each line of standard output is how many ns one of them took.
     */
    public static void main(String[] arguments) throws IOException {
        try (SubmitProgram program = new SubmitProgram(Boolean.parseBoolean(arguments[0]),
                Integer.parseInt(arguments[1]));
                BufferedReader orders = new BufferedReader(
                        new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String order = orders.readLine();
            while (order != null) {
                System.out.println(program.submit(Long.parseLong(order)));
                order = orders.readLine();
            }
        }
    }

    private static <T> T must(SysResult<T> result) throws IOException {
        return switch (result) {
            case SysResult.Ok<T>(T value) -> value;
            case SysResult.Failed<T>(var error) -> throw new IOException(error.text());
        };
    }

    /** ns a request. */
    private double submit(long count) throws IOException {
        long begun = System.nanoTime();
        for (long done = 0; done < count; done += size) {
            batch(done);
        }
        double nanos = System.nanoTime() - begun;
        if (failures != 0) {
            throw new IOException(failures + " requests failed");
        }
        return nanos / count;
    }

    private void batch(long first) throws IOException {
        for (int i = 0; i < size; i++) {
            ring.next(slot);
            if (command) {
                slot.uringCmd(device.fd(), CMD_OP, first + i).command64(0, first + i);
            } else {
                slot.nop(first + i);
            }
        }
        long taken = ring.submitAndWait(size);
        if (taken != size) {
            throw new IOException(taken < 0 ? ring.explain(taken).text() : "only " + taken + " were taken");
        }
        int seen = 0;
        while (seen < size) {
            seen += (int) ring.reap(cqe -> {
                if (cqe.res() != 0) {
                    failures++;
                }
            });
        }
    }

    @Override
    public void close() {
        ring.close();
        device.close();
    }
}
