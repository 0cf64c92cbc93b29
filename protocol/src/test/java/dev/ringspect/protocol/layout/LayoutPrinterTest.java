package dev.ringspect.protocol.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.SourceText;

class LayoutPrinterTest {
    private static final String TYPES = """
            struct p {
                __u8 a;
                __u64 b;
                union {
                    __u32 whole;
                    __u16 half[2];
                };
                __u32 low : 3;
            };
            """;

    @Test
    void textIsLikePaholes() {
        assertThat(text("file:///tmp/p.uring", TYPES, Abi.X86_64)).isEqualTo("""
                struct p { /* /tmp/p.uring:1 */
                    __u8                    a;                      /*     0     1 */
                    /* 7 bytes hole at 1 */
                    __u64                   b;                      /*     8     8 */
                    union {
                        __u32               whole;                  /*    16     4 */
                        __u16               half[2];                /*    16     4 */
                    };                                              /*    16     4 */
                    __u32                   low : 3;                /*  20:0     4 */
                    /* 5 bits hole at 20:3 */
                    /* 3 bytes of tail padding */
                    /* x86_64: size 24, align 8, members 4, holes 1 (7 bytes), tail padding 3 */
                };
                """);
    }

    @Test
    void bitsOfNoMemberAndCacheLinesAreMarked() {
        assertThat(text("file:///tmp/q.uring", """
                struct q {
                    __u32 one : 4, two : 1;
                    __u16 : 0;
                    __u16 three : 7;
                    union { __u8 some : 3; __u8 all; };
                    __u64 words[7];
                    struct { __u64 in; __u32 last; } rest;
                };
                """, Abi.X86_64)).isEqualTo("""
                struct q { /* /tmp/q.uring:1 */
                    __u32                   one : 4;                /*   0:0     4 */
                    __u32                   two : 1;                /*   0:4     4 */
                    /* 3 bits hole at 0:5 */
                    /* 1 byte hole at 1 */
                    __u16                   three : 7;              /*   2:0     2 */
                    /* 1 bit hole at 2:7 */
                    union {
                        __u8                some : 3;               /*   3:0     1 */
                        __u8                all;                    /*     3     1 */
                    };                                              /*     3     1 */
                    /* 4 bytes hole at 4 */
                    __u64                   words[7];               /*     8    56 */
                    /* --- cache line 1 starts here, at 64 --- */
                    struct {
                        __u64               in;                     /*    64     8 */
                        __u32               last;                   /*    72     4 */
                    } rest;                                         /*    64    16 */
                    /* 4 bytes hole at 76 */
                    /* x86_64: size 80, align 8, members 6, holes 3 (9 bytes), tail padding 0, cache lines 2 */
                };
                """);
        assertThat(text("file:///tmp/r.uring", "struct r { __u8 head[60]; __u8 over[8]; __u32 next; };\n", Abi.X86_64))
                .contains(
                        "/*    60     8 */\n    /* --- cache line 1 starts 4 bytes before this, at 64 --- */\n    __u32");
    }

    @Test
    void jsonIsTheContract() {
        SourceText source = SourceText.of("file:///tmp/p.uring", TYPES);
        ProtocolModel model = ProtocolModel.of(source);
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        String json = LayoutPrinter.of(source).json(Abi.X86_64, model.structs().stream().map(engine::layout).toList(),
                List.of(),
                model.problems(), source);
        assertThat(json).isEqualTo("{\"schema\":1,\"abi\":\"x86_64\",\"types\":[{\"kind\":\"struct\",\"name\":\"p\","
                + "\"file\":\"/tmp/p.uring\",\"line\":1,\"size\":24,\"align\":8,\"members\":["
                + "{\"name\":\"a\",\"type\":\"__u8\",\"offset\":0,\"size\":1,\"bitOffset\":null,\"bitWidth\":null,\"members\":[]},"
                + "{\"name\":\"b\",\"type\":\"__u64\",\"offset\":8,\"size\":8,\"bitOffset\":null,\"bitWidth\":null,\"members\":[]},"
                + "{\"name\":\"\",\"type\":\"union\",\"offset\":16,\"size\":4,\"bitOffset\":null,\"bitWidth\":null,\"members\":["
                + "{\"name\":\"whole\",\"type\":\"__u32\",\"offset\":16,\"size\":4,\"bitOffset\":null,\"bitWidth\":null,\"members\":[]},"
                + "{\"name\":\"half\",\"type\":\"__u16[2]\",\"offset\":16,\"size\":4,\"bitOffset\":null,\"bitWidth\":null,\"members\":[]}]},"
                + "{\"name\":\"low\",\"type\":\"__u32\",\"offset\":20,\"size\":4,\"bitOffset\":160,\"bitWidth\":3,\"members\":[]}],"
                + "\"holes\":[{\"offset\":1,\"size\":7}],\"tailPadding\":3}],\"problems\":[]}");
    }

    @Test
    void problemsHaveTheirPlace() {
        SourceText source = SourceText.of("file:///tmp/q.uring", "struct q { nothing x; };");
        ProtocolModel model = ProtocolModel.of(source);
        assertThat(LayoutPrinter.of(source).json(Abi.I386, List.of(), List.of(), model.problems(), source)).isEqualTo(
                "{\"schema\":1,\"abi\":\"i386\",\"types\":[],\"problems\":[{\"file\":\"/tmp/q.uring\",\"line\":1,"
                        + "\"column\":12,\"severity\":\"error\",\"message\":\"nothing above declares a type 'nothing'\"}]}");
    }

    private static String text(String uri, String types, Abi abi) {
        SourceText source = SourceText.of(uri, types);
        LayoutEngine engine = new LayoutEngine(abi);
        StringBuilder out = new StringBuilder();
        LayoutPrinter printer = LayoutPrinter.of(source);
        ProtocolModel.of(source).structs().forEach(struct -> out.append(printer.text(engine.layout(struct))));
        return out.toString();
    }
}
