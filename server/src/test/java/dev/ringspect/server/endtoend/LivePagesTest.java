package dev.ringspect.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import dev.ringspect.server.cli.Invocation;
import dev.ringspect.tracer.live.LiveLab;
import dev.ringspect.tracer.live.Needs;

/**
 * The pages of traffic inspections tell the truth: what their C shows is found when it runs on this kernel, and what they
 * call fine is not. Pages with described requests are run by {@code TrafficPagesTest}, which sees to it that none is left out.
 *
 * <p>
 * All examples are one program, {@code pages.c} with a function for each. Those of one protocol run under one trace, and
 * their requests are told apart by the name that each one's process has.
 */
@Timeout(200)
class LivePagesTest {
    private static final Path FOLDER = LiveLab.ROOT.resolve("docs/inspections");
    private static final Pattern BLOCK = Pattern.compile("(?m)^```(uring|c)\\n((?s:.*?)\\n)```$");
    private static final int LACKING = 77;

    @TempDir
    private Path folder;

    /**
     * One block of C.
     *
     * @param protocol the protocol file of the page, empty when the built-in ones will do
     * @param body the C
     * @param line where it starts on its page
     */
    private record Example(String id, String name, String protocol, String body, int line) {
        String function() {
            return "static void " + name + "(void)\n{\n#line " + line + " \"" + FOLDER.resolve(id + ".md") + "\"\n"
                    + body + "}\n";
        }
    }

    @TestFactory
    Stream<DynamicTest> pages() throws IOException {
        Needs.tracing();
        List<Example> examples = examples();
        assertThat(examples).isNotEmpty();
        Path program = compiled(examples);
        int probe = LiveLab.call(List.of(program.toString())).exit();
        Needs.need(probe != LACKING, "uring_cmd on /dev/null (Linux 6.0)");
        assertThat(probe).isZero();

        Map<String, List<Example>> byProtocol = examples.stream()
                .collect(Collectors.groupingBy(Example::protocol, LinkedHashMap::new, Collectors.toList()));
        Map<String, Set<String>> found = new TreeMap<>();
        for (Map.Entry<String, List<Example>> group : byProtocol.entrySet()) {
            found.putAll(traced(program, group.getKey(), group.getValue()));
        }
        return examples.stream().map(Example::id).distinct()
                .map(id -> DynamicTest.dynamicTest(id, () -> {
                    assertThat(found.get(id + "_example")).as("what the example shows").contains(id);
                    assertThat(found.get(id + "_fine")).as("what the fine one shows").isNotNull().doesNotContain(id);
                }));
    }

    /** Which findings each example's requests have; an example without a request is left out. */
    private Map<String, Set<String>> traced(Path program, String protocol, List<Example> examples)
            throws IOException {
        List<String> line = new ArrayList<>(List.of("trace", "--json"));
        if (!protocol.isEmpty()) {
            line.addAll(List.of("--protocol", Files.writeString(folder.resolve("page.uring"), protocol).toString()));
        }
        line.addAll(List.of("--", program.toString()));
        examples.forEach(example -> line.add(example.name));
        Invocation trace = Invocation.of(line.toArray(String[]::new));
        assertThat(trace.exit()).as(trace.err()).isZero();

        Map<String, Set<String>> found = new TreeMap<>();
        for (String object : trace.out().lines().toList()) {
            JsonObject request = JsonParser.parseString(object).getAsJsonObject();
            if (request.has("summary")) {
                assertThat(request.getAsJsonObject("summary").get("exitCode").getAsInt()).isZero();
                continue;
            }
            Set<String> ids = found.computeIfAbsent(request.get("comm").getAsString(), _ -> new TreeSet<>());
            request.getAsJsonArray("findings")
                    .forEach(finding -> ids.add(finding.getAsJsonObject().get("id").getAsString()));
        }
        return found;
    }

    private Path compiled(List<Example> examples) throws IOException {
        StringBuilder functions = new StringBuilder();
        examples.forEach(example -> functions.append(example.function()));
        functions.append("#define PAGES");
        examples.forEach(example -> functions.append(" EACH(").append(example.name).append(')'));
        Files.writeString(folder.resolve("pages.h"), functions.append('\n'));
        Path frame = folder.resolve("pages.c");
        try (InputStream in = Objects.requireNonNull(LivePagesTest.class.getResourceAsStream("pages.c"))) {
            Files.copy(in, frame);
        }
        Path program = folder.resolve("pages");
        LiveLab.run(List.of("gcc", "-std=gnu17", "-Wall", "-Wextra", "-Werror", "-o", program.toString(),
                frame.toString(), "-luring"));
        return program;
    }

    private static List<Example> examples() throws IOException {
        List<Path> pages;
        try (Stream<Path> found = Files.list(FOLDER)) {
            pages = found.filter(page -> page.getFileName().toString().matches("D\\d\\d\\.md")).sorted().toList();
        }
        List<Example> examples = new ArrayList<>();
        for (Path page : pages) {
            collect(page.getFileName().toString().substring(0, 3), Files.readString(page), examples);
        }
        return examples;
    }

    /** A protocol holds for the C after it, up to the next one. */
    private static void collect(String id, String page, List<Example> examples) {
        int fine = page.indexOf("\nThis is fine:\n");
        String protocol = "";
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            if (block.group(1).equals("uring")) {
                protocol = block.group(2);
            } else {
                int line = (int) page.substring(0, block.start(2)).lines().count() + 1;
                examples.add(new Example(id, id + (block.start() < fine ? "_example" : "_fine"), protocol,
                        block.group(2), line));
            }
        }
    }
}
