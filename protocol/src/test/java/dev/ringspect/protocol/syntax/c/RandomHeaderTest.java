package dev.ringspect.protocol.syntax.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** Random structs, half of them with {@code #pragma pack} around, against compilers for all ABIs. */
class RandomHeaderTest {
    private static final int COUNT = 5_000;

    @ParameterizedTest
    @CsvSource({"x86_64, gcc -m64", "i386, gcc -m32"})
    void agreesWithGcc(String abi, String compiler) throws IOException {
        for (boolean packs : new boolean[]{false, true}) {
            String text = new RandomHeader(20251122, packs).make(COUNT);
            assertThat(differences(Abi.named(abi).orElseThrow(), compiler, text)).isEmpty();
        }
    }

    /**
     * Clang stands in for a gcc that compiles for other machines. It goes ways of its own with some bit-fields, which
     * the machines show that both compile for, and on which gcc agrees with us: those structs do not count.
     */
    @Test
    void agreesWithClang() throws IOException {
        int left = 0;
        for (boolean packs : new boolean[]{false, true}) {
            // a bit-field of a type aligned to more than its size is where clang differs most, and on each machine
            String text = new RandomHeader(7, packs).make(COUNT).replaceAll("(u32|u64)a8 (m\\d+ )?:", "$1 $2:");
            Set<String> clangsOwn = new HashSet<>();
            clangsOwn.addAll(tags(differences(Abi.X86_64, "clang --target=x86_64-linux-gnu", text)));
            clangsOwn.addAll(tags(differences(Abi.I386, "clang --target=i386-linux-gnu", text)));
            for (var target : Map.of(Abi.AARCH64, "aarch64-linux-gnu", Abi.RISCV64, "riscv64-linux-gnu", Abi.ARM,
                    "armv7-linux-gnueabihf").entrySet()) {
                List<String> differences = differences(target.getKey(), "clang --target=" + target.getValue(), text);
                differences.removeIf(line -> clangsOwn.containsAll(tags(List.of(line))));
                assertThat(differences).as(target.getValue()).isEmpty();
            }
            left += clangsOwn.size();
        }
        System.out
                .println("aarch64, riscv64, arm: " + (2 * COUNT - left) + " random structs are as clang lays them out; "
                        + left + " left out, on which clang is not gcc");
        assertThat(left).isLessThan(COUNT / 10);
    }

    /** The outermost structs that lines of differences are about. */
    private static Set<String> tags(List<String> lines) {
        Set<String> tags = new HashSet<>();
        for (String line : lines) {
            Matcher tag = Pattern.compile("(struct|union) (s\\d+)\\b.*").matcher(line);
            tags.add(tag.matches() ? tag.group(2) : line);
        }
        return tags;
    }

    private static List<String> differences(Abi abi, String command, String text) throws IOException {
        List<String> compiler = List.of(command.split(" ", -1));
        Optional<String> missing = CompilerBtf.missing(compiler);
        missing.ifPresent(why -> System.out.println("skipped: " + why));
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        CTranslationUnit unit = CTranslationUnit.parse(Sources.of(SourceText.of("random.h", text)), "random.h",
                CConfiguration.bare(abi));
        assertThat(unit.problems()).isEmpty();
        try (CompilerBtf truth = new CompilerBtf(compiler)) {
            truth.source("random.c", text);
            assertThat(truth.compile(List.of("random.c"))).as(command + " compiles").hasSize(1);
            BtfComparison comparison = new BtfComparison(unit, truth.types("random.c").orElseThrow());
            List<String> differences = comparison.run();
            assertThat(comparison.compared()).isEqualTo(COUNT);
            return differences;
        }
    }
}
