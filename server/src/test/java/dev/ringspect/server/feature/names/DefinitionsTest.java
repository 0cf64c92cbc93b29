package dev.ringspect.server.feature.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringspect.server.feature.MarkedText;
import dev.ringspect.server.state.Cancel;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
    @Test
    void aNameLeadsToItsDeclaration() {
        check("""
                struct io { __u32 len; };
                protocol demo;
                command IO = 1 { payload struct i$0o; }
                """, "a.uring:1: struct [io] { __u32 len; };");
        check("""
                protocol demo;
                on socket;
                command IO = 1 { sqe { level; } check lev$0el == 1; }
                """, "a.uring:3: command IO = 1 { sqe { [level]; } check level == 1; }");
    }

    @Test
    void aNameBehindCharactersOutsideOfTheBasicPlane() {
        check("""
                #define LIMIT 7
                struct io { __u32 len; };
                protocol demo;
                command IO = 1 { payload struct io; /* 😀😀 */ check len < LI$0MIT "𝄞 too long"; }
                """, "a.uring:1: #define [LIMIT] 7");
    }

    @Test
    void whatNeedsNoDeclarationLeadsNowhere() {
        check("struct io { __u$032 len; };", "");
        check("protocol demo;\ncommand IO = 1 { check sqe.le$0n == 0; }", "");
        check("protocol demo;\ncommand IO = 1 { check $0 == 0; }", "");
    }

    @Test
    void theTypeOfAMemberIsItsStructOrTheEnumOfItsNumber() {
        String text = """
                enum op { READ };
                typedef __u64 address;
                struct part { __u8 op; address at; };
                struct io { struct part parts[2]; };
                refine struct part { op : enum op; }
                protocol demo;
                on socket;
                command IO = 1 { payload struct io; sqe { level as kind : enum op; } check kind == READ; }
                """;
        checkType(text.replace("parts[2]", "par$0ts[2]"), "a.uring:3: struct [part] { __u8 op; address at; };");
        checkType(text.replace("__u8 op", "__u8 o$0p"), "a.uring:1: enum [op] { READ };");
        checkType(text.replace("address at", "address a$0t"), "a.uring:2: typedef __u64 [address];");
        checkType(text.replace("check kind", "check ki$0nd"), "a.uring:1: enum [op] { READ };");
        checkType(text.replace("== READ", "== RE$0AD"), "a.uring:1: enum [op] { READ };");
    }

    private static void check(String marked, String expected) {
        MarkedText text = MarkedText.of(marked);
        assertThat(
                text.show(Definitions.of(text.snapshot(), text.uri(), text.offset(), new Cancel())))
                .isEqualTo(expected);
    }

    private static void checkType(String marked, String expected) {
        MarkedText text = MarkedText.of(marked);
        assertThat(text
                .show(Definitions.ofType(text.snapshot(), text.uri(), text.offset(), new Cancel()).stream().toList()))
                .isEqualTo(expected);
    }
}
