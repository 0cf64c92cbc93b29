package dev.ringspect.server.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.text.Language;
import dev.ringspect.server.cli.Invocation;
import dev.ringspect.server.cli.terminal.Exit;

class CheckCommandTest {
    private static final String TOO_BIG = """
            protocol p;
            on device "/dev/x";
            struct big { __u64 words[2]; __u64 flags; };
            refine struct big { flags == 0; }
            command C = 0xd1 { payload struct big; }
            """;
    private static final String HOLE = "struct s {\n\t__u8 x;\n\t__u32 y;\n};\n";

    private static final String DRIVER = """
            static int run(struct io_uring_cmd *cmd, unsigned int issue_flags)
            {
                const struct gpu_cmd *g = io_uring_sqe_cmd(cmd->sqe);
                return READ_ONCE(g->op);
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aFolderIsSearchedAndFindingsCarryTheirPlaceAndId() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Path big = Files.writeString(folder.resolve("sub/big.uring"), TOO_BIG);
        Files.writeString(folder.resolve("other.txt"), "struct {");
        Invocation checked = Invocation.of("check", folder.toString());
        assertThat(checked.exit()).isEqualTo(Exit.FOUND);
        assertThat(checked.out().lines()).containsExactly(big + ":5:9: error: struct big has 24 bytes, which do not fit"
                + " the 16-byte command area of a 64-byte SQE; add 'needs sqe128;' [L01]",
                "  command C = 0xd1 { payload struct big; }", "          ^", "  " + big + ":3:8: note: declared here");
    }

    @Test
    void theCaretsStandUnderTheName() throws IOException {
        Path hole = Files.writeString(folder.resolve("hole.uring"), HOLE.replace("y;", "length;"));
        assertThat(Invocation.of("check", hole.toString()).out().lines().toList().subList(1, 3))
                .containsExactly("  \t__u32 length;", "  \t      ^~~~~~");
    }

    @Test
    void whatATerminalWouldObeyIsShownAsASign() throws IOException {
        Path escape = Files.writeString(folder.resolve("escape.uring"), "struct s { __u8 x; };\t\u001b]0;\u0007\n");
        assertThat(Invocation.of("check", escape.toString()).out())
                .contains("the character U+001B belongs nowhere here", "  struct s { __u8 x; };\t\uFFFD]0;\uFFFD\n")
                .doesNotContain("\u001b", "\u0007");
    }

    @Test
    void cAndRustFilesAreCheckedForWhatMatters() throws IOException {
        Files.writeString(folder.resolve("a.h"), """
                typedef unsigned int __u32; typedef unsigned char __u8;
                // ringspect: payload sqe64
                struct p { __u8 x; __u32 y; };
                struct q { __u8 x; __u32 y; };
                """);
        Files.writeString(folder.resolve("b.h"), "struct q { int x; long y; };\n");
        Files.writeString(folder.resolve("c.rs"), "struct Cmd { a: u8 }\nfn f(s: &S) { s.cmd_data::<Cmd>() }\n");
        Invocation checked = Invocation.of("check", folder.toString());
        assertThat(checked.out().lines().filter(line -> line.endsWith("]") && !line.contains(": info: ")))
                .satisfiesExactly(hole -> assertThat(hole).contains("a.h:3:26: warning: ").endsWith("[L04]"),
                        repr -> assertThat(repr).contains("c.rs:2:17: error: ").endsWith("[R10]"));
    }

    @Test
    void aRustMirrorOfAProtocolsStructIsComparedThoughItCallsNothing() throws IOException {
        Files.writeString(folder.resolve("own.uring"), "struct own_cmd { __u64 at; __u32 op, len; };\n");
        Path mirror = Files.writeString(folder.resolve("own.rs"),
                "#[repr(C)]\npub struct OwnCmd { pub op: u32, pub len: u32, pub at: u64 }\n");
        Files.writeString(folder.resolve("other.rs"), "pub struct Other { op: u32 }\n");
        assertThat(Invocation.of("check", folder.toString()).out().lines().filter(line -> line.endsWith("[R13]")))
                .singleElement().asString().startsWith(mirror + ":2:");
    }

    @Test
    void everyNameOfCAndCppIsLookedInto() throws IOException {
        String docs = Files.readString(Path.of(System.getProperty("ringspect.root"), "docs", "cli.md"));
        for (String ending : Language.C.endings()) {
            assertThat(docs).contains("`." + ending + "`");
            Files.writeString(folder.resolve("a." + ending), "// ringspect: payload sqe64\n" + HOLE);
            assertThat(Invocation.of("check", folder.resolve("a." + ending).toString()).out()).as(ending)
                    .contains("[L04]");
            assertThat(Invocation.of("layout", folder.resolve("a." + ending).toString()).out()).as(ending)
                    .contains("struct s {");
        }
        assertThat(Invocation.of("check", folder.toString()).out().lines().filter(line -> line.endsWith("[L04]")))
                .hasSize(Language.C.endings().size());
    }

    @Test
    void aPayloadIsInspectedInTheHeaderThatDeclaresIt() throws IOException {
        Path header = Files.writeString(folder.resolve("gpu.h"), "struct gpu_cmd { __u8 op; __u64 at; };\n");
        Path driver = Files.writeString(folder.resolve("gpu.c"), "#include \"gpu.h\"\n" + DRIVER);
        String hole = header + ":1:33: warning: 7 bytes of padding before at";
        Invocation checked = Invocation.of("check", driver.toString());
        assertThat(checked.out()).contains(hole);
        assertThat(checked.err()).isEqualTo("ringspect: looked at 1 file, 1 payload and 0 commands\n");
        Invocation both = Invocation.of("check", folder.toString());
        assertThat(both.out().split(hole, -1)).as("said once").hasSize(2);
        assertThat(both.err()).isEqualTo("ringspect: looked at 2 files, 1 payload and 0 commands\n");
        Files.writeString(header, "struct gpu_cmd { __u8 op; __u64 at; }; // ringspect: ignore L04, L07\n");
        assertThat(Invocation.of("check", folder.toString()).out()).doesNotContain("[L04]", "[L07]", "[U01]");
    }

    @Test
    void headersAreLookedForInTheGivenFolders() throws IOException {
        Path include = Files.createDirectories(folder.resolve("include/uapi"));
        Path header = Files.writeString(include.resolve("gpu.h"),
                "#ifdef GPU_WIDE\nstruct gpu_cmd { __u8 op; __u64 at; };\n#endif\n");
        Files.createDirectories(folder.resolve("src"));
        Path driver = Files.writeString(folder.resolve("src/gpu.c"), "\n#include <uapi/gpu.h>\n" + DRIVER);
        Invocation lost = Invocation.of("check", driver.toString());
        assertThat(lost.out()).isEmpty();
        assertThat(lost.err()).isEqualTo("ringspect: looked at 1 file, 0 payloads and 0 commands\nringspect: " + driver
                + ":2: cannot find <uapi/gpu.h>; what it declares was not looked at, give its folder by -I\n");
        assertThat(Invocation.of("check", "-I", folder.resolve("include").toString(), "-D", "GPU_WIDE",
                driver.toString()).out()).contains(header + ":2:33: warning: ");
        Path commands = Files.writeString(folder.resolve("compile_commands.json"), """
                [{"directory":"%s","file":"src/gpu.c","command":"cc -c -I\\"include\\" '-DGPU_WIDE=1' src/gpu.c"}]
                """.formatted(folder));
        assertThat(Invocation.of("check", driver.toString()).out()).contains(header + ":2:33: warning: ");
        Files.writeString(commands, """
                [{"directory":"%s/src","file":"gpu.c","arguments":["cc","-isystem","../include","-DGPU_WIDE"]}]
                """.formatted(folder));
        assertThat(Invocation.of("check", driver.toString()).out()).doesNotContain(header.toString());
        Files.writeString(commands, "{");
        assertThat(Invocation.of("check", driver.toString()).err()).contains("cannot be read as compile commands");
        assertThat(Invocation.of("check", "--compile-commands", commands.toString(), driver.toString()).exit())
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void aFolderWithNothingToCheckIsSaid() {
        Invocation checked = Invocation.of("check", folder.toString());
        assertThat(checked.exit()).isEqualTo(Exit.DONE);
        assertThat(checked.err())
                .startsWith("ringspect: " + folder + ": no .uring, C or Rust file is in this folder\n");
    }

    @Test
    void anErrorOfTheLanguageHasNoId() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.uring"), "struct s { __u8 x }\n");
        Invocation checked = Invocation.of("check", broken.toString());
        assertThat(checked.exit()).isEqualTo(Exit.FOUND);
        assertThat(checked.out()).startsWith(broken + ":1:18: error: ").doesNotContain("[");
    }

    @Test
    void aNameThatNothingDeclaresHasItsIdOnce() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.uring"), "import \"no.h\";\nstruct s { _u8 x; };\n");
        Invocation checked = Invocation.of("check", wrong.toString());
        assertThat(checked.out().lines().filter(line -> line.contains(": error: "))).satisfiesExactly(
                missing -> assertThat(missing).startsWith(wrong + ":1:8: error: cannot find no.h").endsWith("[U09]"),
                name -> assertThat(name).startsWith(wrong + ":2:12: error: nothing above").endsWith("[U08]"));
        JsonObject run = JsonParser.parseString(Invocation.of("check", "--format", "sarif", wrong.toString()).out())
                .getAsJsonObject().getAsJsonArray("runs").get(0).getAsJsonObject();
        assertThat(run.getAsJsonArray("results")).extracting(
                result -> result.getAsJsonObject().get("ruleId").getAsString()).containsExactly("U09", "U08");
        Files.writeString(folder.resolve("ringspect.json"), "{\"inspections\": {\"U08\": \"off\", \"U09\": \"off\"}}");
        assertThat(Invocation.of("check", wrong.toString())).satisfies(CheckCommandTest::isQuiet);
    }

    @Test
    void nothingFoundIsDone() throws IOException {
        Path good = Files.writeString(folder.resolve("good.uring"), "struct s { __u8 x; };\n");
        assertThat(Invocation.of("check", good.toString())).satisfies(CheckCommandTest::isQuiet);
    }

    @Test
    void whatCannotBeReadIsUnusableInput() throws IOException {
        Invocation checked = Invocation.of("check", folder.resolve("none.uring").toString());
        assertThat(checked.exit()).isEqualTo(Exit.USAGE);
        assertThat(checked.err()).contains("no such file");
        assertThat(Invocation.of("check", folder.toString(), "--severity", "bad").err()).contains("takes error");
        assertThat(Invocation.of("check", folder.toString(), "--format", "xml").err()).contains("takes text or sarif");
        Path text = Files.writeString(folder.resolve("a.txt"), "");
        assertThat(Invocation.of("check", text.toString()).err()).contains("only .uring, C and Rust files");
    }

    @Test
    void severitiesAreSetByTheFolderAbove() throws IOException {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Files.writeString(sub.resolve("hole.uring"), HOLE);
        Files.writeString(folder.resolve("ringspect.json"), "{\"inspections\": {\"L04\": \"info\"}}");
        Invocation checked = Invocation.of("check", sub.toString());
        assertThat(checked.exit()).isEqualTo(Exit.DONE);
        assertThat(checked.out()).contains(": info: ");
        assertThat(Invocation.of("check", "--severity", "info", sub.toString()).exit()).isEqualTo(Exit.FOUND);
        Files.writeString(folder.resolve("ringspect.json"), "{\"inspections\": {\"L04\": \"off\"}}");
        assertThat(Invocation.of("check", sub.toString()).out()).isEmpty();
        Files.writeString(folder.resolve("ringspect.json"), "{\"inspections\": {\"L99\": \"off\"}}");
        Invocation wrong = Invocation.of("check", sub.toString());
        assertThat(wrong.exit()).isEqualTo(Exit.USAGE);
        assertThat(wrong.err()).contains("ringspect.json:1:18: error: no inspection is called 'L99'");
    }

    @Test
    void aBaselineKeepsOldFindingsOutWhereverTheyMove() throws IOException {
        Path file = Files.writeString(folder.resolve("old.uring"), HOLE);
        Path baseline = folder.resolve("baseline.json");
        assertThat(Invocation.of("check", "--write-baseline", baseline.toString(), file.toString()))
                .satisfies(CheckCommandTest::isQuiet);
        assertThat(Invocation.of("check", "--baseline", baseline.toString(), file.toString()))
                .satisfies(CheckCommandTest::isQuiet);
        Files.writeString(file, "\n\n// moved\n" + HOLE + "struct t {\n\t__u8 x;\n\t__u64 z;\n};\n");
        Invocation later = Invocation.of("check", "--baseline", baseline.toString(), file.toString());
        assertThat(later.exit()).isEqualTo(Exit.FOUND);
        assertThat(later.out()).contains("padding before z").doesNotContain("padding before y");
        Files.writeString(baseline, "{}");
        assertThat(Invocation.of("check", "--baseline", baseline.toString(), file.toString()).err())
                .contains("is no baseline");
    }

    @Test
    void sarifHasTheRuleTheRegionAndTheFix() throws IOException {
        Files.writeString(folder.resolve("hole.uring"), HOLE);
        Invocation checked = Invocation.of("check", "--format", "sarif", folder.toString());
        assertThat(checked.exit()).isEqualTo(Exit.FOUND);
        JsonObject log = JsonParser.parseString(checked.out()).getAsJsonObject();
        assertThat(log.get("version").getAsString()).isEqualTo("2.1.0");
        JsonObject run = log.getAsJsonArray("runs").get(0).getAsJsonObject();
        JsonObject result = run.getAsJsonArray("results").get(0).getAsJsonObject();
        assertThat(result.get("ruleId").getAsString()).isEqualTo("L04");
        JsonArray rules = run.getAsJsonObject("tool").getAsJsonObject("driver").getAsJsonArray("rules");
        assertThat(rules.get(result.get("ruleIndex").getAsInt()).getAsJsonObject().get("id").getAsString())
                .isEqualTo("L04");
        assertThat(result.get("level").getAsString()).isEqualTo("warning");
        JsonObject place = result.getAsJsonArray("locations").get(0).getAsJsonObject()
                .getAsJsonObject("physicalLocation");
        assertThat(place.getAsJsonObject("artifactLocation").get("uri").getAsString()).endsWith("hole.uring");
        assertThat(place.getAsJsonObject("region"))
                .isEqualTo(JsonParser.parseString("{startLine:3,startColumn:8,endLine:3,endColumn:9}"));
        assertThat(result.getAsJsonObject("partialFingerprints").get("ringspect/v1").getAsString()).hasSize(20);
        JsonObject replacement = result.getAsJsonArray("fixes").get(0).getAsJsonObject()
                .getAsJsonArray("artifactChanges").get(0).getAsJsonObject().getAsJsonArray("replacements").get(0)
                .getAsJsonObject();
        assertThat(replacement.getAsJsonObject("insertedContent").get("text").getAsString())
                .isEqualTo("__u8 pad[3];\n\t");
        assertThat(result.getAsJsonArray("relatedLocations")).hasSize(1);
    }

    private static void isQuiet(Invocation checked) {
        assertThat(checked.exit()).isEqualTo(Exit.DONE);
        assertThat(checked.out()).isEmpty();
        assertThat(checked.err()).matches("(ringspect: looked at 1 file, 0 payloads and 0 commands\n)?");
    }

    @Test
    void sarifNamesFilesOfAnyNameByValidReferences() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path below = Files.createTempDirectory(here.resolve("target"), "sarif");
        List<String> names = new ArrayList<>(List.of("a b.uring", "50%25.uring", "#1.uring", "c:first.uring",
                "q?[x]^`{|}.uring", "x\"<y>\\.uring"));
        if (Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode('é')) {
            names.add("é.uring");
        }
        List<Path> all = new ArrayList<>();
        for (String name : names) {
            all.add(Files.writeString(below.resolve(name), HOLE));
            Files.writeString(folder.resolve(name), HOLE);
        }
        JsonObject run = sarif(below.toString(), folder.toString(), here.relativize(all.getFirst()).toString());
        List<URI> found = new ArrayList<>();
        for (JsonElement result : run.getAsJsonArray("results")) {
            JsonObject artifact = result.getAsJsonObject().getAsJsonArray("locations").get(0).getAsJsonObject()
                    .getAsJsonObject("physicalLocation").getAsJsonObject("artifactLocation");
            URI uri = URI.create(artifact.get("uri").getAsString());
            assertThat(uri.toString()).matches("[\\w%.!$&'()*+,;=@/:~-]+");
            assertThat(artifact.has("uriBaseId")).isEqualTo(!uri.isAbsolute());
            found.add(uri.isAbsolute() ? uri : here.toUri().resolve(uri));
        }
        assertThat(run.getAsJsonObject("originalUriBaseIds").keySet()).containsExactly("%SRCROOT%");
        assertThat(found.stream().map(Path::of).distinct()).hasSize(2 * names.size()).containsAll(all)
                .contains(folder.resolve(names.getLast()));
        for (Path file : all) {
            Files.delete(file);
        }
        Files.delete(below);
    }

    @Test
    void everySarifRuleHasHelpAndANameThatIsTheSameEverywhere() throws IOException {
        JsonObject driver = sarif(folder.toString()).getAsJsonObject("tool").getAsJsonObject("driver");
        assertThat(URI.create(driver.get("informationUri").getAsString()).isAbsolute()).isTrue();
        for (JsonElement element : driver.getAsJsonArray("rules")) {
            JsonObject rule = element.getAsJsonObject();
            String id = rule.get("id").getAsString();
            assertThat(rule.get("name").getAsString()).isNotEqualTo(id);
            assertThat(rule.get("helpUri").getAsString()).isEqualTo("urn:ringspect:inspection:" + id);
            assertThat(rule.getAsJsonObject("help").keySet()).containsExactly("text", "markdown");
            assertThat(rule.getAsJsonObject("help").get("text").getAsString()).doesNotContain("`", "](");
        }
    }

    private static JsonObject sarif(String... paths) {
        List<String> arguments = new ArrayList<>(List.of("check", "--format", "sarif"));
        arguments.addAll(List.of(paths));
        return JsonParser.parseString(Invocation.of(arguments.toArray(String[]::new)).out()).getAsJsonObject()
                .getAsJsonArray("runs").get(0).getAsJsonObject();
    }
}
