package dev.ringspect.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import dev.ringspect.protocol.syntax.btf.BtfParser;

/** The measurements that JMH makes; its own words go to {@code bench/target/jmh.log}. */
final class JmhRuns {
    private JmhRuns() {}

    static void consume(Plan plan, Report report) throws Exception {
        Map<String, Double> nanos = run(plan, ConsumeBenchmark.class);
        report.title("consume: events read in place from a full 16 MiB ring buffer (JMH)");
        nanos.forEach((name, value) -> report.line(name, value, "ns/event", ""));
        report.goal("read, ns an event", nanos.getOrDefault("read", Double.NaN), true, 15);
    }

    static void pipeline(Plan plan, Report report) throws Exception {
        Map<String, Double> nanos = run(plan, PipelineBenchmark.class);
        report.title("pipeline: correlate, decode 80 bytes, count by field, run all traffic inspections (JMH)");
        nanos.forEach((name, value) -> report.line(name, value, "ns/req", ""));
        report.goal("million requests/s on one core", 1e3 / nanos.getOrDefault("inspect", Double.NaN), false, 2);
    }

    static void json(Plan plan, Report report) throws Exception {
        Map<String, Double> nanos = run(plan, JsonBenchmark.class);
        report.title("json: lines of 'trace --json' (JMH)");
        nanos.forEach((name, value) -> {
            report.line(name, value, "ns/line", "");
            report.line(name, 1e6 / value, "k lines/s", "");
        });
    }

    static void layouts(Plan plan, Report report) throws Exception {
        Map<String, Double> millis = run(plan, LayoutBenchmark.class);
        report.title("layouts: texts and BTF to the layouts of all types (JMH, warm)");
        millis.forEach((name, value) -> report.line(name, value, "ms", ""));
        for (String list : List.of("--sizes", "--structs")) {
            List<Double> pahole = new ArrayList<>();
            for (int i = 0; i < plan.rounds(); i++) {
                pahole.add(processMillis("pahole", list, "-F", "btf", BtfParser.VMLINUX.toString()));
            }
            report.line("pahole " + list + ", whole process", Report.median(pahole), "ms", Report.spread(pahole));
        }
        report.goal("edit of a 7,700-line header, ms", millis.getOrDefault("headerEdit", Double.NaN), true, 10);
        report.goal("vmlinux BTF, ms", millis.getOrDefault("vmlinux", Double.NaN), true, 40);
    }

    static void decode(Plan plan, Report report) throws Exception {
        Map<String, Double> nanos = run(plan, DecodeBenchmark.class);
        report.title("decode: a payload of 72 bytes to all its fields (JMH)");
        nanos.forEach((name, value) -> report.line(name, value, "ns", ""));
    }

    private static double processMillis(String... command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " failed with " + status);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    /** Runs the benchmarks of a class; average time, by method name. */
    private static Map<String, Double> run(Plan plan, Class<?> benchmarks) throws Exception {
        Path log = Path.of(System.getProperty("ringspect.root", "."), "bench/target/jmh-" + benchmarks.getSimpleName()
                + ".log");
        Files.deleteIfExists(log);
        Options options = new OptionsBuilder().include(benchmarks.getName() + "\\..*")
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(plan.jmhSeconds()))
                .measurementIterations(plan.jmhIterations())
                .measurementTime(TimeValue.seconds(plan.jmhSeconds()))
                .jvmArgs("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
                        "-Dringspect.root=" + System.getProperty("ringspect.root", "."))
                .output(log.toString())
                .build();
        Collection<RunResult> results = new Runner(options).run();
        Map<String, Double> byMethod = new LinkedHashMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            byMethod.put(name.substring(name.lastIndexOf('.') + 1), result.getPrimaryResult().getScore());
        }
        if (byMethod.isEmpty()) {
            throw new RunnerException("no result; see " + log);
        }
        return byMethod;
    }
}
