package dev.ringspect.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an edit of a small protocol file costs the language server: alone, and beside a big document that nobody touches. */
final class EditCost {
    private static final String SMALL = """
            protocol small;
            on device "/dev/small";
            struct one { __u32 unit; __u32 reserved; __u64 address; };
            refine struct one { unit in 0 .. 15; reserved == 0; }
            command ONE = _IOWR('S', 1, struct one) { payload struct one; check address != 0 "no address"; }
            """;
    private static final int STRUCTS = 1_100;
    private static final int EDITS = 400;
    private static final int WARM_UP = 10;

    private EditCost() {}

    static void run(Path server, Plan plan, Report report) throws IOException {
        Path folder = Files.createTempDirectory("ringspect-bench");
        String driver = driver();
        try (EditorProcess editor = new EditorProcess(List.of(server.toString(), "lsp"))) {
            editor.request("initialize", "{\"processId\":null,\"rootUri\":\"" + folder.toUri()
                    + "\",\"capabilities\":{\"textDocument\":{\"publishDiagnostics\":{\"versionSupport\":true}}}}");
            editor.notify("initialized", "{}");
            String small = folder.resolve("small.uring").toUri().toString();
            String big = folder.resolve("driver.c").toUri().toString();
            open(editor, small, "uring", SMALL);
            editor.diagnostics(small, 1);
            List<Double> alone = new ArrayList<>();
            List<Double> beside = new ArrayList<>();
            int version = 1;
            // until the JVM has compiled what an edit runs, each is cheaper than the one before
            for (int i = 0; i < WARM_UP; i++) {
                open(editor, big, "c", driver);
                editor.diagnostics(big, 1);
                close(editor, big);
                edits(editor, small, version);
                version += EDITS;
            }
            for (int round = 0; round < plan.rounds(); round++) {
                alone.add(edits(editor, small, version));
                open(editor, big, "c", driver);
                editor.diagnostics(big, 1);
                beside.add(edits(editor, small, version + EDITS));
                close(editor, big);
                version += 2 * EDITS;
            }
            report.title("editor: an edit of a protocol file, and a driver of " + driver.lines().count()
                    + " lines that is open");
            report.line("ringspect: CPU of an edit, alone", Report.median(alone), "ms", Report.spread(alone));
            report.line("ringspect: beside the driver", Report.median(beside), "ms", Report.spread(beside));
            report.goal("beside the driver to alone", Report.median(beside) / Report.median(alone), true, 1.3);
        } finally {
            Files.deleteIfExists(folder);
        }
    }

    /** A driver whose call is inspected, after structs as a header has them. */
    private static String driver() {
        StringBuilder text = new StringBuilder("#include <linux/types.h>\n");
        for (int i = 0; i < STRUCTS; i++) {
            text.append(String.format(Locale.ROOT, """
                    /* number %1$d */
                    struct unit_%1$d {
                    \t__u32 first;
                    \t__u64 second;
                    };
                    #define UNIT_%1$d %1$d
                    """, i));
        }
        return text.append("""
                static int start(struct io_uring_cmd *cmd)
                {
                \tconst struct unit_7 *unit = io_uring_sqe_cmd(cmd->sqe);
                \treturn unit->first;
                }
                """).toString();
    }

    /** Milliseconds of processor time that an edit takes; each adds a line or takes it away. */
    private static double edits(EditorProcess editor, String uri, int version) throws IOException {
        double before = editor.cpuMillis();
        for (int i = 1; i <= EDITS; i++) {
            String text = i % 2 == 1 ? SMALL + "struct more { __u8 kind; };\n" : SMALL;
            editor.notify("textDocument/didChange", "{\"textDocument\":{\"uri\":\"" + uri + "\",\"version\":"
                    + (version + i) + "},\"contentChanges\":[{\"text\":" + EditorProcess.quoted(text) + "}]}");
            editor.diagnostics(uri, version + i);
        }
        return (editor.cpuMillis() - before) / EDITS;
    }

    private static void close(EditorProcess editor, String uri) throws IOException {
        editor.notify("textDocument/didClose", "{\"textDocument\":{\"uri\":\"" + uri + "\"}}");
    }

    private static void open(EditorProcess editor, String uri, String language, String text) throws IOException {
        editor.notify("textDocument/didOpen", "{\"textDocument\":{\"uri\":\"" + uri + "\",\"languageId\":\"" + language
                + "\",\"version\":1,\"text\":" + EditorProcess.quoted(text) + "}}");
    }
}
