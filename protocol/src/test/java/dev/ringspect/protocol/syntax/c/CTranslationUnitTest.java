package dev.ringspect.protocol.syntax.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutPrinter;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** What a translation unit makes of C; without the system's headers. */
class CTranslationUnitTest {
    @Test
    void includesOpenDocumentsAndGuardsThem() {
        CTranslationUnit unit = unit(Sources.of(SourceText.of("dir/a.h", """
                #include "b.h"
                #include "b.h"
                struct a { struct b inner; __u8 more; };
                """), SourceText.of("dir/b.h", """
                #ifndef B_H
                #define B_H
                struct b { __u64 x; };
                #endif
                """)), "dir/a.h");
        assertThat(unit.problems()).isEmpty();
        assertThat(sizes(unit)).isEqualTo("b 8, a 16");
        assertThat(unit.files()).containsExactly("dir/a.h", "dir/b.h");
    }

    @Test
    void fieldMacrosOfTheKernelStandInWhereTheirHeaderIsMissing() {
        CTranslationUnit unit = unit("""
                #include <linux/stddef.h>
                struct message {
                    __struct_group(header, hdr, __packed, __u8 kind; __u32 length;);
                    __u8 count;
                    __DECLARE_FLEX_ARRAY(__u16, data);
                };
                """);
        assertThat(unit.problems()).extracting("message").containsExactly(
                "cannot find linux/stddef.h; add its folder to the include paths. What it declares is not known here");
        assertThat(sizes(unit)).isEqualTo("header 5, message 6");
        assertThat(offsets(unit, "struct message")).isEqualTo(" 0, count 5,  6");
    }

    @Test
    void aPlaceLeadsThroughTheMacroToTheArgument() {
        String text = """
                #define FIELD(type, name) type name
                #define PAIR(a) struct pair { FIELD(__u32, a); __u32 second; }
                PAIR(first);
                """;
        CTranslationUnit unit = unit(text);
        Type.Struct pair = unit.structs().getFirst();
        assertThat(slice(text, pair.members().get(0).where().orElseThrow())).isEqualTo("first");
        assertThat(slice(text, pair.members().get(1).where().orElseThrow())).isEqualTo("PAIR");
        assertThat(slice(text, pair.where().orElseThrow())).isEqualTo("PAIR");
        assertThat(pair.where().orElseThrow().span().start()).isEqualTo(text.indexOf("PAIR(first)"));
    }

    @Test
    void constantsGoThroughArithmeticAndIoctlNumbers() {
        CTranslationUnit unit = unit("""
                #define BASE 0x40
                #define NEXT (BASE + 1)
                #define SHIFTED (1ULL << NEXT % 64)
                #define COMMAND _IOWR('N', BASE, struct arg)
                #define NO_NUMBER do { } while (0)
                struct arg { __u64 a; __u32 b; };
                enum { ONE = 1, TWO, BIG = ~0u };
                """);
        assertThat(unit.constant("NEXT")).hasValue(0x41);
        assertThat(unit.constant("SHIFTED")).hasValue(2);
        assertThat(unit.constant("COMMAND")).hasValue(0xC0104E40L);
        assertThat(unit.constant("TWO")).hasValue(2);
        assertThat(unit.constant("BIG")).hasValue(0xFFFFFFFFL);
        assertThat(unit.constant("NO_NUMBER")).isEmpty();
        assertThat(unit.constants()).containsOnlyKeys("BASE", "NEXT", "SHIFTED", "COMMAND", "ONE", "TWO", "BIG");
    }

    @Test
    void pragmaPackCountsWhereTheBraceCloses() {
        CTranslationUnit unit = unit("""
                #pragma pack(push, 1)
                struct tight { __u8 a; __u32 b; };
                #pragma pack(2)
                struct two { __u8 a; __u32 b; };
                #pragma pack(pop)
                struct loose { __u8 a; __u32 b; };
                _Pragma("pack(1)") struct again { __u8 a; __u32 b; };
                """);
        assertThat(sizes(unit)).isEqualTo("tight 5, two 6, loose 8, again 5");
        assertThat(unit.problems()).isEmpty();
    }

    @Test
    void whatIsNoTypeIsSteppedOver() {
        CTranslationUnit unit = unit("""
                extern "C" {
                static inline int twice(int x) { if (x) { return x * 2; } return 0; }
                int puts(const char *text) __attribute__((nonnull(1))) __asm__("puts");
                _Static_assert(sizeof(int) == 4, "int");
                MODULE_LICENSE("GPL");
                static const int table[] = { 1, 2, 3 };
                struct __weird_macro tagged { __u32 x; } __weird_too;
                }
                typedef struct { __u8 a; __u16 b; } __attribute__((packed)) small_t;
                struct user { small_t s[3]; int (*call)(struct user *, int); };
                """);
        assertThat(sizes(unit)).isEqualTo("tagged 4, small_t 3, user 24");
        assertThat(unit.problems()).isEmpty();
    }

    @Test
    void aTypeThatIsNotKnownSaysWhy() {
        CTranslationUnit unit = unit("""
                struct outer { struct hidden h; __u32 x; };
                struct more { struct outer o; };
                struct fine { struct hidden *h; };
                struct count { __u8 x[UNHEARD]; };
                """);
        assertThat(unit.unknown(unit.structs().get(0)).orElse(""))
                .isEqualTo("the type 'struct hidden' of h is not declared in anything that was read");
        assertThat(unit.unknown(unit.structs().get(1)).orElse("")).startsWith("in struct outer: the type");
        assertThat(unit.unknown(unit.structs().get(2))).isEmpty();
        assertThat(unit.unknown(unit.structs().get(3)).orElse("")).isEqualTo("nothing above is called 'UNHEARD'");
    }

    @Test
    void aStructWithoutATagGoesByItsTypedef() {
        CTranslationUnit unit = unit("""
                typedef struct { char a; unsigned long long b; } foo_t;
                typedef union { int x; char y[8]; } bar_t, *bar_p;
                struct user { foo_t f; };
                """);
        assertThat(sizes(unit)).isEqualTo("foo_t 16, bar_t 8, user 16");
    }

    @Test
    void bitFieldsWithoutANameAreShownAndAreNoMembers() {
        CTranslationUnit unit = unit("""
                struct runs { int a; long : 32; long : 64; struct { int b : 3; int : 5; int : 0; } in; };
                """);
        StructLayout layout = unit.layout(unit.structs().getFirst());
        assertThat(layout.members()).hasSize(2);
        assertThat(layout.shown()).hasSize(4);
        assertThat(layout.shown().getLast().members()).hasSize(2);
        String text = new LayoutPrinter(_ -> Optional.empty()).text(layout);
        assertThat(text).containsPattern("long +: 32; +/\\* +4:0 +8 \\*/").containsPattern("int +: 5; +/\\* +16:3")
                .doesNotContain("5 bits hole").contains("members 2");
        assertThat(new LayoutPrinter(_ -> Optional.empty()).json(Abi.X86_64, List.of(layout), List.of(), List.of(),
                unit.source())).contains("""
                        {"name":"","type":"long","offset":4,"size":8,"bitOffset":32,"bitWidth":32,"members":[]}""");
    }

    @Test
    void troubleInAHeaderStandsAtTheLineThatIncludesIt() {
        String text = "struct a { int x; };\n#include \"b.h\"\n";
        CTranslationUnit unit = unit(Sources.of(SourceText.of("a.h", text), SourceText.of("b.h", "\n#error no\n")),
                "a.h");
        assertThat(unit.problems()).hasSize(1);
        assertThat(unit.problems().getFirst().message()).isEqualTo("in b.h, line 2: #error no");
        assertThat(unit.problems().getFirst().span().start()).isEqualTo(text.indexOf('#'));
    }

    private static String slice(String text, Location where) {
        return text.substring(where.span().start(), where.span().end());
    }

    private static CTranslationUnit unit(String text) {
        return unit(Sources.of(SourceText.of("unit.h", text)), "unit.h");
    }

    private static CTranslationUnit unit(Sources sources, String uri) {
        return CTranslationUnit.parse(sources, uri, CConfiguration.bare(Abi.X86_64));
    }

    private static String sizes(CTranslationUnit unit) {
        return unit.structs().stream().map(struct -> struct.name() + " " + unit.layout(struct).size())
                .collect(Collectors.joining(", "));
    }

    private static String offsets(CTranslationUnit unit, String name) {
        return unit.layout((Type.Struct) unit.type(name).orElseThrow()).members().stream()
                .map(member -> member.member().name() + " " + member.offset()).collect(Collectors.joining(", "));
    }
}
