package dev.ringspect.protocol.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.SourceText;

/** Every example of the language's page is valid; every example of an inspection's page shows that inspection. */
class LanguagePageTest {
    private static final Path DOCS = Path.of(System.getProperty("ringspect.root"), "docs");

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        return blocks(Files.readString(DOCS.resolve("language.md"))).stream()
                .map(example -> DynamicTest.dynamicTest(example.lines().findFirst().orElse(""),
                        () -> assertThat(ProtocolModel.of(SourceText.of("example", example)).problems()).isEmpty()));
    }

    @Test
    void thePageHasExamples() throws IOException {
        assertThat(blocks(Files.readString(DOCS.resolve("language.md")))).hasSizeGreaterThan(10);
    }

    @TestFactory
    Stream<DynamicTest> inspections() throws IOException {
        try (Stream<Path> pages = Files.list(DOCS.resolve("inspections"))) {
            List<Path> all = pages.filter(page -> page.getFileName().toString().startsWith("L")
                    || page.getFileName().toString().startsWith("U")).toList();
            assertThat(all).isNotEmpty();
            return all.stream().map(page -> DynamicTest.dynamicTest(page.getFileName().toString(), () -> {
                String id = page.getFileName().toString().replace(".md", "");
                for (String example : blocks(Files.readString(page))) {
                    ProtocolModel model = ProtocolModel.of(SourceText.of("example", example));
                    assertThat(model.problems()).isEmpty();
                    assertThat(Inspections.of(model))
                            .anySatisfy(finding -> assertThat(finding.id()).isEqualTo(id));
                }
            }));
        }
    }

    private static List<String> blocks(String page) {
        List<String> blocks = new ArrayList<>();
        int at = page.indexOf("```uring\n");
        while (at >= 0) {
            int start = at + "```uring\n".length();
            int end = page.indexOf("\n```", start);
            blocks.add(page.substring(start, end));
            at = page.indexOf("```uring\n", end);
        }
        return blocks;
    }
}
