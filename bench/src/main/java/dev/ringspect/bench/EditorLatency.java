package dev.ringspect.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The language server beside clangd: its start, its memory, and its answers while a big header is edited. */
final class EditorLatency {
    /** About 7,700 lines; comes with linux-libc-dev. */
    private static final Path HEADER = Path.of("/usr/include/linux/nl80211.h");
    private static final String MEMBER = "__u32 min_wait;\n";
    private static final int STARTS = 5;

    private EditorLatency() {}

    private static final long TRACED_RATE = 1_000_000;
    private static final int HOVERS = 500;

    /**
     * What a server showed.
     *
     * @param starts ms to initialize
     * @param megabytes resident, the header open
     * @param edits ms from a typed character to its diagnostics
     * @param afterEdits ms of the hover that follows each at once
     * @param hovers ms of hovers that nothing goes before
     * @param traced ms of hovers while commands of the declared protocol are traced; none of a server without a tracer
     */
    private record Figures(List<Double> starts, double megabytes, List<Double> edits, List<Double> afterEdits,
            List<Double> hovers, List<Double> traced) {}

    static void run(Plan plan, Report report) throws Exception {
        Path root = Path.of(System.getProperty("ringspect.root", ".")).toAbsolutePath().normalize();
        Path folder = Files.createTempDirectory("ringspect-bench");
        try {
            String text = Files.readString(HEADER) + "\nstruct ringspect_bench {\n\t__u32 first;\n\t" + MEMBER + "};\n";
            Path header = Files.writeString(folder.resolve("big.h"), text);
            Path protocol = Files.writeString(folder.resolve("big.uring"), """
                    protocol bench;
                    import "big.h";
                    on device "/dev/null";
                    command ONE = 0x52530003 { payload struct ringspect_bench; }
                    """);
            Figures ours = measure(List.of(root.resolve("ringspect").toString(), "lsp"), folder, header,
                    Optional.of(protocol), plan);
            report.title("editor: a header of " + text.lines().count() + " lines, declared by a protocol file");
            print(report, "ringspect", ours);
            Optional<Path> clangd = clangd();
            if (clangd.isPresent()) {
                print(report, "clangd", measure(List.of(clangd.get().toString(), "--log=error",
                        "--background-index=false"), folder, header, Optional.empty(), plan));
            } else {
                report.remark("clangd is not installed: no figures of it (apt-get install clangd)");
            }
            report.goal("start to initialize, ms", Report.median(ours.starts), true, 300);
            report.goal("resident memory, MB", ours.megabytes, true, 200);
            report.goal("edit to diagnostics, p99 ms", quantile(ours.edits, 0.99), true, 30);
            report.goal("hover, p99 ms", quantile(ours.hovers, 0.99), true, 5);
            report.goal("hover while traced, p99 ms", quantile(ours.traced, 0.99), true, 5);
            EditCost.run(root.resolve("ringspect"), plan, report);
        } finally {
            Files.deleteIfExists(folder.resolve("big.h"));
            Files.deleteIfExists(folder.resolve("big.uring"));
            Files.deleteIfExists(folder);
        }
    }

    private static void print(Report report, String name, Figures figures) {
        report.line(name + ": start to initialize", Report.median(figures.starts), "ms",
                Report.spread(figures.starts));
        report.line(name + ": resident, header open", figures.megabytes, "MB", "");
        report.line(name + ": edit to diagnostics", quantile(figures.edits, 0.5), "ms p50", p99(figures.edits));
        report.line(name + ": hover after each edit", quantile(figures.afterEdits, 0.5), "ms p50",
                p99(figures.afterEdits));
        report.line(name + ": hover", quantile(figures.hovers, 0.5), "ms p50", p99(figures.hovers));
        if (!figures.traced.isEmpty()) {
            report.line(name + ": hover, 1 M commands/s", quantile(figures.traced, 0.5), "ms p50",
                    p99(figures.traced));
        }
    }

    private static String p99(List<Double> millis) {
        return String.format(Locale.ROOT, "p99 %.1f ms, first %.1f ms", quantile(millis, 0.99), millis.getFirst());
    }

    /** With a protocol file open too, the diagnostics of an edit of the header come with those of what depends on it. */
    private static Figures measure(List<String> command, Path folder, Path header, Optional<Path> protocol, Plan plan)
            throws IOException, InterruptedException {
        String text = Files.readString(header);
        List<Double> starts = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            long began = System.nanoTime();
            try (EditorProcess server = new EditorProcess(command)) {
                initialize(server, folder);
                starts.add(millisSince(began));
            }
        }
        try (EditorProcess server = new EditorProcess(command)) {
            initialize(server, folder);
            server.notify("initialized", "{}");
            if (protocol.isPresent()) {
                open(server, protocol.get(), "uring");
            }
            String uri = header.toUri().toString();
            open(server, header, "c");
            server.diagnostics(uri, 1);
            int line = (int) text.substring(0, text.lastIndexOf(MEMBER)).lines().count() - 1;
            List<Double> edits = new ArrayList<>();
            List<Double> afterEdits = new ArrayList<>();
            for (int version = 2; version < 2 + 40 * plan.rounds(); version++) {
                edits.add(edit(server, uri, line, version));
                afterEdits.add(hover(server, uri, line));
            }
            double megabytes = server.residentMegabytes();
            List<Double> hovers = hovers(server, uri, line);
            List<Double> traced = protocol.isPresent() ? traced(server, uri, line) : List.of();
            return new Figures(starts, megabytes, edits, afterEdits, hovers, traced);
        }
    }

    private static List<Double> hovers(EditorProcess server, String uri, int line)
            throws IOException, InterruptedException {
        List<Double> hovers = new ArrayList<>();
        for (int i = 0; i < HOVERS; i++) {
            hovers.add(hover(server, uri, line));
            Thread.sleep(5); // as a hand would, and not as fast as it goes
        }
        return hovers;
    }

    /** Hovers while a program sends the declared command and the server traces and counts it. */
    private static List<Double> traced(EditorProcess server, String uri, int line)
            throws IOException, InterruptedException {
        String started = server.request("workspace/executeCommand",
                "{\"command\":\"ringspect.trace.start\",\"arguments\":[{\"all\":true}]}");
        if (started.contains("\"error\"")) {
            throw new IOException("the server did not start to trace: " + started);
        }
        Process traffic = new ProcessBuilder(Submitter.program().toString(), "--command", "--sqe128", "--cqe32",
                "--rate", Long.toString(TRACED_RATE), "--count", Long.toString(60 * TRACED_RATE))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            Thread.sleep(3000); // the pipeline is compiled while the first millions come
            List<Double> hovers = hovers(server, uri, line);
            String last = hoverText(server, uri, line);
            if (!traffic.isAlive() || !last.contains("requests")) {
                throw new IOException("the hover does not show the traffic: " + last);
            }
            return hovers;
        } finally {
            traffic.destroy();
            traffic.waitFor();
            server.request("workspace/executeCommand",
                    "{\"command\":\"ringspect.trace.stop\",\"arguments\":[]}");
        }
    }

    private static void open(EditorProcess server, Path file, String language) throws IOException {
        server.notify("textDocument/didOpen", "{\"textDocument\":{\"uri\":\"" + file.toUri() + "\",\"languageId\":\""
                + language + "\",\"version\":1,\"text\":" + EditorProcess.quoted(Files.readString(file)) + "}}");
    }

    private static void initialize(EditorProcess server, Path folder) throws IOException {
        server.request("initialize", "{\"processId\":null,\"rootUri\":\"" + folder.toUri()
                + "\",\"capabilities\":{\"textDocument\":{\"publishDiagnostics\":{\"versionSupport\":true}}}}");
    }

    /** Types a digit behind the member's name, or takes it back; milliseconds until the diagnostics of that text. */
    private static double edit(EditorProcess server, String uri, int line, int version) throws IOException {
        boolean typed = version % 2 == 0;
        int column = "\t__u32 min_wait".length();
        long began = System.nanoTime();
        server.notify("textDocument/didChange", "{\"textDocument\":{\"uri\":\"" + uri + "\",\"version\":" + version
                + "},\"contentChanges\":[{\"range\":" + range(line, column, typed ? column : column + 1)
                + ",\"text\":\"" + (typed ? "2" : "") + "\"}]}");
        server.diagnostics(uri, version);
        return millisSince(began);
    }

    private static double hover(EditorProcess server, String uri, int line) throws IOException {
        long began = System.nanoTime();
        hoverText(server, uri, line);
        return millisSince(began);
    }

    private static String hoverText(EditorProcess server, String uri, int line) throws IOException {
        return server.request("textDocument/hover", "{\"textDocument\":{\"uri\":\"" + uri
                + "\"},\"position\":{\"line\":" + line + ",\"character\":9}}");
    }

    private static String range(int line, int from, int to) {
        return "{\"start\":{\"line\":" + line + ",\"character\":" + from + "},\"end\":{\"line\":" + line
                + ",\"character\":" + to + "}}";
    }

    private static double millisSince(long began) {
        return (System.nanoTime() - began) / 1e6;
    }

    private static double quantile(List<Double> values, double part) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(part * sorted.size())));
    }

    private static Optional<Path> clangd() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path clangd = Path.of(folder, "clangd");
            if (Files.isExecutable(clangd)) {
                return Optional.of(clangd);
            }
        }
        return Optional.empty();
    }
}
