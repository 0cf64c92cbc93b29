package dev.ringspect.server.feature.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;

import dev.ringspect.server.feature.MarkedText;
import dev.ringspect.server.state.Cancel;
import org.junit.jupiter.api.Test;

class RenamesTest {
    private static final String DEMO = """
            #define LIMIT 7
            enum op { READ, WRITE };
            struct io { __u32 op; __u32 len; __u32 LIMIT_HIGH; };
            refine struct io { op : enum op; value total = len * 2; }
            protocol demo;
            on device "/dev/demo";
            command IO = 1 { payload struct io; check len < LIMIT && total > 0 && op == READ; }
            command OTHER = 2 { }
            """;

    @Test
    void everyNameOfAMemberChanges() {
        check(DEMO.replace("__u32 len", "__u32 le$0n"), "length", DEMO.replace("__u32 len", "__u32 length")
                .replace("= len * 2", "= length * 2").replace("check len <", "check length <"));
    }

    @Test
    void aTagAndAMemberOfTheSameNameAreTwoThings() {
        check(DEMO.replace("enum op {", "enum o$0p {"), "opcode",
                DEMO.replace("enum op", "enum opcode"));
    }

    @Test
    void besideCharactersOutsideOfTheBasicPlane() {
        check("/* 😀 */ struct io { __u8 a$0; /* 𝄞 */ }; /* 😀 */ refine struct io { a == 0; }", "bb",
                "/* 😀 */ struct io { __u8 bb; /* 𝄞 */ }; /* 😀 */ refine struct io { bb == 0; }");
    }

    @Test
    void itIsRefusedWhereAnotherThingHasTheName() {
        refused(DEMO.replace("__u32 len", "__u32 le$0n"), "op",
                "'op' exists already, and some names would mean something else");
        refused(DEMO.replace("__u32 len", "__u32 le$0n"), "LIMIT",
                "'LIMIT' exists already, and some names would mean something else");
        refused(DEMO.replace("__u32 len", "__u32 le$0n"), "READ",
                "'READ' exists already, and some names would mean something else");
        refused(DEMO.replace("command IO", "command I$0O"), "OTHER", "with 'OTHER': there is another command 'OTHER'");
    }

    @Test
    void itIsRefusedForNamesThatAreNone() {
        refused(DEMO.replace("__u32 len", "__u32 le$0n"), "7a",
                "'7a' is no name: letters, digits and _, and no digit first");
        refused(DEMO.replace("__u32 len", "__u32 le$0n"), "struct", "'struct' is a word of C");
    }

    @Test
    void itIsRefusedForWhatLinuxNames() {
        refused("struct io { __u$032 a; };", "x", "'__u32' (builtin type) comes with Linux, not from this file");
        refused("protocol d;\non socket;\ncommand A = 1 { errors { EIN$0VAL \"no\"; } }", "x",
                "'EINVAL' (errno) comes with Linux, not from this file");
        refused("protocol d;\non socket;\ncommand A = 1 { sqe { lev$0el; } }", "x",
                "'level' is the kernel's name; 'as' gives it another one here");
        refused("proto$0col d;", "x", "no name that a protocol file declares is here");
    }

    @Test
    void whatTheFileDeclaresChangesBesideImports() {
        String text = """
                protocol p;
                import "h.h";
                on device "/dev/x";
                struct own { struct taken t; __u32 rest; };
                refine struct own { t.flags in 0 .. LIMIT; }
                command SUB$0MIT = TAKEN_SUBMIT { payload struct own; check rest < LIMIT; }
                send "one" SUBMIT to "/dev/x" { rest = 1 } expect cqe.res == 0;
                //- h.h
                #include "inner.h"
                #define TAKEN_SUBMIT 4
                #define LIMIT 7
                //- inner.h
                struct taken { unsigned flags; };
                """;
        check(text, "GO", text.replace("SUB$0MIT", "GO").replace(" SUBMIT", " GO").replaceFirst("(?s)//- .*", ""));
        String own = text.replace("SUB$0MIT", "SUBMIT").replace("struct own {", "struct o$0wn {");
        check(own, "mine", own.replace("$0", "").replace("struct own", "struct mine").replaceFirst("(?s)//- .*", ""));
        refused(own, "taken", "'taken' exists already, and some names would mean something else");
        String theirs = text.replace("SUB$0MIT", "SUBMIT");
        refused(theirs.replace("t.flags in", "t.fl$0ags in"), "x",
                "'flags' is declared in inner.h, which is no protocol file; rename it there");
        refused(theirs.replace("= TAKEN_SUBMIT", "= TAKEN_SUB$0MIT"), "x",
                "'TAKEN_SUBMIT' is declared in h.h, which is no protocol file; rename it there");
    }

    private static void check(String marked, String name, String expected) {
        MarkedText text = MarkedText.of(marked);
        Rename rename = Renames.rename(text.snapshot(), text.uri(), text.offset(), name, new Cancel());
        assertThat(rename).isInstanceOfSatisfying(Rename.Edits.class,
                edits -> assertThat(edits.edits().entrySet().stream()
                        .map(entry -> text.text(entry.getKey()).edited(entry.getValue()).text())
                        .collect(Collectors.joining())).isEqualTo(expected));
    }

    private static void refused(String marked, String name, String reason) {
        MarkedText text = MarkedText.of(marked);
        assertThat(Renames.rename(text.snapshot(), text.uri(), text.offset(), name, new Cancel()))
                .isEqualTo(new Rename.Refused(reason));
    }
}
