package dev.ringspect.protocol.syntax.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** Random structs, with and without {@code #pragma pack}, against gcc. */
class RandomHeaderTest {
    @ParameterizedTest
    @CsvSource({"x86_64, -m64, false, 6000", "x86_64, -m64, true, 6000", "i386, -m32, false, 3000",
            "i386, -m32, true, 3000"})
    void agreesWithGcc(String abiName, String option, boolean packs, int count) throws IOException {
        Optional<String> missing = GccBtf.missing();
        missing.ifPresent(why -> System.out.println("skipped: " + why));
        assumeTrue(missing.isEmpty(), "no gcc and pahole");
        Abi abi = Abi.named(abiName).orElseThrow();
        String text = new RandomHeader(20251122, packs).make(count);
        CTranslationUnit unit = CTranslationUnit.parse(Sources.of(SourceText.of("random.h", text)), "random.h",
                CConfiguration.bare(abi));
        assertThat(unit.problems()).isEmpty();
        try (GccBtf gcc = new GccBtf()) {
            gcc.source("random.c", text);
            boolean compiles = !gcc.compile(List.of("random.c"), option).isEmpty();
            assumeTrue(compiles || abi != Abi.I386, "gcc has no -m32 here");
            assertThat(compiles).isTrue();
            BtfComparison comparison = new BtfComparison(unit, gcc.types("random.c").orElseThrow());
            assertThat(comparison.run()).isEmpty();
            assertThat(comparison.compared()).isEqualTo(count);
        }
    }
}
