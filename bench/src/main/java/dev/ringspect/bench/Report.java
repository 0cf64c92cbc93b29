package dev.ringspect.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints tables of figures: ours beside the peers', with what was to be reached. */
final class Report {
    void machine() {
        System.out.printf("%s %s, %d CPUs, Java %s%n", System.getProperty("os.name"),
                System.getProperty("os.version"), Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"));
        cpuModel().ifPresent(System.out::println);
    }

    void title(String text) {
        System.out.println();
        System.out.println(text);
    }

    /** One line of a table: what, the figure, and a remark. */
    void line(String what, double figure, String unit, String remark) {
        System.out.printf(Locale.ROOT, "  %-34s %10.1f %-9s %s%n", what, figure, unit, remark);
    }

    /** A goal that is to be at most, or at least, a limit. */
    void goal(String what, double figure, boolean atMost, double limit) {
        boolean met = atMost ? figure <= limit : figure >= limit;
        System.out.printf(Locale.ROOT, "  %-34s %10.3f           goal %s %s: %s%n", what, figure,
                atMost ? "at most" : "at least", limit, met ? "met" : "MISSED");
    }

    void remark(String text) {
        System.out.println("  " + text);
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The lowest and the highest of some values, as a remark. */
    static String spread(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return String.format(Locale.ROOT, "(%.1f to %.1f)", sorted[0], sorted[sorted.length - 1]);
    }

    private static Optional<String> cpuModel() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo"))
                    .stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
