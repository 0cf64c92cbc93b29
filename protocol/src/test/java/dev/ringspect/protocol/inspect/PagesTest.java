package dev.ringspect.protocol.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.edit.Fix.Change;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/**
 * The page of each static inspection tells the truth: what its examples show is found there, what it calls fine is not, and
 * what is offered against a finding, to mend or to silence it, makes it go.
 */
class PagesTest {
    private static final Path FOLDER = Path.of(System.getProperty("ringspect.root"), "docs", "inspections");
    private static final Pattern BLOCK = Pattern.compile("```(uring|c|rust)\\n(.*?\\n)```\\n", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("// (\\w+\\.(?:h|rs|uring))\\n.*", Pattern.DOTALL);
    private static final String FINE = "This is fine:";

    /** An example with the files beside it. */
    private record Example(String language, String text, List<SourceText> beside) {
        String uri() {
            return "file:///page/example." + (language.equals("rust") ? "rs" : language);
        }

        Example with(String other) {
            return new Example(language, other, beside);
        }

        List<Finding> findings(String id) {
            SourceText source = SourceText.of(uri(), text);
            Sources sources = Sources.of(beside.toArray(SourceText[]::new)).with(source);
            List<ProtocolModel> others = beside.stream().filter(file -> file.uri().endsWith(".uring"))
                    .map(file -> ProtocolModel.of(file, Environment.bare(sources))).toList();
            return Inspections.of(switch (language) {
                case "c" -> CheckedSet.of(
                        CTranslationUnit.parse(sources, uri(), CConfiguration.bare(Abi.X86_64)), others);
                case "rust" -> CheckedSet.of(RustFile.parse(source), others);
                default -> CheckedSet.of(understood(source, sources), others, sources);
            }, InspectionSettings.DEFAULT).stream().filter(finding -> finding.id().equals(id)).toList();
        }

        private static ProtocolModel understood(SourceText source, Sources sources) {
            ProtocolModel model = ProtocolModel.of(source, Environment.bare(sources));
            assertThat(model.problems()).filteredOn(problem -> problem.kind() == Problem.Kind.MISTAKE).isEmpty();
            return model;
        }
    }

    @TestFactory
    Stream<DynamicTest> pages() {
        return Inspections.rules().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.id(), () -> check(rule.id(), page(rule.id()))));
    }

    private static void check(String id, String page) {
        assertThat(page).contains("\n## Why\n", "\n## Example\n", FINE, "\n## Fix\n", "\n## Silence\n");
        List<Example> firing = examples(page.substring(page.indexOf("## Example"), page.indexOf(FINE)));
        List<Example> fine = examples(page.substring(page.indexOf(FINE), page.indexOf("## Fix")));
        assertThat(firing).isNotEmpty();
        assertThat(fine).isNotEmpty();
        for (Example example : firing) {
            List<Finding> found = example.findings(id);
            assertThat(found).as(example.text).isNotEmpty();
            for (Fix fix : found.getFirst().fixes()) {
                assertThat(applied(example, fix).findings(id)).as(fix.title()).hasSizeLessThan(found.size());
            }
        }
        fine.forEach(example -> assertThat(example.findings(id)).as(example.text).isEmpty());
    }

    private static Example applied(Example example, Fix fix) {
        Example now = example;
        for (Change change : fix.changes()) {
            if (change instanceof Change.Edits edits && edits.source().equals(example.uri())) {
                now = now.with(SourceText.of(now.uri(), now.text).edited(edits.edits()).text());
            }
        }
        return now;
    }

    /** Blocks that start with the name of a file are beside those behind them. */
    private static List<Example> examples(String section) {
        List<Example> examples = new ArrayList<>();
        List<SourceText> beside = new ArrayList<>();
        Matcher block = BLOCK.matcher(section);
        while (block.find()) {
            Matcher named = NAMED.matcher(block.group(2));
            if (named.matches()) {
                beside.add(SourceText.of("file:///page/" + named.group(1), block.group(2)));
            } else {
                examples.add(new Example(block.group(1), block.group(2), List.copyOf(beside)));
            }
        }
        return examples;
    }

    private static String page(String id) throws IOException {
        return Files.readString(FOLDER.resolve(id + ".md"));
    }
}
