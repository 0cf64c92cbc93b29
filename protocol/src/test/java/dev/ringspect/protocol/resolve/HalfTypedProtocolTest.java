package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.ringspect.protocol.syntax.c.CDeclaration;
import dev.ringspect.protocol.syntax.c.TypeSpecifier;
import dev.ringspect.protocol.syntax.uring.UringFile;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.token.Tokens;

/** Every protocol file of the project, cut off anywhere and with any token gone: a tree, soon, and the rest of it stays. */
class HalfTypedProtocolTest {
    private static final Path ROOT = Path.of(System.getProperty("ringspect.root"));
    /** Far more than a whole file's damages take; what it guards against does not end at all. */
    private static final Duration LONG = Duration.ofMinutes(3);
    /** Models of a large file's damages would take minutes; its trees are all looked at. */
    private static final int MOST_MODELS = 30;

    @TestFactory
    Stream<DynamicTest> tokensAreTheText() throws IOException {
        return each((name, text) -> {
            Tokens tokens = UringFile.parse(SourceText.of(name, text)).tokens();
            StringBuilder again = new StringBuilder();
            for (int i = 0; i < tokens.size(); i++) {
                again.append(tokens.text(i));
            }
            assertThat(again).hasToString(text);
        });
    }

    @TestFactory
    Stream<DynamicTest> everyPrefixHasATree() throws IOException {
        return each((name, text) -> {
            Tokens tokens = Tokens.of(SourceText.of(name, text));
            int step = Math.max(1, tokens.size() / MOST_MODELS);
            for (int i = 0; i < tokens.size(); i++) {
                String prefix = text.substring(0, tokens.start(i) + (tokens.end(i) - tokens.start(i)) / 2);
                UringFile file = UringFile.parse(SourceText.of(name, prefix));
                assertThat(file.tokens().end(file.tokens().size() - 1)).isEqualTo(prefix.length());
                if (i % step == 0) {
                    assertThat(ProtocolModel.of(SourceText.of(name, prefix)).problems()).isNotNull();
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> whatFollowsAMissingTokenStays() throws IOException {
        return each((name, text) -> {
            Tokens tokens = Tokens.of(SourceText.of(name, text));
            List<UringItem> items = UringFile.parse(SourceText.of(name, text)).items();
            int step = Math.max(1, tokens.significantCount() / MOST_MODELS);
            for (int i = 0; i < tokens.significantCount() - 1; i++) {
                int start = tokens.start(tokens.significant(i));
                int end = tokens.end(tokens.significant(i));
                String damaged = text.substring(0, start) + text.substring(end);
                UringFile file = UringFile.parse(SourceText.of(name, damaged));
                List<String> expected = items.stream().filter(item -> startsLineBehind(text, item, end))
                        .flatMap(item -> name(item).stream()).toList();
                assertThat(names(file.items())).as("without '%s' at line %d", text.substring(start, end),
                        text.substring(0, start).lines().count()).containsAll(expected);
                if (i % step == 0) {
                    assertThat(ProtocolModel.of(SourceText.of(name, damaged)).problems()).isNotNull();
                }
            }
        });
    }

    /** An item that starts a line of its own after the damage. */
    private static boolean startsLineBehind(String text, UringItem item, int offset) {
        int start = item.span().start();
        return start > offset && text.charAt(start - 1) == '\n';
    }

    private static List<String> names(List<UringItem> items) {
        return items.stream().flatMap(item -> name(item).stream()).toList();
    }

    private static List<String> name(UringItem item) {
        return switch (item) {
            case UringItem.ProtocolName protocol -> List.of("protocol " + protocol.name().text());
            case UringItem.Import imported -> List.of("import " + imported.path().text());
            case UringItem.On on -> List.of("on " + on.kind());
            case UringItem.Needs _ -> List.of("needs");
            case UringItem.Match _ -> List.of("match");
            case UringItem.Command command -> List.of("command " + command.name().text());
            case UringItem.Refine refine -> List.of("refine " + refine.tag().text());
            case UringItem.Send send -> List.of("send " + send.title().text());
            case UringItem.Declaration(CDeclaration.Define define) -> List.of("define " + define.name().text());
            case UringItem.Declaration(CDeclaration.Types types) -> switch (types.type()) {
                case TypeSpecifier.Struct struct -> struct.tag().map(tag -> "struct " + tag.text()).stream().toList();
                case TypeSpecifier.EnumType type -> type.tag().map(tag -> "enum " + tag.text()).stream().toList();
                case TypeSpecifier.Named _,TypeSpecifier.TypeOf _ -> List.of();
            };
        };
    }

    private interface Check {
        void of(String name, String text);
    }

    private static Stream<DynamicTest> each(Check check) throws IOException {
        return texts().entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> Assertions
                .assertTimeoutPreemptively(LONG, () -> check.of(entry.getKey(), entry.getValue()))));
    }

    private static Map<String, String> texts() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        List<Path> folders = List.of(ROOT.resolve("protocol/src/main/resources/protocols"), ROOT.resolve("examples"));
        for (Path folder : folders) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".uring")).toList()) {
                    texts.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        List<String> examples = new ArrayList<>();
        String page = Files.readString(ROOT.resolve("docs/language.md"));
        for (String part : page.split("```uring\n", -1)) {
            examples.add(part.substring(0, Math.max(0, part.indexOf("\n```"))));
        }
        for (int i = 1; i < examples.size(); i++) {
            texts.put("example " + i, examples.get(i) + "\n");
        }
        return texts;
    }
}
