package dev.ringspect.protocol.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import dev.ringspect.protocol.syntax.uring.UringFile;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/** The formatter on every file there is, whole and damaged: only white space changes, and twice is the same as once. */
class FormatterOnFilesTest {
    private static final Path ROOT = Path.of(System.getProperty("ringspect.root"));

    @TestFactory
    Stream<DynamicTest> theFilesOfTheProjectAreFormatted() throws IOException {
        return files().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            String text = Files.readString(file);
            assertThat(formatted(text)).isEqualTo(text);
        }));
    }

    @TestFactory
    Stream<DynamicTest> onlyWhiteSpaceChangesAndTwiceIsOnce() throws IOException {
        return texts().stream().map(text -> DynamicTest.dynamicTest(text.lines().findFirst().orElse(""), () -> {
            for (String before : List.of(text, text.replaceAll("[ \t]*\n[ \t]*", "\n"), text.replace(" ", "   "))) {
                String after = formatted(before);
                assertThat(tokens(after)).isEqualTo(tokens(before));
                assertThat(formatted(after)).isEqualTo(after);
            }
        }));
    }

    @Test
    void nothingIsLostFromDamagedFiles() throws IOException {
        Random random = new Random(20);
        List<String> texts = texts();
        for (int round = 0; round < 3000; round++) {
            String damaged = damaged(texts.get(random.nextInt(texts.size())), random);
            assertThat(tokens(formatted(damaged))).as(damaged).isEqualTo(tokens(damaged));
        }
    }

    /** A text with some tokens gone, doubled, swapped or replaced by others, and blanks changed. */
    private static String damaged(String text, Random random) {
        Tokens tokens = Tokens.of(SourceText.of("test", text));
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            parts.add(tokens.text(i));
        }
        String[] strange = {"{", "}", ";", "(", ")", "\"", "/*", "//", "\n", " ", "", "@", "#", "\n#define X  1\n", "*",
                "-", "command", "\n\n\n", "\\\n", "'", "..", "\r"};
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(parts.size());
            int other = random.nextInt(parts.size());
            switch (random.nextInt(4)) {
                case 0 -> parts.set(at, "");
                case 1 -> parts.add(at, parts.get(other));
                case 2 -> parts.set(at, parts.set(other, parts.get(at)));
                default -> parts.add(at, strange[random.nextInt(strange.length)]);
            }
        }
        return String.join("", parts);
    }

    /** The tokens of {@code text}, with comments and directives, without the blanks between and within these. */
    private static List<String> tokens(String text) {
        Tokens tokens = Tokens.of(SourceText.of("test", text));
        List<String> found = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            TokenKind kind = tokens.kind(i);
            boolean blanksDiffer = kind == TokenKind.COMMENT || kind == TokenKind.DIRECTIVE;
            if (kind != TokenKind.SPACE) {
                found.add(kind + " " + (blanksDiffer
                        ? tokens.text(i).replaceAll("[ \t\r\n]+", " ").strip()
                        : tokens.text(i)));
            }
        }
        return found;
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("protocol/src/main/resources/protocols", "examples")) {
            try (Stream<Path> below = Files.list(ROOT.resolve(folder))) {
                below.filter(file -> file.toString().endsWith(".uring")).sorted().forEach(files::add);
            }
        }
        assertThat(files).hasSizeGreaterThan(7);
        return files;
    }

    /** All files, and the examples of the language's page. */
    private static List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path file : files()) {
            texts.add(Files.readString(file));
        }
        String page = Files.readString(ROOT.resolve("docs/language.md"));
        String mark = "```uring\n";
        for (int at = page.indexOf(mark); at >= 0; at = page.indexOf(mark, at + 1)) {
            texts.add(page.substring(at + mark.length(), page.indexOf("\n```", at + mark.length())));
        }
        return texts;
    }

    private static String formatted(String text) {
        return Formatter.formatted(UringFile.parse(SourceText.of("test", text))).text();
    }
}
