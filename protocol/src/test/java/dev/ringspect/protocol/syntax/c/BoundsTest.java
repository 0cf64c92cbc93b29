package dev.ringspect.protocol.syntax.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** Texts made to take all time and all memory: each is answered by a problem. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BoundsTest {
    @Test
    void anIncludeThatLoopsIsCut() {
        CTranslationUnit unit = unit(Sources.of(SourceText.of("a.h", "#include \"b.h\"\nstruct a { int x; };\n"),
                SourceText.of("b.h", "#include \"c.h\"\n"), SourceText.of("c.h", "#include \"b.h\"\n")));
        assertThat(unit.problems().toString()).contains("is included in a circle; add an include guard to it");
        assertThat(unit.type("struct a")).isPresent();
    }

    @Test
    void aFileThatIncludesItselfTwiceIsCut() {
        CTranslationUnit unit = unit(
                Sources.of(SourceText.of("a.h", "#include \"a.h\"\n#include \"a.h\"\nint x;\n")));
        assertThat(unit.problems().toString()).contains("add an include guard to it");
    }

    @Test
    void aMacroThatExplodesStaysAsItIs() {
        StringBuilder text = new StringBuilder("#define M0 int x;\n");
        for (int i = 1; i < 60; i++) {
            text.append("#define M").append(i).append(" M").append(i - 1).append(" M").append(i - 1).append('\n');
        }
        CTranslationUnit unit = unit(Sources.of(SourceText.of("a.h", text + "M59\nstruct after { int y; };\n")));
        assertThat(unit.problems().toString()).contains("macros expand to more than");
    }

    @Test
    void aFunctionLikeMacroThatExplodesStaysAsItIs() {
        StringBuilder text = new StringBuilder("#define F0(x) x x\n");
        for (int i = 1; i < 60; i++) {
            text.append("#define F").append(i).append("(x) F").append(i - 1).append("(x x)\n");
        }
        CTranslationUnit unit = unit(
                Sources.of(SourceText.of("a.h", text + "F59(int a;)\nstruct after { int y; };\n")));
        assertThat(unit.problems().toString()).contains("macros expand to more than");
    }

    @Test
    void deepNestingIsRefused() {
        for (String open : new String[]{"(", "{", "[", "struct {", "*", "F(", "#if 1\n", "int x[sizeof(", "-", "!",
                "enum {", "__attribute__((", "1 ? ", "typeof(", "extern \"C\" {"}) {
            String text = "#define F(x) x\n#if 1\n" + open.repeat(20_000);
            assertThat(unit(Sources.of(SourceText.of("a.h", text))).problems()).isNotEmpty();
            unit(Sources.of(SourceText.of("a.h", "#if " + open.replace('\n', ' ').repeat(20_000) + "\n#endif\n")));
            unit(Sources.of(SourceText.of("a.h", "struct a { int x[" + open.repeat(20_000) + "]; };")));
        }
    }

    @Test
    void chainsOfMacrosAreFollowedOrCut() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("#define C").append(i).append(" C").append(i + 1).append('\n');
        }
        CTranslationUnit unit = unit(
                Sources.of(SourceText.of("a.h", text + "C0;\nstruct after { int y[C19000]; };\n")));
        assertThat(unit.type("struct after")).isPresent();
    }

    @Test
    void aHugeFileIsNotRead(@TempDir Path folder) throws IOException {
        Path huge = folder.resolve("huge.h");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(100L << 20);
        }
        CTranslationUnit unit = CTranslationUnit.parse(Sources.disk(), huge.toUri().toString(),
                CConfiguration.bare(Abi.X86_64));
        assertThat(unit.problems()).hasSize(1);
        assertThat(unit.problems().getFirst().message()).contains("is larger than 16 MiB and was not read");
    }

    @Test
    void aLargeFileIsRead() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("struct s").append(i).append(" { __u32 a; __u64 b[").append(i).append("]; };\n");
        }
        CTranslationUnit unit = unit(Sources.of(SourceText.of("a.h", text.toString())));
        assertThat(unit.problems()).isEmpty();
        assertThat(unit.structs()).hasSize(20_000);
    }

    private static CTranslationUnit unit(Sources sources) {
        CTranslationUnit unit = CTranslationUnit.parse(sources, "a.h", CConfiguration.bare(Abi.X86_64));
        unit.constants();
        return unit;
    }
}
