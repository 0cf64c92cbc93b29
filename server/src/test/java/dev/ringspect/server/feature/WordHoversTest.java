package dev.ringspect.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.server.state.Cancel;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

/** Hovers on uses of names, on the kernel's names, and on words of the language. */
class WordHoversTest {
    private static final String DEMO = """
            protocol demo;
            on device "/dev/demo";
            needs cqe32;
            #define LIMIT 4096
            #define DEMO_CMD _IOWR('d', 3, struct io)
            enum op : __u8 { READ = 1, WRITE };
            typedef long length_t;
            struct io { __u8 op; __u8 pad[7]; __u64 len; };
            struct big { struct io first; __u64 rest[8]; length_t end; };
            refine struct io { op : enum op; len bits { 0..3 low : enum op; } value twice = len * 2; }
            command IO = DEMO_CMD { payload struct io; sqe { optlen as length; } check len < LIMIT && low != WRITE && twice < 9; }
            command BIG = 4096 { on device "/dev/other"; cqe { res; } check cqe.res != -EINVAL; }
            """;

    @Test
    void aUseSaysWhatTheDeclarationSays() {
        check("check len", "check le$0n").contains("__u64 len;").contains("| 8 | 8 bytes | 8 | 56..63 |");
        check("payload struct io", "payload struct i$0o").contains("16 bytes, aligned to 8");
        check("< LIMIT", "< LIM$0IT").contains("LIMIT").contains("`4096`, `0x1000`").doesNotContain("ioctl");
    }

    @Test
    void aConstantThatIsAnIoctlNumberIsTakenApart() {
        check("define DEMO_CMD", "define DEMO$0_CMD").contains("`0xc0106403`").contains("""
                as an ioctl number `_IOWR('d', 0x03, 16 bytes)`

                | direction | type | number | size |
                |---|---|---|---|
                | read and write | `0x64` `'d'` | `0x03` (3) | 16 bytes |""");
    }

    @Test
    void aConstantOfAHeaderSaysItsValueItsPartsAndItsPlace() {
        String header = """

                //- include/linux/demo.h
                // the demo driver
                #define DEMO_TYPE 'd'
                #define DEMO_CMD(nr, type) _IOWR(DEMO_TYPE, nr, type)
                struct demo { unsigned long long x; };
                #define DEMO_RUN \\
                    DEMO_CMD(0x07, struct demo)
                enum demo_op { DEMO_READ = 0x12, DEMO_WRITE };
                """;
        String file = "import \"include/linux/demo.h\";\nprotocol p;\non socket;\n";
        hover(file + "command RUN = DEMO_R$0UN { payload struct demo; }" + header)
                .contains("#define DEMO_RUN DEMO_CMD(0x07, struct demo)", "`0xc0086407`",
                        "as an ioctl number `_IOWR('d', 0x07, 8 bytes)`", "from `linux/demo.h`, line 5");
        hover(file + "command RUN = 1 { payload struct demo; check x != DEMO_WR$0ITE; }" + header)
                .contains("`19`, `0x13`", "from `linux/demo.h`, line 7");
    }

    @Test
    void anEnumeratorSaysItsEnum() {
        check("{ READ", "{ RE$0AD").contains("`1`, `0x1`").contains("of `enum op`");
    }

    @Test
    void aStructSaysWhoUsesItHowManyCacheLinesItHasAndWhereItDiffers() {
        check("struct io {", "struct i$0o {").contains("payload of `IO`").contains("part of `struct big`");
        check("struct big", "struct b$0ig").contains("88 bytes, aligned to 8, 2 cache lines")
                .contains("⚠ 84 bytes on i386").contains("| | | *cache line 1, from offset 64* |");
    }

    @Test
    void aMemberSaysWhereItDiffers() {
        check("length_t end", "length_t e$0nd")
                .contains("⚠ other on i386: offset 80, 4 bytes; arm: offset 80, 4 bytes");
        check("__u64 len", "__u64 le$0n").doesNotContain("⚠");
    }

    @Test
    void bitsAndValues() {
        check("low != WRITE", "lo$0w != WRITE").contains("`low`: bits 0 to 3 of `len` in `io`")
                .contains("one of `enum op`");
        check("&& twice", "&& twi$0ce").contains("`twice = len * 2`");
    }

    @Test
    void aCommandSaysItsFiles() {
        check("command BIG", "command BI$0G").contains("on `device \"/dev/other\"`");
    }

    @Test
    void theKernelsNames() {
        check("-EINVAL", "-EINV$0AL").isEqualTo("`EINVAL` = 22: an argument is invalid");
        check("cqe.res !=", "cqe.re$0s !=").isEqualTo("`__s32 cqe.res`: bytes 8 to 11 of the CQE");
        check("needs cqe32", "needs cqe$032").contains("`big0` and `big1`").contains("since 5.19");
        check("typedef long", "typedef lo$0ng").isEqualTo("`long`: 8 bytes; 4 on i386, 4 on arm");
        check("_IOWR(", "_IO$0WR(").contains("_IOWR(letter, number, argument)");
    }

    @Test
    void namesOfIoUringItself() {
        hover("enum e { IORING_OP_URING$0_CMD = 46 };").contains("io_uring opcode 46, since Linux 5.19")
                .contains("given to its driver");
        hover("enum e { IOSQE_IO$0_LINK = 4 };").contains("a flag of `sqe.flags`, bit 2, since Linux 5.3")
                .contains("starts when this one succeeded");
        hover("protocol p;\non socket;\ncommand C = 1 { check sqe.opcode == IORING_OP_URI$0NG_CMD; }")
                .startsWith("`IORING_OP_URING_CMD` = 46: io_uring opcode 46, since Linux 5.19");
        hover("protocol p;\non socket;\ncommand C = 1 { check cqe.flags & IORING_CQE_F_M$0ORE; }")
                .contains("= 2: a flag of `cqe.flags`, bit 1", "More CQEs will come");
    }

    @Test
    void wordsOfTheLanguageAndNumbers() {
        check("protocol demo", "proto$0col demo").contains("**protocol**").contains("a file declares one");
        check("refine", "ref$0ine").contains("**refine**");
        check("4096 {", "40$096 {").isEqualTo("`4096`, `0x1000`");
        hover("struct io { __u8 op; $0 };").isEmpty();
        hover("// proto$0col").isEmpty();
    }

    private static AbstractStringAssert<?> check(String text, String withCursor) {
        assertThat(DEMO).contains(text);
        return hover(DEMO.replaceFirst(Pattern.quote(text),
                Matcher.quoteReplacement(withCursor)));
    }

    private static AbstractStringAssert<?> hover(String marked) {
        MarkedText text = MarkedText.of(marked);
        Optional<HoverText> hover = Hovers.at(text.snapshot(), text.uri(), text.offset(), new Cancel());
        return assertThat(hover.map(HoverText::markdown).orElse(""));
    }
}
