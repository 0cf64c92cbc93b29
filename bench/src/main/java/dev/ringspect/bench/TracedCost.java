package dev.ringspect.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.traffic.Correlator;
import dev.ringspect.protocol.traffic.DeviceNames;
import dev.ringspect.tracer.capture.KernelSource;
import dev.ringspect.tracer.capture.LiveTrace;
import dev.ringspect.tracer.session.TraceOptions;
import dev.ringspect.tracer.session.TraceTarget;

/**
 * What a traced command costs its program beyond the untraced one: commands to {@code /dev/null}, batches of 32, SQE128
 * and CQE32. Ringspect keeps the whole SQE, CQE and pdu, and a JVM reads and correlates them meanwhile; {@code perf record}
 * keeps the two tracepoints' own fields; {@code bpftrace} only counts.
 */
final class TracedCost {
    private static final String[] COMMANDS = {"--command", "--sqe128", "--cqe32", "--batch", "32", "--count"};
    private static final String SUBMIT = "io_uring:io_uring_submit_req";
    private static final String COMPLETE = "io_uring:io_uring_complete";

    private TracedCost() {}

    /** One round: ns a command, and which part of the events was lost. */
    private record Round(double nanos, double lost) {}

    private interface Method {
        Round run(Plan plan) throws IOException, InterruptedException;
    }

    /** One of those that are compared, and its rounds. */
    private record Rival(String name, Method method, List<Round> rounds) {
        Rival(String name, Method method) {
            this(name, method, new ArrayList<>());
        }

        List<Double> nanos() {
            return rounds.stream().map(Round::nanos).toList();
        }

        double median() {
            return Report.median(nanos());
        }

        double lostPercent() {
            return 100 * Report.median(rounds.stream().map(Round::lost).toList());
        }
    }

    static void run(Plan plan, Report report) throws IOException, InterruptedException {
        Rival untraced = new Rival("untraced", TracedCost::untraced);
        Rival ringspect = new Rival("ringspect", TracedCost::ringspect);
        Rival perf = new Rival("perf record", TracedCost::perf);
        Rival bpftrace = new Rival("bpftrace count()", TracedCost::bpftrace);
        List<Rival> rivals = List.of(untraced, ringspect, perf, bpftrace);
        for (int round = 0; round < plan.rounds(); round++) {
            for (Rival rival : rivals) {
                rival.rounds.add(rival.method.run(plan));
            }
        }
        report.title(
                "trace: added cost of a traced command (/dev/null, batch 32, SQE128 + CQE32, all bytes kept), median of "
                        + plan.rounds() + " rounds of " + plan.tracedRequests());
        double base = untraced.median();
        for (Rival rival : rivals) {
            String adds = rival.name.equals(untraced.name)
                    ? ""
                    : String.format(Locale.ROOT, " adds %.1f ns, lost %.2f%% of the events", rival.median() - base,
                            rival.lostPercent());
            report.line(rival.name, rival.median(), "ns/cmd", Report.spread(rival.nanos()) + adds);
        }
        double added = ringspect.median() - base;
        report.goal("added, ringspect / perf record", added / (perf.median() - base), true, 0.18);
        report.remark(String.format(Locale.ROOT, "added, ringspect / bpftrace count(): %.3f",
                added / (bpftrace.median() - base)));
        report.goal("percent lost by ringspect", ringspect.lostPercent(), true, 0);
        report.goal("million commands/s while traced", 1e3 / ringspect.median(), false, 1.5);
    }

    private static double submit(Plan plan, List<String> tracer) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of(COMMANDS));
        options.add(Long.toString(plan.tracedRequests()));
        return Submitter.run(tracer, options.toArray(String[]::new));
    }

    private static Round untraced(Plan plan) throws IOException, InterruptedException {
        return new Round(submit(plan, List.of()), 0);
    }

    private static Round ringspect(Plan plan) throws IOException, InterruptedException {
        return switch (LiveTrace.start(TraceOptions.of(new TraceTarget.Everything()))) {
            case LiveTrace.Outcome.Refused(var refusal) -> throw new IOException(refusal.text());
            case LiveTrace.Outcome.Attached(LiveTrace trace) -> {
                try (trace) {
                    yield ringspect(plan, trace.source());
                }
            }
        };
    }

    private static Round ringspect(Plan plan, KernelSource source) throws IOException, InterruptedException {
        Reader reader = new Reader(source);
        Thread thread = Thread.ofPlatform().name("reader").start(reader);
        double nanos = submit(plan, List.of());
        reader.stop = true;
        source.wake();
        thread.join();
        double lost = source.losses().total();
        return new Round(nanos, lost / (lost + reader.events));
    }

    /** What a session does with every event, short of keeping it. */
    private static final class Reader implements Runnable {
        private final KernelSource source;
        private volatile boolean stop;
        private long events;
        private long requests;

        Reader(KernelSource source) {
            this.source = source;
        }

        @Override
        public void run() {
            Correlator correlator = new Correlator(request -> requests++, DeviceNames.NONE);
            while (!stop) {
                events += source.poll(correlator, 100);
            }
            int more = source.poll(correlator, 0);
            while (more > 0) {
                events += more;
                more = source.poll(correlator, 0);
            }
        }
    }

    private static Round perf(Plan plan) throws IOException, InterruptedException {
        Path data = Files.createTempFile("ringspect-bench", ".perf");
        try {
            double nanos = submit(plan,
                    List.of("perf", "record", "-q", "-o", data.toString(), "-e", SUBMIT + "," + COMPLETE, "--"));
            Process stats = new ProcessBuilder("perf", "report", "--stats", "-i", data.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            Matcher samples;
            try (BufferedReader lines = stats.inputReader()) {
                samples = Pattern.compile("SAMPLE events: +([0-9]+)")
                        .matcher(String.join("\n", lines.lines().toList()));
            }
            if (stats.waitFor() != 0 || !samples.find()) {
                throw new IOException("perf report --stats did not say how many samples there are");
            }
            return new Round(nanos, lost(plan, Double.parseDouble(samples.group(1))));
        } finally {
            Files.delete(data);
        }
    }

    private static Round bpftrace(Plan plan) throws IOException, InterruptedException {
        String script = "BEGIN { printf(\"ready\\n\"); } tracepoint:" + SUBMIT + " { @s = count(); } tracepoint:"
                + COMPLETE
                + " { @c = count(); }";
        Process process = new ProcessBuilder("bpftrace", "-e", script)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.equals("ready")) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new IOException("bpftrace did not start");
            }
            double nanos = submit(plan, List.of());
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
            long counted = lines.lines()
                    .filter(count -> count.startsWith("@"))
                    .mapToLong(count -> Long.parseLong(count.substring(count.indexOf(':') + 1).strip()))
                    .sum();
            return new Round(nanos, lost(plan, (double) counted));
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /** The warm-up's commands are traced too, but need not all be there. */
    private static double lost(Plan plan, double seen) {
        double expected = 2.0 * plan.tracedRequests();
        return Math.max(0, (expected - seen) / expected);
    }
}
