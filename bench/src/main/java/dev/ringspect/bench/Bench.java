package dev.ringspect.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All measurements in one run; {@code script/bench} starts it. */
public final class Bench {
    private static final double LOAD_LIMIT = 0.7;

    private Bench() {}

    /** One group of measurements, which prints its own table. */
    private interface Measurement {
        void run(Plan plan, Report report) throws Exception;
    }

    /** Takes {@code --long} and {@code --only NAMES}; exits with 2 on wrong usage and 1 when a measurement failed. */
    public static void main(String[] arguments) {
        Map<String, Measurement> all = new LinkedHashMap<>();
        all.put("trace", TracedCost::run);
        all.put("submit", SubmitRate::run);
        all.put("consume", (plan, report) -> JmhRuns.consume(plan, report));
        all.put("pipeline", (plan, report) -> JmhRuns.pipeline(plan, report));
        all.put("json", (plan, report) -> JmhRuns.json(plan, report));
        all.put("layouts", (plan, report) -> JmhRuns.layouts(plan, report));
        all.put("decode", (plan, report) -> JmhRuns.decode(plan, report));
        all.put("editor", EditorLatency::run);
        boolean isLong = false;
        Set<String> only = all.keySet();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--long")) {
                isLong = true;
            } else if (arguments[i].equals("--only") && i + 1 < arguments.length) {
                only = Set.of(arguments[++i].split(",", -1));
            } else {
                usage("unknown argument " + arguments[i]);
            }
        }
        if (!all.keySet().containsAll(only)) {
            usage("--only takes some of " + String.join(",", all.keySet()));
        }
        Plan plan = isLong ? Plan.LONG : Plan.SHORT;
        Report report = new Report();
        report.machine();
        warnWhenBusy();
        int status = 0;
        for (Map.Entry<String, Measurement> entry : all.entrySet()) {
            if (only.contains(entry.getKey())) {
                status |= run(entry.getValue(), entry.getKey(), plan, report);
            }
        }
        System.exit(status);
    }

    private static int run(Measurement measurement, String name, Plan plan, Report report) {
        try {
            measurement.run(plan, report);
            return 0;
        } catch (Exception e) {
            System.out.println("\n" + name + ": not measured: " + e.getMessage());
            return 1;
        }
    }

    private static void warnWhenBusy() {
        try {
            String load = List.of(Files.readString(Path.of("/proc/loadavg")).split(" ", -1)).getFirst();
            if (Double.parseDouble(load) > LOAD_LIMIT) {
                System.out
                        .println("WARNING: the load average is " + load + "; figures from a busy machine mean little");
            }
        } catch (IOException e) {
            System.out.println("the load average is not known: " + e.getMessage());
        }
    }

    private static void usage(String wrong) {
        System.err.println("bench: " + wrong + "; see script/bench --help");
        System.exit(2);
    }
}
