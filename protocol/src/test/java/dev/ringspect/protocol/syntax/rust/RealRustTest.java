package dev.ringspect.protocol.syntax.rust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;

/**
 * Sources of other people, from the folder that {@code RINGSPECT_RUST_FILES} names: what rustc takes is not refused. Which
 * files to take, and how, stands in docs/fuzzing.md.
 */
class RealRustTest {
    private static final int MOST_SHOWN = 40;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatRustcTakesIsNotRefused() throws Exception {
        String root = System.getenv("RINGSPECT_RUST_FILES");
        Assumptions.assumeTrue(root != null, "RINGSPECT_RUST_FILES names no folder of Rust sources");
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of(root))) {
            files = all.filter(file -> file.toString().endsWith(".rs")).filter(Files::isRegularFile).sorted().toList();
        }
        int read = 0;
        int items = 0;
        int known = 0;
        List<String> refused = new ArrayList<>();
        List<String> both = new ArrayList<>();
        for (Path file : files) {
            Optional<String> text = text(file);
            if (text.isPresent()) {
                read++;
                RustFile parsed = RustFile.parse(SourceText.of(file.toString(), text.get()));
                List<RustTypes.Declared> declared = new RustTypes(parsed, RustTarget.of(Abi.X86_64)).declared();
                items += declared.size();
                known += (int) declared.stream().filter(one -> one.answer() instanceof RustAnswer.Known).count();
                if (!parsed.problems().isEmpty()) {
                    Problem first = parsed.problems().getFirst();
                    (isTaken(text.get()) ? refused : both).add(file + ":"
                            + (parsed.source().lineOf(first.span().start()) + 1) + ": " + first.message());
                }
            }
        }
        System.out.println("Rust files: " + read + ", types: " + items + ", with a layout: " + known
                + ", refused as rustc does: " + both.size() + ", refused though rustc takes them: " + refused.size());
        both.stream().limit(MOST_SHOWN).forEach(line -> System.out.println("refused by rustc too: " + line));
        refused.stream().limit(MOST_SHOWN).forEach(line -> System.out.println("refused: " + line));
        assertThat(refused.size()).as("files refused though rustc takes them").isZero();
    }

    private static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** Whether rustc parses a text; a module that is left out is parsed, and asks for no other file. */
    private boolean isTaken(String text) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("taken.rs"),
                "#[cfg(any())] mod left_out {\n" + text.replaceFirst("^\uFEFF", "") + "\n}\n");
        for (String edition : List.of("2021", "2018", "2015", "2024")) {
            Process process = new ProcessBuilder(List.of(Rustc.newEnough(), "--edition", edition, "--crate-type", "lib",
                    "--emit=metadata", "-Awarnings", "-o", folder.resolve("out").toString(), source.toString()))
                    .redirectErrorStream(true).redirectOutput(folder.resolve("errors").toFile()).start();
            if (process.waitFor() == 0) {
                return true;
            }
        }
        return false;
    }
}
