package dev.ringspect.protocol.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;

class SettingsFileTest {
    @Test
    void levelsAreRead() {
        SettingsFile file = parse("{\"$schema\": \"x\", \"inspections\": {\"L04\": \"error\", \"D08\": \"off\"}}");
        assertThat(file.problems()).isEmpty();
        assertThat(file.settings().levelOf("L04", Severity.WARNING)).contains(Severity.ERROR);
        assertThat(file.settings().levelOf("D08", Severity.WARNING)).isEmpty();
        assertThat(file.settings().levelOf("L05", Severity.WARNING)).contains(Severity.WARNING);
    }

    @Test
    void whatIsWrongIsSaidWhereItIs() {
        wrong("{\"inspections\": {\"$0L99\": \"off\"}}", "no inspection is called 'L99'");
        wrong("{\"inspections\": {\"$0L04\": \"fatal\"}}", "a level is error, warning, info or off");
        wrong("{\"$0inspection\": {}}", "'inspection' is no setting; 'inspections' is");
        assertThat(parse("[]").problems()).extracting(Problem::message).singleElement().asString()
                .startsWith("expected an object");
        assertThat(parse("{\"inspections\": {").problems()).extracting(Problem::message).singleElement().asString()
                .startsWith("this is no JSON");
        assertThat(parse("{\"inspections\": 1}").problems()).hasSize(1);
    }

    @Test
    void oneSettingLiesOverAnother() {
        InspectionSettings below = parse("{\"inspections\": {\"L04\": \"error\", \"L05\": \"off\"}}").settings();
        InspectionSettings above = parse("{\"inspections\": {\"L04\": \"info\"}}").settings();
        assertThat(below.under(above).levels()).containsEntry("L04", Optional.of(Severity.INFO)).containsEntry("L05",
                Optional.empty());
    }

    @Test
    void thePublishedSchemaHasEveryInspectionAndLevel() throws IOException {
        JsonObject schema = JsonParser.parseString(Files.readString(
                Path.of(System.getProperty("ringspect.root"), "docs", "ringspect.schema.json"))).getAsJsonObject();
        JsonObject inspections = schema.getAsJsonObject("properties").getAsJsonObject("inspections");
        assertThat(inspections.getAsJsonObject("properties").keySet())
                .containsExactlyInAnyOrderElementsOf(Catalogue.inspections());
        assertThat(inspections.get("additionalProperties").getAsBoolean()).isFalse();
        assertThat(schema.getAsJsonObject("definitions").getAsJsonObject("level").getAsJsonArray("enum"))
                .hasToString("[\"error\",\"warning\",\"info\",\"off\"]");
    }

    private static void wrong(String marked, String message) {
        SettingsFile file = parse(marked.replace("$0", ""));
        assertThat(file.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.message()).isEqualTo(message);
            assertThat(problem.span().start()).isEqualTo(marked.indexOf("$0") - 1);
        });
        assertThat(file.settings().levels()).isEmpty();
    }

    private static SettingsFile parse(String text) {
        return SettingsFile.parse(SourceText.of("ringspect.json", text));
    }
}
