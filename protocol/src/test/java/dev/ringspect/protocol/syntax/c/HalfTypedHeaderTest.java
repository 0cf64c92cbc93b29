package dev.ringspect.protocol.syntax.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/** Headers as they are while someone types. */
class HalfTypedHeaderTest {
    private static final String HEADER = """
            #ifndef HEADER_H
            #define HEADER_H
            #include <linux/types.h>
            #define COUNT (1 << 4)
            #define FIELD(type, name) type name
            #if COUNT > 3 && defined(FIELD)
            struct first { __u32 a; __u8 b[COUNT]; };
            #else
            struct first { __u8 x; };
            #endif
            enum color { RED, GREEN = 5, BLUE, };
            typedef struct { FIELD(__u16, x); FIELD(__u16, y); } point_t;
            #pragma pack(push, 1)
            struct second { point_t p; union { __u64 q; __u8 r[3]; }; __u32 bits : 5, more : 27; };
            #pragma pack(pop)
            static inline int call(int x) { return x ? call(x - 1) : 0; }
            struct third { struct second s[2]; void (*f)(int); __u8 last[]; } __attribute__((aligned(8)));
            #define COMMAND _IOWR('x', COUNT, struct third)
            #endif
            """;
    private static final String AFTER = "\nstruct after_all { __u32 one; __u64 two; };\n";

    @Test
    void everyPrefixGivesAUnit() {
        for (int end = 0; end <= HEADER.length(); end++) {
            String text = HEADER.substring(0, end);
            assertThatCode(() -> unit(text)).as(text).doesNotThrowAnyException();
        }
    }

    @Test
    void whatFollowsALostTokenStands() {
        Tokens tokens = Tokens.of(SourceText.of("", HEADER));
        for (int i = 0; i < tokens.size(); i++) {
            TokenKind kind = tokens.kind(i);
            if (kind != TokenKind.SPACE && kind != TokenKind.DIRECTIVE && kind != TokenKind.END) {
                String text = HEADER.substring(0, tokens.start(i)) + HEADER.substring(tokens.end(i)) + AFTER;
                assertThat(unit(text).type("struct after_all")).as(text).get().isInstanceOf(Type.Struct.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"#if", "#if (", "#if 1 ? 2", "#if 1 / 0", "#if 0x", "#define", "#define X(", "#define X(a",
            "#define X(a) #", "#define X(a) a##", "#include", "#include <", "#include \"", "#include X", "#pragma pack",
            "#pragma pack(", "#pragma pack(push", "#pragma pack(3)", "_Pragma(", "_Pragma(\"", "#elif 1", "#else",
            "#endif", "#error", "#undef", "#line", "#", "#if defined", "#if defined(", "#if __has_include(",
            "#if __has_include(<", "FIELD(", "_IOWR(", "struct __struct_group(a", "struct x { __DECLARE_FLEX_ARRAY(",
            "typeof(", "typedef typeof(", "enum {", "enum x :", "struct { int x :", "__attribute__((", "extern \"C\" {",
            "extern \"C", "'", "\"", "/*", "struct x { int a[sizeof(", "struct x { int a[1 << 70]; };",
            "struct x { int a[1/0]; };", "int x[", "union u { union u u; };", "struct s { struct s s; };",
            "typedef t t;", "typedef struct t t; struct t { t x; };",
            "struct __attribute__((aligned(3))) x { int a; };",
            "struct x { int a : 99; };", "struct x { float a : 2; };", "\u0000\uffff\ud800"})
    void fragmentsAreProblemsAtMost(String fragment) {
        assertThatCode(() -> unit(fragment)).doesNotThrowAnyException();
        assertThatCode(() -> unit(HEADER + fragment)).doesNotThrowAnyException();
        assertThatCode(() -> unit(fragment + "\n" + HEADER)).doesNotThrowAnyException();
    }

    @Test
    void anUnclosedStructEndsWhereTheNextDeclarationStarts() {
        CTranslationUnit unit = unit("struct open {\n    __u32 a;\n    __u64 b\nstruct next { __u8 x; };\n");
        assertThat(unit.structs()).extracting(Type.Struct::name).isEqualTo(List.of("open", "next"));
    }

    private static CTranslationUnit unit(String text) {
        CTranslationUnit unit = CTranslationUnit.parse(Sources.of(SourceText.of("half.h", text)), "half.h",
                CConfiguration.bare(Abi.X86_64));
        unit.structs().forEach(unit::layout);
        unit.constants();
        return unit;
    }
}
