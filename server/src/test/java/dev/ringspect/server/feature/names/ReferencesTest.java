package dev.ringspect.server.feature.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringspect.server.feature.MarkedText;
import dev.ringspect.server.state.Cancel;
import org.junit.jupiter.api.Test;

/** Where what is under the cursor stands, its declaration included. */
class ReferencesTest {
    @Test
    void aStructsTag() {
        check("""
                struct head { __u16 op; };
                struct io { struct he$0ad head; struct head *next; __u8 rest[sizeof(struct head)]; };
                protocol demo;
                on device "/dev/demo";
                refine struct head { op == 0; }
                command IO = _IOWR('d', 1, struct head) { payload struct head; }
                """, """
                a.uring:1: struct [head] { __u16 op; };
                a.uring:2: struct io { struct [head] head; struct [head] *next; __u8 rest[sizeof(struct [head])]; };
                a.uring:5: refine struct [head] { op == 0; }
                a.uring:6: command IO = _IOWR('d', 1, struct [head]) { payload struct [head]; }""");
    }

    @Test
    void aMemberIsNamedByRulesAndChecksOfItsOwnStructOnly() {
        check("""
                protocol demo;
                on device "/dev/demo";
                struct io { __u32 l$0en; __u32 flags; };
                struct other { __u32 len; };
                refine struct io { len in 0 .. 4096; flags bits { 0 fast; } value twice = len * 2; }
                refine struct other { len == 0; }
                command IO = 1 { payload struct io; check len % 512 == 0; check sqe.len == len; }
                command OTHER = 2 { payload struct other; check len == 1; }
                """, """
                a.uring:3: struct io { __u32 [len]; __u32 flags; };
                a.uring:5: refine struct io { [len] in 0 .. 4096; flags bits { 0 fast; } value twice = [len] * 2; }
                a.uring:7: command IO = 1 { payload struct io; check [len] % 512 == 0; check sqe.len == [len]; }""");
    }

    @Test
    void aMemberOfAStructWithinIsReachedByPaths() {
        check("""
                protocol demo;
                on device "/dev/demo";
                struct part { __u16 t$0ag; __u16 len; };
                struct io { struct part head; struct part q[2]; union { __u32 raw; struct { __u16 tag; } in; }; };
                refine struct io { head.tag == 0; in.tag == 1; }
                command IO = 1 { payload struct io; check q[1].tag < 7 && head.tag == 0 && in.tag == 0; }
                """,
                """
                        a.uring:3: struct part { __u16 [tag]; __u16 len; };
                        a.uring:5: refine struct io { head.[tag] == 0; in.tag == 1; }
                        a.uring:6: command IO = 1 { payload struct io; check q[1].[tag] < 7 && head.[tag] == 0 && in.tag == 0; }""");
    }

    @Test
    void bitsAndValuesStandBesideTheMember() {
        check("""
                protocol demo;
                on device "/dev/demo";
                struct head { __u32 word; };
                struct io { struct head head; };
                refine struct head { word bits { 0..15 bl$0ocks; } value double = blocks * 2; }
                command IO = 1 { payload struct io; check head.blocks < 7; }
                """, """
                a.uring:5: refine struct head { word bits { 0..15 [blocks]; } value double = [blocks] * 2; }
                a.uring:6: command IO = 1 { payload struct io; check head.[blocks] < 7; }""");
    }

    @Test
    void anEnumAndItsConstants() {
        String text = """
                #define BASE 4
                #define LAST (DEMO_READ + BASE)
                enum demo_op : __u8 { DEMO_READ = BASE, DEMO_WRITE };
                protocol demo;
                on device "/dev/demo";
                struct io { enum demo_op op; __u8 more[DEMO_READ]; };
                refine struct io { op : enum demo_op; }
                command IO = DEMO_READ | LAST { payload struct io; check op == DEMO_READ; }
                """;
        check(text.replace("{ DEMO_READ", "{ DEMO$0_READ"),
                """
                        a.uring:2: #define LAST ([DEMO_READ] + BASE)
                        a.uring:3: enum demo_op : __u8 { [DEMO_READ] = BASE, DEMO_WRITE };
                        a.uring:6: struct io { enum demo_op op; __u8 more[[DEMO_READ]]; };
                        a.uring:8: command IO = [DEMO_READ] | LAST { payload struct io; check op == [DEMO_READ]; }""");
        check(text.replace("define BASE", "define BA$0SE"), """
                a.uring:1: #define [BASE] 4
                a.uring:2: #define LAST (DEMO_READ + [BASE])
                a.uring:3: enum demo_op : __u8 { DEMO_READ = [BASE], DEMO_WRITE };""");
        check(text.replace(": enum demo_op;", ": enum demo$0_op;"), """
                a.uring:3: enum [demo_op] : __u8 { DEMO_READ = BASE, DEMO_WRITE };
                a.uring:6: struct io { enum [demo_op] op; __u8 more[DEMO_READ]; };
                a.uring:7: refine struct io { op : enum [demo_op]; }""");
    }

    @Test
    void aCommandsOwnNameForAFieldOfTheSqe() {
        check("""
                protocol demo;
                on socket;
                command GET = 1 { sqe { optlen as le$0ngth; } check length < 8 && sqe.optlen < 9; }
                command SET = 2 { sqe { optlen as length; } check length < 8; }
                """,
                """
                        a.uring:3: command GET = 1 { sqe { optlen as [length]; } check [length] < 8 && sqe.optlen < 9; }""");
    }

    @Test
    void whatTheKernelDeclaresIsFoundEverywhere() {
        String text = """
                protocol demo;
                on socket;
                command GET = 1 { errors { EINVAL "no"; } check sqe.len < 8 && cqe.res != -EINVAL; }
                //- b.uring
                protocol other;
                on socket;
                needs cqe32;
                command GET = 1 { check sqe.l$0en == 0 && cqe.res != -EINVAL; needs cqe32; }
                """;
        check(text, """
                a.uring:3: command GET = 1 { errors { EINVAL "no"; } check sqe.[len] < 8 && cqe.res != -EINVAL; }
                b.uring:4: command GET = 1 { check sqe.[len] == 0 && cqe.res != -EINVAL; needs cqe32; }""");
        check(text.replace("$0", "").replace("{ EINVAL", "{ EIN$0VAL"), """
                a.uring:3: command GET = 1 { errors { [EINVAL] "no"; } check sqe.len < 8 && cqe.res != -[EINVAL]; }
                b.uring:4: command GET = 1 { check sqe.len == 0 && cqe.res != -[EINVAL]; needs cqe32; }""");
        check(text.replace("$0", "").replace("needs cqe32; }", "needs cq$0e32; }"), """
                b.uring:3: needs [cqe32];
                b.uring:4: command GET = 1 { check sqe.len == 0 && cqe.res != -EINVAL; needs [cqe32]; }""");
    }

    @Test
    void aTypedef() {
        check("""
                typedef __u32 handle_t;
                typedef handle_t old_t;
                struct io { hand$0le_t one; handle_t two[2]; __u8 rest[sizeof(handle_t)]; };
                """, """
                a.uring:1: typedef __u32 [handle_t];
                a.uring:2: typedef [handle_t] old_t;
                a.uring:3: struct io { [handle_t] one; [handle_t] two[2]; __u8 rest[sizeof([handle_t])]; };""");
    }

    @Test
    void theLengthBehindAPointerNamesAMember() {
        check("""
                struct io { __u64 addr; __u32 l$0en; };
                refine struct io { addr : pointer to __u8[len]; }
                """, """
                a.uring:1: struct io { __u64 addr; __u32 [len]; };
                a.uring:2: refine struct io { addr : pointer to __u8[[len]]; }""");
    }

    @Test
    void namesInTheCasesOfAVariant() {
        String text = """
                protocol demo;
                on device "/dev/demo";
                enum kind { BLOCK, KEY, RAW };
                struct wire { __u32 id; };
                struct io { __u32 kind; __u32 word; union { __u32 block; __u32 key; }; __u32 bytes; };
                refine struct io {
                    kind : enum kind;
                    variant on kind {
                        BLOCK: { block; word bits { 0..15 count; } value first = block * 2; }
                        KEY: key;
                        RAW: { struct wire over bytes; }
                    }
                }
                command IO = 1 { payload struct io; check count < first; check bytes.id != 0; }
                """;
        check(text.replace("0..15 count", "0..15 co$0unt"), """
                a.uring:9: BLOCK: { block; word bits { 0..15 [count]; } value first = block * 2; }
                a.uring:14: command IO = 1 { payload struct io; check [count] < first; check bytes.id != 0; }""");
        check(text.replace("KEY: key", "KEY: ke$0y"), """
                a.uring:5: struct io { __u32 kind; __u32 word; union { __u32 block; __u32 [key]; }; __u32 bytes; };
                a.uring:10: KEY: [key];""");
        check(text.replace("        KEY:", "        KE$0Y:"), """
                a.uring:3: enum kind { BLOCK, [KEY], RAW };
                a.uring:10: [KEY]: key;""");
        check(text.replace("bytes.id", "bytes.i$0d"), """
                a.uring:4: struct wire { __u32 [id]; };
                a.uring:14: command IO = 1 { payload struct io; check count < first; check bytes.[id] != 0; }""");
        check(text.replace("struct wire over", "struct wi$0re over"), """
                a.uring:4: struct [wire] { __u32 id; };
                a.uring:11: RAW: { struct [wire] over bytes; }""");
    }

    @Test
    void whatADriverKeepsAndRulesOfOneCommand() {
        String text = """
                protocol demo;
                on device "/dev/demo";
                struct mine { __u64 request; };
                struct io { __u32 word; };
                command IO = 1 {
                    payload struct io { word bits { 0 fast; } }
                    pdu struct mine;
                    check pdu.request != 0 && fast == 0 && ring.sq_entries > 1;
                }
                """;
        check(text.replace("pdu.request", "pdu.requ$0est"), """
                a.uring:3: struct mine { __u64 [request]; };
                a.uring:8: check pdu.[request] != 0 && fast == 0 && ring.sq_entries > 1;""");
        check(text.replace("{ 0 fast", "{ 0 fa$0st"), """
                a.uring:6: payload struct io { word bits { 0 [fast]; } }
                a.uring:8: check pdu.request != 0 && [fast] == 0 && ring.sq_entries > 1;""");
    }

    @Test
    void namesAreFoundWhileTheFileIsBroken() {
        check("""
                protocol demo;
                struct io { __u32 len; __u32
                };
                command = { ;
                refine struct io { le$0n == ; len in 0 .. 7; }
                command IO = 1 { payload struct io; check len < ; check len == 2; }
                """, """
                a.uring:2: struct io { __u32 [len]; __u32
                a.uring:5: refine struct io { len == ; [len] in 0 .. 7; }
                a.uring:6: command IO = 1 { payload struct io; check len < ; check [len] == 2; }""", "len in");
    }

    private static void check(String marked, String expected) {
        MarkedText text = MarkedText.of(marked);
        assertThat(text.show(References.of(text.snapshot(), text.uri(), text.offset(), true, new Cancel())))
                .isEqualTo(expected);
    }

    private static void check(String marked, String expected, String at) {
        check(marked.replace("$0", "").replace(at, at.substring(0, 1) + "$0" + at.substring(1)), expected);
    }
}
