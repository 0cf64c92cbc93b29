package dev.ringspect.protocol.syntax.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** What goes beyond plain C: laid out as gcc does, or with a reason why it is not. */
class ExtensionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "_BitInt(24) v; | v is _BitInt(24), and gcc 12 has no _BitInt",
            "unsigned _BitInt(3 + 4) v : 3; | v is unsigned _BitInt(3+4), and gcc 12 has no _BitInt",
            "typeof(1 + 1) v; | v is typeof, and the type of an expression is not worked out here",
            "__fp16 v; | v is __fp16, and gcc has no such type on x86_64",
            "int v __attribute__((mode(V4SI))); | mode(V4SI) of int is not worked out here",
            "int v __attribute__((vector_size(12))); | no vector of 12 bytes is made of int",
            "float v __attribute__((ext_vector_type(3))); | ext_vector_type is clang's alone",
            "int v $ 3; | a member is not understood",
            "operator x(); int v; | x has a type without a size"})
    void aMemberThatIsNotLaidOutLeavesItsStructWithoutALayout(String member, String why) {
        CTranslationUnit unit = unit(Abi.X86_64, "struct s { char a; " + member + " char z; };");
        assertThat(unit.unknown(unit.structs().getFirst()).orElse("none")).startsWith(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "struct __attribute__((ms_struct)) s { char a : 4; int b : 4; }; | ms_struct lays bit-fields out",
            "struct __attribute__((scalar_storage_order(\"big-endian\"))) s { int b; }; | scalar_storage_order stores",
            "struct s { __int128 x; }; | x is __int128, and gcc has no such type on i386"})
    void rulesOfOthersAreNotGuessed(String text, String why) {
        CTranslationUnit unit = unit(Abi.I386, text);
        assertThat(unit.unknown(unit.structs().getFirst()).orElse("none")).startsWith(why);
    }

    @Test
    void rulesThatChangeNothingAreNoDoubt() {
        CTranslationUnit unit = unit(Abi.X86_64, """
                struct __attribute__((ms_struct)) a { char x; int y; };
                struct __attribute__((scalar_storage_order("little-endian"))) b { char x; int y; };
                """);
        assertThat(unit.withoutLayout()).isEmpty();
    }

    @Test
    void attributesInBracketsCountAsTheirOldSpellings() {
        assertThat(sizes("""
                struct [[gnu::packed]] a { char x; int y; };
                struct b { char x; [[gnu::aligned(8)]] int y; };
                struct c { char x; int y [[deprecated("no"), __gnu__::__aligned__(16)]]; };
                struct d { char x; int [[gnu::aligned(8)]] y; };
                struct e { char x; int y; } [[gnu::packed]];
                struct f { char x; [[packed]] int y; };
                """)).isEqualTo("a 5, b 16, c 32, d 16, e 8, f 8");
    }

    @Test
    void constantsOfC23AreConstants() {
        assertThat(sizes("""
                constexpr int COUNT = 3 + 2;
                constexpr struct none { int x; } NONE = { 1 };
                static_assert(true);
                struct a { alignas(8) bool x; char y[COUNT]; typeof_unqual(int) z; };
                """)).isEqualTo("none 4, a 16");
    }

    @Test
    void theLeastAlignmentIsNotThePreferredOne() {
        CTranslationUnit unit = unit(Abi.I386, """
                #define LEAST _Alignof(long long)
                #define PREFERRED __alignof__(long long)
                #define OF_ARRAY __alignof__(double[2])
                """);
        assertThat(unit.constant("LEAST")).hasValue(4);
        assertThat(unit.constant("PREFERRED")).hasValue(8);
    }

    @Test
    void anUnknownNameToPopTakesBackTheLastPushAndSaysSo() {
        CTranslationUnit unit = unit(Abi.X86_64, """
                #pragma pack(push, one, 1)
                struct a { char x; int y; };
                #pragma pack(pop, two)
                struct b { char x; int y; };
                """);
        assertThat(unit.structs().stream().map(unit::layout).map(layout -> layout.size())).containsExactly(5L, 8L);
        assertThat(unit.problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                .isEqualTo("nothing was pushed as 'two'; gcc, and so Ringspect, takes back the last push, clang none"));
    }

    @Test
    void aStructWithoutMembersHasAByteInCpp() {
        String text = """
                #ifdef __cplusplus
                extern "C" {
                #endif
                struct none { };
                struct flex { char a; struct { struct { } empty; long data[]; }; };
                #ifdef __cplusplus
                }
                #endif
                """;
        assertThat(sizes("unit.h", text)).isEqualTo("none 0, flex 8");
        // the empty struct moves what follows it to the next multiple of its alignment
        assertThat(sizes("unit.hpp", text)).isEqualTo("none 1, flex 16");
    }

    private static String sizes(String uri, String text) {
        CTranslationUnit unit = CTranslationUnit.parse(Sources.of(SourceText.of(uri, text)), uri,
                CConfiguration.bare(Abi.X86_64));
        assertThat(unit.problems()).isEmpty();
        return unit.structs().stream().map((Type.Struct struct) -> struct.name() + " " + unit.layout(struct).size())
                .collect(Collectors.joining(", "));
    }

    private static String sizes(String text) {
        return sizes("unit.h", text);
    }

    private static CTranslationUnit unit(Abi abi, String text) {
        return CTranslationUnit.parse(Sources.of(SourceText.of("unit.h", text)), "unit.h", CConfiguration.bare(abi));
    }
}
