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

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** Every example of the language's page is valid. */
class LanguagePageTest {
    private static final Path DOCS = Path.of(System.getProperty("ringspect.root"), "docs");

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        String page = Files.readString(DOCS.resolve("language.md"));
        Sources imported = Sources.of();
        for (String language : List.of("c", "rust")) {
            for (String file : blocks(page, language)) {
                String name = file.lines().findFirst().orElseThrow().replace("// ", "");
                imported = imported.with(SourceText.of("file:///" + name, file));
            }
        }
        Environment environment = Environment.bare(imported);
        return blocks(page, "uring").stream().map(example -> DynamicTest.dynamicTest(
                example.lines().findFirst().orElse(""),
                () -> assertThat(ProtocolModel.of(SourceText.of("file:///example.uring", example), environment)
                        .problems()).isEmpty()));
    }

    @Test
    void thePageHasExamples() throws IOException {
        assertThat(blocks(Files.readString(DOCS.resolve("language.md")), "uring")).hasSizeGreaterThan(10);
    }

    private static List<String> blocks(String page, String language) {
        String fence = "```" + language + "\n";
        List<String> blocks = new ArrayList<>();
        int at = page.indexOf(fence);
        while (at >= 0) {
            int start = at + fence.length();
            int end = page.indexOf("\n```", start);
            blocks.add(page.substring(start, end));
            at = page.indexOf(fence, end);
        }
        return blocks;
    }
}
