package dev.ringspect.server.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringspect.server.cli.Invocation;
import dev.ringspect.server.cli.terminal.Exit;

/** What {@code check} takes from a project's compile commands, and what it says when something is missing there. */
class CompileCommandsTest {
    private static final String DRIVER = """
            struct gpu_cmd {
                unsigned char op;
            #ifdef CONFIG_WIDE
                unsigned long long at;
            #endif
            };
            static int run(struct io_uring_cmd *cmd, unsigned int issue_flags)
            {
                const struct gpu_cmd *g = io_uring_sqe_cmd(cmd->sqe);
                return READ_ONCE(g->op);
            }
            """;
    private static final String HOLE = "7 bytes of padding before at";

    @TempDir
    private Path folder = Path.of("");

    private Path driver = Path.of("");

    @BeforeEach
    void driver() throws IOException {
        Files.createDirectory(folder.resolve("src"));
        Files.createDirectory(folder.resolve("include"));
        driver = Files.writeString(folder.resolve("src/gpu.c"), DRIVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-include include/config.h", "-include ./include/config.h", "-includeinclude/config.h",
            "--include=include/config.h", "--include include/config.h", "-I include -include config.h",
            "-Iinclude -include config.h", "-imacros include/config.h", "-imacrosinclude/config.h",
            "--imacros=include/config.h"})
    void whatIsReadAheadDefinesMacros(String flags) throws IOException {
        Files.writeString(folder.resolve("include/config.h"), "#define CONFIG_WIDE 1\n");
        assertThat(check().out()).doesNotContain(HOLE);
        commands(flags);
        Invocation checked = check();
        assertThat(checked.out()).contains(driver + ":4:24: warning: " + HOLE);
        assertThat(checked.err()).doesNotContain("cannot find");
    }

    @Test
    void ofMacrosAloneTheDeclarationsDoNotCount() throws IOException {
        Files.writeString(folder.resolve("include/a.h"),
                "struct gpu_cmd { char op; long at; };\n#define CONFIG_WIDE\n");
        Files.writeString(driver, DRIVER.substring(DRIVER.indexOf("static")));
        commands("-imacros include/a.h");
        assertThat(check().err()).contains("0 payloads");
        commands("-include include/a.h");
        assertThat(check().out()).contains("include/a.h:1:32: warning: " + HOLE);
    }

    @Test
    void macrosAreReadBeforeHeaders() throws IOException {
        Files.writeString(folder.resolve("include/a.h"), "#ifdef M\n#define CONFIG_WIDE\n#endif\n");
        Files.writeString(folder.resolve("include/m.h"), "#define M\n");
        commands("-include include/a.h -imacros include/m.h");
        assertThat(check().out()).contains(HOLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#pragma once\n%s", "#ifndef A\n#define A\n%s\n#endif\n"})
    void aHeaderThatIsReadAheadIsThereOnceWhenItIsChecked(String guarded) throws IOException {
        Path header = Files.writeString(folder.resolve("src/a.h"), guarded.formatted(
                "/* ringspect: payload sqe64 */\nstruct gpu { unsigned char op; unsigned long long at; };\n"));
        commands("-include src/a.h");
        Invocation checked = Invocation.of("check", header.toString());
        assertThat(checked.out().split(HOLE, -1)).hasSize(2);
        assertThat(checked.err()).contains("1 payload ");
    }

    @Test
    void aMissingHeaderIsNamedWhereItIsIncluded() throws IOException {
        Path header = Files.writeString(folder.resolve("src/h.h"),
                "\n\n\n#include \"missing.h\"\n#include <other.h>\n");
        Files.writeString(driver,
                "\n#include \"h.h\"\n#include \"missing.h\"\n#define NAME <third.h>\n#include NAME\n" + DRIVER);
        commands("-include ahead.h");
        assertThat(check().err().lines().skip(1).map(line -> line.replaceFirst("; what.*", ""))).containsExactly(
                "ringspect: the compile command of " + driver + ": cannot find \"ahead.h\"",
                "ringspect: " + header + ":4: cannot find \"missing.h\"",
                "ringspect: " + header + ":5: cannot find <other.h>",
                "ringspect: " + driver + ":5: cannot find <third.h>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"directory\":\"/\",\"file\":", "[{]", "nonsense", "{}", ""})
    void commandsThatCannotBeReadAreRefusedInOneSentence(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("compile_commands.json"), text);
        Invocation refused = check();
        assertThat(refused.exit()).isEqualTo(Exit.USAGE);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).startsWith("ringspect: " + file + ": ")
                .endsWith("; make it anew, or give another by --compile-commands\n")
                .doesNotContain("gson", "http", "Exception", "null").hasLineCount(1);
        Path other = Files.writeString(folder.resolve("none.json"), "[]");
        assertThat(Invocation.of("check", "--compile-commands", other.toString(), driver.toString()).exit()).isZero();
    }

    private void commands(String flags) throws IOException {
        Files.writeString(folder.resolve("compile_commands.json"), """
                [{"directory":"%s","file":"src/gpu.c","command":"gcc %s -c src/gpu.c"}]
                """.formatted(folder, flags));
    }

    private Invocation check() {
        return Invocation.of("check", driver.toString());
    }
}
