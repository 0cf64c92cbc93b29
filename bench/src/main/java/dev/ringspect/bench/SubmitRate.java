package dev.ringspect.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Submitting from Java, through foreign functions, beside liburing in C: the same requests, the same batches, and both
 * with the ring's descriptor registered for the submitting thread. Each round is a process of its own on both sides, so
 * that the luck of one (where its pages lie, what its compiler saw first) is not all that is measured.
 */
final class SubmitRate {
    private static final long WARM_UP = 8_000_000;

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
            for (int round = 0; round < plan.rounds(); round++) {
                inC.add(c(kind, count));
                inJava.add(java(kind, count, WARM_UP / share));
            }
            report.line(kind.name + ", liburing in C", Report.median(inC), "ns/req", Report.spread(inC));
            report.line(kind.name + ", ringspect", Report.median(inJava), "ns/req", Report.spread(inJava));
            report.goal(kind.name + ": rate / C's", Report.median(inC) / Report.median(inJava), false, kind.goal);
        }
    }

    private static double java(Kind kind, long count, long warmUp) throws IOException {
        try (JavaSubmitter java = JavaSubmitter.start(kind.command, kind.batch)) {
            java.submit(warmUp);
            return java.submit(count);
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
}
