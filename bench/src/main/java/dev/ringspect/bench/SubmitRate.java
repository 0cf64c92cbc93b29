package dev.ringspect.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.ringspect.tracer.ring.Ring;
import dev.ringspect.tracer.ring.RingOptions;
import dev.ringspect.tracer.ring.SqeSlot;
import dev.ringspect.tracer.sys.Descriptor;
import dev.ringspect.tracer.sys.SysResult;

/**
 * Submitting from Java, through foreign functions, beside liburing in C: the same requests, the same batches, and both
 * with the ring's descriptor registered for the submitting thread.
 */
final class SubmitRate {
    private static final int ENTRIES = 64;
    private static final int CMD_OP = 0x52530003;
    private static final long WARM_UP = 2_000_000;

    private SubmitRate() {}

    /** What is submitted, and how many in one call. */
    private record Kind(String name, boolean command, int batch, double goal) {}

    private static final List<Kind> KINDS = List.of(new Kind("NOP, batch 32", false, 32, 0.97),
            new Kind("URING_CMD, batch 32", true, 32, 0.97), new Kind("NOP, depth 1", false, 1, 0.95),
            new Kind("URING_CMD, depth 1", true, 1, 0.95));

    static void run(Plan plan, Report report) throws IOException, InterruptedException {
        report.title("submit: requests submitted and reaped, median of " + plan.rounds() + " rounds");
        for (Kind kind : KINDS) {
            List<Double> inC = new ArrayList<>();
            List<Double> inJava = new ArrayList<>();
            // a system call each: a quarter of the requests takes as long
            int share = kind.batch == 1 ? 4 : 1;
            long count = plan.submitRequests() / share;
            try (Java java = new Java(kind)) {
                java.submit(WARM_UP / share);
                for (int round = 0; round < plan.rounds(); round++) {
                    inC.add(c(kind, count));
                    inJava.add(java.submit(count));
                }
            }
            report.line(kind.name + ", liburing in C", Report.median(inC), "ns/req", Report.spread(inC));
            report.line(kind.name + ", ringspect", Report.median(inJava), "ns/req", Report.spread(inJava));
            report.goal(kind.name + ": rate / C's", Report.median(inC) / Report.median(inJava), false, kind.goal);
        }
    }

    private static double c(Kind kind, long count) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(
                List.of("--register-ring", "--batch", Integer.toString(kind.batch), "--count",
                        Long.toString(count)));
        if (kind.command) {
            options.add("--command");
        }
        return Submitter.run(List.of(), options.toArray(String[]::new));
    }

    private static <T> T must(SysResult<T> result) throws IOException {
        return switch (result) {
            case SysResult.Ok<T>(T value) -> value;
            case SysResult.Failed<T>(var error) -> throw new IOException(error.text());
        };
    }

    /** The Java side: the same steps as {@code submit.c}. */
    private static final class Java implements AutoCloseable {
        private final Kind kind;
        private final Ring ring;
        private final Descriptor device;
        private final SqeSlot slot = new SqeSlot();
        private long failures;

        Java(Kind kind) throws IOException {
            this.kind = kind;
            ring = must(Ring.open(RingOptions.of(ENTRIES, 0)));
            long named = ring.registerDescriptor();
            if (named < 0) {
                throw new IOException("the kernel refused to register the ring's descriptor: errno " + -named);
            }
            device = must(Descriptor.open("/dev/null", Descriptor.READ_WRITE));
        }

        /** ns a request. */
        double submit(long count) throws IOException {
            long begun = System.nanoTime();
            for (long done = 0; done < count; done += kind.batch) {
                batch(done);
            }
            double nanos = System.nanoTime() - begun;
            if (failures != 0) {
                throw new IOException(failures + " requests failed");
            }
            return nanos / count;
        }

        private void batch(long first) throws IOException {
            for (int i = 0; i < kind.batch; i++) {
                ring.next(slot);
                if (kind.command) {
                    slot.uringCmd(device.fd(), CMD_OP, first + i).command64(0, first + i);
                } else {
                    slot.nop(first + i);
                }
            }
            long taken = ring.submitAndWait(kind.batch);
            if (taken != kind.batch) {
                throw new IOException(taken < 0 ? ring.explain(taken).text() : "only " + taken + " were taken");
            }
            int seen = 0;
            while (seen < kind.batch) {
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
}
