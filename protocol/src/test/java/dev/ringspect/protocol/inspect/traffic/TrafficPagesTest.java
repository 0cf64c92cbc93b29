package dev.ringspect.protocol.inspect.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.ringspect.protocol.inspect.Catalogue;
import dev.ringspect.protocol.inspect.Placement;
import dev.ringspect.protocol.inspect.subject.Silence;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.traffic.CommandResolver;
import dev.ringspect.protocol.traffic.Correlator;
import dev.ringspect.protocol.traffic.EventBuilder;
import dev.ringspect.protocol.uapi.KernelRelease;

/**
 * The pages of traffic inspections have one form, and each has an example and a fine one that are run. Where a kernel or a
 * driver would be needed that most machines lack, these describe requests and are run here:
 *
 * <pre>
 * kernel=6.18
 * cmd_op=0x10 file=/dev/demo0 res=-25
 * </pre>
 *
 * <p>
 * A line is a request, or says which kernel serves them. {@code opcode} is URING_CMD's where none is given, {@code sqe} 64
 * bytes, {@code refused} the errno of a refusal at prep; without that and {@code res} the request never completes. All other
 * pages have C, which {@code LivePagesTest} of the server runs on the live kernel.
 */
class TrafficPagesTest {
    private static final Path FOLDER = Path.of(System.getProperty("ringspect.root"), "docs", "inspections");
    private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\w+)\n((?s:.*?)\n)```$");
    private static final Pattern PAGE = Pattern.compile("""
            # .*

            Severity: \\w+

            .+

            ## Why
            (?s:.+)
            ## Example
            (?<example>(?s:.+))
            This is fine:
            (?<fine>(?s:.+))
            ## Fix
            (?s:.+)
            ## Silence

            .+
            """);
    private static final int CHARACTER_DEVICE = 0x2180;

    /**
     * A block that is run.
     *
     * @param language {@code c} or {@code requests}
     * @param protocol the protocol file that holds for it; empty when the page has none
     */
    private record Example(String language, String protocol, String text) {
        /** The ids of what is found. */
        List<String> findings() {
            List<ProtocolModel> models = protocol.isEmpty()
                    ? List.of()
                    : List.of(ProtocolModel.of(SourceText.of("file:///page.uring", protocol)));
            models.forEach(model -> assertThat(model.problems()).isEmpty());
            ProtocolSet protocols = ProtocolSet.of(models);
            CommandResolver resolver = new CommandResolver(protocols);
            Placement placement = new Placement(protocols.models(),
                    new Silence(uri -> protocols.model(uri).map(ProtocolModel::source)));
            TrafficInspector inspector = new TrafficInspector(TrafficInspections.ALL, Optional.of(kernel()),
                    placement::place);
            Correlator correlator = new Correlator(request -> inspector.inspect(request, resolver.resolve(request)),
                    (block, major, minor) -> Optional.empty());
            EventBuilder events = new EventBuilder(correlator);
            List<Map<String, String>> requests = lines().filter(words -> !words.containsKey("kernel")).toList();
            for (int i = 1; i <= requests.size(); i++) {
                send(events, i, requests.get(i - 1));
            }
            correlator.finish();
            return inspector.findings().stream().map(found -> found.finding().id()).toList();
        }

        Example silenced(String id) {
            return new Example(language, "// ringspect: ignore-file " + id + "\n" + protocol, text);
        }

        private KernelRelease kernel() {
            String release = lines().filter(words -> words.containsKey("kernel")).findFirst()
                    .map(words -> words.get("kernel")).orElse("6.18");
            String[] numbers = release.split("\\.", 2);
            return new KernelRelease(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        }

        private Stream<Map<String, String>> lines() {
            return text.lines().map(Example::words);
        }

        private static Map<String, String> words(String line) {
            Map<String, String> words = new HashMap<>();
            for (String word : line.strip().split(" +", -1)) {
                String[] parts = word.split("=", 2);
                assertThat(parts).as(line).hasSize(2);
                words.put(parts[0], parts[1]);
            }
            return words;
        }

        /** Each request has a number, a file and memory of its own. */
        private static void send(EventBuilder events, int number, Map<String, String> words) {
            String device = words.getOrDefault("file", "");
            assertThat(device).startsWith("/dev/");
            events.file(number, CHARACTER_DEVICE, 240, number, device.substring("/dev/".length()));
            assertThat(words.keySet()).isSubsetOf("file", "opcode", "cmd_op", "sqe", "refused", "res");
            events.submit(number, number, s -> {
                s.file(number).opcode(number(words, "opcode", 46)).cmdOp(number(words, "cmd_op", 0))
                        .error(number(words, "refused", 0));
                if (number(words, "sqe", 64) == 128) {
                    s.sqe128();
                }
            });
            String result = words.getOrDefault("refused", words.get("res"));
            if (result != null) {
                events.complete(number, number, Integer.decode(result));
            }
        }

        private static int number(Map<String, String> words, String key, int otherwise) {
            return words.containsKey(key) ? Long.decode(words.get(key)).intValue() : otherwise;
        }
    }

    /** An example and a fine one. */
    private record Page(Example example, Example fine) {
        static Page of(String id) {
            Matcher page = PAGE.matcher(read(id));
            assertThat(page.matches()).as("the form of " + id + ".md").isTrue();
            Example example = only(page.group("example"), "");
            return new Page(example, only(page.group("fine"), example.protocol));
        }

        /** The one block of a section that is run. */
        private static Example only(String section, String before) {
            List<Example> examples = new ArrayList<>();
            String protocol = before;
            Matcher block = BLOCK.matcher(section);
            while (block.find()) {
                if (block.group(1).equals("uring")) {
                    protocol = block.group(2);
                } else {
                    examples.add(new Example(block.group(1), protocol, block.group(2)));
                }
            }
            assertThat(examples).as(section).hasSize(1);
            return examples.getFirst();
        }

        private static String read(String id) {
            try {
                return Files.readString(FOLDER.resolve(id + ".md"));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    private static Stream<String> ids() {
        return Catalogue.ALL.stream().filter(entry -> entry.kind() == Catalogue.Kind.TRAFFIC)
                .map(Catalogue.Entry::id);
    }

    @TestFactory
    Stream<DynamicTest> eachPageIsRunInOneWay() {
        return ids().map(id -> DynamicTest.dynamicTest(id, () -> {
            Page page = Page.of(id);
            assertThat(page.example.language).isIn("c", "requests").isEqualTo(page.fine.language);
        }));
    }

    @TestFactory
    Stream<DynamicTest> describedRequests() {
        return ids().filter(id -> Page.read(id).contains("\n```requests\n"))
                .map(id -> DynamicTest.dynamicTest(id, () -> {
                    Page page = Page.of(id);
                    assertThat(page.example.findings()).contains(id);
                    assertThat(page.fine.findings()).doesNotContain(id);
                    if (!page.example.protocol.isEmpty()) {
                        assertThat(page.example.silenced(id).findings()).doesNotContain(id);
                    }
                }));
    }
}
