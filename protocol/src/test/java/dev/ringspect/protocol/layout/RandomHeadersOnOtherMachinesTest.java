package dev.ringspect.protocol.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.c.RandomHeader;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** The C front-end and the layout engine against clang for machines that this one is not. */
class RandomHeadersOnOtherMachinesTest {
    @ParameterizedTest
    @CsvSource({"aarch64, clang --target=aarch64-linux-gnu", "riscv64, clang --target=riscv64-linux-gnu",
            "arm, clang --target=armv7-linux-gnueabihf", "i386, clang --target=i386-linux-gnu"})
    void agreesWithClang(String abiName, String compiler) {
        Optional<CompilerOracle> oracle = CompilerOracle.of(compiler.split(" ", -1));
        if (oracle.isEmpty()) {
            System.out.println("skipped: " + compiler + " is not installed");
        }
        assumeTrue(oracle.isPresent(), compiler + " is not installed");
        Abi abi = Abi.named(abiName).orElseThrow();
        // the oracle tells members by their bits being all ones, which no floating number is; and where a bit-field's
        // type is aligned to more than its size, clang goes other ways than gcc, whose rules are ours
        String text = new RandomHeader(7, false).make(800).replace("float m", "int m")
                .replace("double m", "long long m").replaceAll("(u32|u64)a8 (m\\d+ )?:", "$1 $2:");
        CTranslationUnit unit = CTranslationUnit.parse(Sources.of(SourceText.of("random.h", text)), "random.h",
                CConfiguration.bare(abi));
        assertThat(unit.problems()).isEmpty();
        List<StructLayout> layouts = unit.structs().stream().map(unit::layout).toList();
        assertThat(layouts).hasSize(800);
        assertThat(oracle.orElseThrow().compare(text, layouts)).isEmpty();
    }
}
