package dev.ringspect.protocol.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** What is said of each inspection in more than one place is the same: in its class, on its page, in the table, in the schema. */
class CatalogueTest {
    private static final Path DOCS = Path.of(System.getProperty("ringspect.root"), "docs");
    private static final Pattern ROW = Pattern
            .compile("(?m)^\\| \\[([A-Z]\\d\\d)\\]\\(\\1\\.md\\) \\| (\\S+) \\| (error|warning|info) \\| (.+) \\|$");
    private static final Pattern PAGE = Pattern
            .compile("# ([A-Z]\\d\\d) (\\S+)\\n\\nSeverity: (error|warning|info).*\\n\\n(.+)\\n(?s:.*)");

    /** An inspection as one of the places has it. */
    private record Row(String id, String name, String severity, String sentence) {
        static Row of(Matcher found) {
            return new Row(found.group(1), found.group(2), found.group(3), found.group(4));
        }
    }

    @Test
    void theTableSaysWhatThePagesSay() throws IOException {
        List<Row> table = table();
        assertThat(table).extracting(Row::id).containsExactlyElementsOf(Catalogue.inspections());
        for (Row row : table) {
            Matcher page = PAGE.matcher(Files.readString(DOCS.resolve("inspections").resolve(row.id + ".md")));
            assertThat(page.matches()).as(row.id).isTrue();
            assertThat(row).isEqualTo(Row.of(page));
        }
    }

    @Test
    void theTableSaysWhatTheClassesSay() throws IOException {
        assertThat(table()).extracting(row -> row.id + " " + row.name + " " + row.severity)
                .containsExactlyElementsOf(Catalogue.ALL.stream().filter(Catalogue.Entry::isInspection)
                        .map(entry -> entry.id() + " " + entry.name() + " " + entry.severity().word()).toList());
    }

    @Test
    void noIdIsGivenTwice() {
        assertThat(Catalogue.ALL).extracting(Catalogue.Entry::id).doesNotHaveDuplicates();
    }

    @Test
    void theSchemaSaysWhatTheTableSays() throws IOException {
        JsonObject schema = JsonParser.parseString(Files.readString(DOCS.resolve("ringspect.schema.json")))
                .getAsJsonObject().getAsJsonObject("properties").getAsJsonObject("inspections")
                .getAsJsonObject("properties");
        for (Row row : table()) {
            assertThat(schema.getAsJsonObject(row.id).get("description").getAsString())
                    .isEqualTo(row.id + " " + row.name + ": " + row.sentence);
        }
    }

    private static List<Row> table() throws IOException {
        List<Row> rows = new ArrayList<>();
        Matcher row = ROW.matcher(Files.readString(DOCS.resolve("inspections").resolve("README.md")));
        while (row.find()) {
            rows.add(Row.of(row));
        }
        return rows;
    }
}
