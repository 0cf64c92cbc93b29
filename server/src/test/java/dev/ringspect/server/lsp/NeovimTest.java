package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.google.gson.Gson;
import dev.ringspect.server.live.CommandSender;
import dev.ringspect.server.live.Tracing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration of {@code editors/neovim} in a real Neovim without a screen, with a real trace. */
class NeovimTest {
    @Test
    void diagnosticsAndLiveHoversReachNeovim(@TempDir Path folder) throws Exception {
        assumeInstalled();
        Tracing.assumePossible();
        Path file = Files.writeString(folder.resolve("sender.uring"), CommandSender.PROTOCOL);
        assertThat(run(folder, file, "live.lua")).contains("mistake: line 12", "corrected", "D08: line 9",
                "seen in **200 requests**", "| `SEND (1)` | 150 | 75.0 % |");
    }

    @Test
    void aProtocolIsWrittenInNeovim(@TempDir Path folder) throws Exception {
        assumeInstalled();
        Path file = Files.writeString(folder.resolve("story.uring"), "");
        assertThat(run(folder, file, "write.lua")).contains("offered: protocol", "offered: struct story_cmd",
                "offered: len", "mistake: line 5", "corrected", "mended: L04", "mended: L12", "mended: L17",
                "made: #[repr(C)]", "pub struct story_cmd {", "definition: line 5", "references: 2",
                "symbols: 4", "joined: 1",
                """
                        protocol story;
                        on device "/dev/null";
                        struct story_cmd {
                            __u8  op;
                            __u8  pad[3];
                            __u32 length;
                        };
                        refine struct story_cmd {
                            pad == 0;
                        }

                        command IO = 1 { // ringspect: ignore L17
                            payload struct story_cmd;
                            check length < 4096;
                        }
                        """);
    }

    private static void assumeInstalled() {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "nvim")));
        if (!installed) {
            System.out.println("skipped: Neovim is not installed (apt-get install neovim)");
        }
        assumeTrue(installed, "Neovim is not installed");
    }

    /** Runs a script of {@code server/src/test/neovim} to its end; what it said. */
    private static String run(Path folder, Path file, String script) throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("ringspect.root", ".."));
        Path output = folder.resolve("output");
        ProcessBuilder neovim = new ProcessBuilder("nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c",
                "luafile " + root.resolve("server/src/test/neovim").resolve(script));
        neovim.environment().putAll(Map.of("RINGSPECT_SERVER", json(server(root)), "RINGSPECT_PROGRAM",
                json(CommandSender.commandLine(200)), "RINGSPECT_FILE", file.toString(), "RINGSPECT_EDITORS",
                root.resolve("editors").toString(), "RINGSPECT_SESSION",
                root.resolve("server/src/test/neovim/session.lua").toString(), "XDG_STATE_HOME", folder.toString(),
                "XDG_CACHE_HOME",
                folder.toString()));
        neovim.redirectErrorStream(true).redirectOutput(output.toFile());
        Process process = neovim.start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = said(output);
        assertThat(ended).as("Neovim did not end; it said:\n" + said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static List<String> server(Path root) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(ProcessHandle.current().info().command().orElse("java"), "--enable-native-access=ALL-UNNAMED",
                "-Dringspect.root=" + root, "-cp", classPath, LanguageServerMain.class.getName());
    }

    private static String json(List<String> words) {
        return new Gson().toJson(words);
    }

    private static String said(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }
}
