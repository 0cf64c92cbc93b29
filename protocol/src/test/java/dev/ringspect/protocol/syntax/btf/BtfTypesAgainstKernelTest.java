package dev.ringspect.protocol.syntax.btf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;

/** Every struct and union of the running kernel, compared with what pahole and bpftool say of it. */
class BtfTypesAgainstKernelTest {
    @TempDir
    private Path folder = Path.of("");

    private static BtfTypes kernel() throws IOException {
        Assumptions.assumeTrue(Files.isReadable(BtfParser.VMLINUX), "this kernel gives no BTF");
        BtfParser.Result result = BtfSource.read(BtfParser.VMLINUX);
        assertThat(result.problems()).isEmpty();
        return new BtfTypes(result.file());
    }

    /** Standard output of a tool, through a file because of its size; the test is skipped where there is no such tool. */
    private String output(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        try {
            Process process = new ProcessBuilder(command).redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        } catch (IOException missing) {
            Assumptions.abort("there is no " + command[0] + " here: " + missing.getMessage());
        }
        return Files.readString(out, StandardCharsets.ISO_8859_1);
    }

    @Test
    void membersAreThoseOfBpftool() throws Exception {
        BtfTypes types = kernel();
        LayoutEngine engine = new LayoutEngine(types.abi());
        JsonObject dump = JsonParser
                .parseString(output("bpftool", "btf", "dump", "file", BtfParser.VMLINUX.toString(), "-j"))
                .getAsJsonObject();
        int compared = 0;
        for (JsonElement element : dump.getAsJsonArray("types")) {
            JsonObject type = element.getAsJsonObject();
            String kind = type.get("kind").getAsString();
            String name = type.get("name").getAsString();
            boolean record = kind.equals("STRUCT") || kind.equals("UNION");
            if (record && types.type(type.get("id").getAsInt()) instanceof Type.Struct struct) {
                StructLayout layout = engine.layout(struct);
                assertThat((struct.keyword() + " " + struct.name()).strip())
                        .isEqualTo((kind + " " + name).replace(" (anon)", ""));
                assertThat(layout.size()).as(name).isEqualTo(type.get("size").getAsLong());
                assertThat(layout.members().stream().map(BtfTypesAgainstKernelTest::line)).as(name)
                        .containsExactlyElementsOf(lines(type));
                compared++;
            }
        }
        long declared = dump.getAsJsonArray("types").asList().stream()
                .map(type -> type.getAsJsonObject().get("kind").getAsString())
                .filter(kind -> kind.equals("STRUCT") || kind.equals("UNION")).count();
        System.out.println("structs and unions compared with bpftool: " + compared);
        assertThat(compared).isGreaterThan(5_000).isEqualTo((int) declared);
    }

    private static String line(MemberLayout member) {
        return member.member().name() + "@" + member.bitOffset()
                + (member.member().isBitField() ? ":" + member.member().bitWidth() : "");
    }

    private static List<String> lines(JsonObject type) {
        List<String> lines = new ArrayList<>();
        for (JsonElement element : type.getAsJsonArray("members")) {
            JsonObject member = element.getAsJsonObject();
            String name = member.get("name").getAsString().replace("(anon)", "");
            int width = member.has("bitfield_size") ? member.get("bitfield_size").getAsInt() : 0;
            if (!name.isEmpty() || width == 0) {
                lines.add(name + "@" + member.get("bits_offset").getAsLong() + (width == 0 ? "" : ":" + width));
            }
        }
        return lines;
    }

    @Test
    void sizesAreThoseOfPahole() throws Exception {
        BtfTypes types = kernel();
        LayoutEngine engine = new LayoutEngine(types.abi());
        int compared = 0;
        for (String line : output("pahole", "--sizes", BtfParser.VMLINUX.toString()).split("\n", -1)) {
            String[] columns = line.split("\t", -1);
            if (columns.length == 3) {
                assertThat(types.named(columns[0])).as(columns[0])
                        .anyMatch(named -> engine.sizeOf(named.struct()) == Long.parseLong(columns[1]));
                compared++;
            }
        }
        System.out.println("structs compared with pahole: " + compared);
        assertThat(compared).isGreaterThan(5_000);
    }

    @Test
    void namesWithSeveralDefinitionsGiveThemAll() throws Exception {
        BtfTypes types = kernel();
        Map<String, Integer> counts = new HashMap<>();
        types.all().forEach(named -> counts.merge(named.struct().display(), 1, Integer::sum));
        TreeSet<String> several = new TreeSet<>();
        counts.forEach((name, count) -> {
            if (count > 1 && types.named(name).size() > 1) {
                several.add(name);
                assertThat(types.named(name)).as(name).hasSize(count);
            }
        });
        System.out.println("names with several definitions: " + several);
        assertThat(several).isNotEmpty();
    }

    @Test
    void typedefNamesAnAnonymousStruct() throws Exception {
        BtfTypes types = kernel();
        assertThat(types.named("atomic_t")).hasSize(1).allSatisfy(named -> {
            assertThat(named.struct().display()).isEqualTo("struct atomic_t");
            assertThat(named.struct().members()).extracting(member -> member.name()).containsExactly("counter");
        });
        assertThat(types.named("no_such_type")).isEmpty();
    }
}
