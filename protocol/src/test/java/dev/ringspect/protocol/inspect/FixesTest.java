package dev.ringspect.protocol.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.edit.Fix.Change;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.SourceText;

/** Each quick fix, applied: the text that it makes, in which the finding is gone. */
class FixesTest {
    private static final String HEAD = "protocol t;\non device \"/dev/t\";\n";

    @Test
    void aHoleIsDeclared() {
        fixes("L04", """
                struct p {
                    // what to do
                    __u8 op;
                    __u32 len; // in bytes
                };
                """, """
                struct p {
                    // what to do
                    __u8 op;
                    __u8 pad[3];
                    __u32 len; // in bytes
                };
                """);
        fixes("L04", "struct p { __u16 x; __u32 y, z; };", "struct p { __u16 x; __u16 pad; __u32 y, z; };");
        fixes("L04", "struct p { __u32 pad; union { struct { __u64 y; }; __u64 z[2]; }; };",
                "struct p { __u32 pad; __u32 pad2; union { struct { __u64 y; }; __u64 z[2]; }; };");
        fixes("L04", "struct p {\n\tuint16_t x;\n\tuint64_t y;\n};",
                "struct p {\n\tuint16_t x;\n\tuint8_t pad[6];\n\tuint64_t y;\n};");
    }

    @Test
    void aNameThatIsNearlyThereIsPutThere() {
        String text = HEAD + """
                enum kind { KIND_READ = 1, KIND_WRITE };
                struct piece { __u64 address; __u32 kind; __u32 flags; };
                refine struct piece { kind : enum kind; }
                command READ = 1 { payload struct piece; check kind == KIND_READ; errors { EINVAL "no"; } sqe { len; } }
                send "it" READ to "/dev/t" { flags = 1 } expect cqe.res == 0;
                """;
        for (String right : List.of("payload struct piece", "refine struct piece", "check kind", "== KIND_READ",
                "EINVAL", "sqe { len", "\"it\" READ", "{ flags", "{ __u64", "refine struct piece { kind")) {
            String wrong = text.replace(right, right.substring(0, right.length() - 1));
            if (right.endsWith(" READ") || right.endsWith("__u64")) {
                wrong = text.replace(right, right + "s");
            }
            assertThat(applied(wrong, offer(wrong, "U08", "Change to"))).as(right).isEqualTo(text);
        }
    }

    @Test
    void membersAreReorderedWithTheirComments() {
        String text = """
                struct p {
                    // the operation
                    __u8 op;
                    __u64 addr; /* of the data */
                    __u8 more[3];
                    // in bytes
                    __u32 len;
                };
                """;
        assertThat(applied(text, offer(text, "L04", "Reorder"))).isEqualTo("""
                struct p {
                    __u64 addr; /* of the data */
                    // in bytes
                    __u32 len;
                    // the operation
                    __u8 op;
                    __u8 more[3];
                };
                """);
        String oneLine = "struct p { __u8 x; __u32 y; // last\n};";
        assertThat(applied(oneLine, offer(oneLine, "L04", "Reorder")))
                .isEqualTo("struct p { __u32 y; // last\n    __u8 x;\n};");
    }

    @Test
    void reorderingIsNotOfferedWhereItCannotBeDone() {
        for (String text : List.of("struct p { __u8 x; __u32 y : 4; __u64 z; };",
                "struct p {\n__u8 x;\n#if 1\n__u32 y;\n#endif\n};", "struct p { __u8 x; struct { __u32 y; }; };")) {
            assertThat(Inspections.of(ProtocolModel.of(SourceText.of("test", text))))
                    .flatExtracting(Finding::fixes).extracting(Fix::title)
                    .noneMatch(title -> title.startsWith("Reorder"));
        }
    }

    @Test
    void thePaddingAtTheEndIsDeclared() {
        fixes("L05", "struct p {\n    __u64 x;\n    __u32 y; // why\n};\n",
                "struct p {\n    __u64 x;\n    __u32 y; // why\n    __u32 pad;\n};\n");
        fixes("L06", "struct p { __u64 x; __u16 y; };", "struct p { __u64 x; __u16 y; __u8 pad[6]; };");
        fixes("L07", "struct p { __u64 x; __u32 y; };", "struct p { __u64 x; __u32 y; __u32 pad; };");
    }

    @Test
    void aTypeIsMadeFixedWidth() {
        fixes("L10", "struct p { unsigned long x; };", "struct p { __u64 x; };");
        fixes("L10", "struct p { long x[2]; };", "struct p { __s64 x[2]; };");
        fixes("L10", "struct p { _Bool x; };", "struct p { __u8 x; };");
        fixes("L10", "enum e { A }; struct p { enum e x; };", "enum e { A }; struct p { __u32 x; };");
        fixes("L08", "struct p { size_t x; };", "struct p { __u64 x; };");
        fixes("L07", "struct p { __u8 a[8]; long x; };", "struct p { __u8 a[8]; __s64 x; };");
    }

    @Test
    void aPointerBecomesANumber() {
        fixes("L09", "struct p { const struct q *x; };", "struct p { __u64 x; };");
        fixes("L09", "struct p { void **x[2]; };", "struct p { __u64 x[2]; };");
        fixes("L09", "struct p { int (*done)(void *, int); };", "struct p { __u64 done; };");
    }

    @Test
    void theNumberNamesThePayload() {
        String rest = "\nstruct p { __u64 a; __u64 b; };\ncommand C = N { payload struct p; }\n";
        fixes("L14", HEAD + rest.replace("N", "_IOWR('t', 1, __u64)"),
                HEAD + rest.replace("N", "_IOWR('t', 1, struct p)"));
        fixes("L14", HEAD + "#define X _IOW('t', 1, __u64) // old" + rest.replace("N", "X"),
                HEAD + "#define X _IOW('t', 1, struct p) // old" + rest.replace("N", "X"));
        fixes("L18", HEAD + rest.replace("N", "0x40107401"), HEAD + rest.replace("N", "_IOW('t', 0x01, struct p)"));
    }

    @Test
    void whatTheRingNeedsIsAdded() {
        fixes("L01", HEAD + "struct p { __u64 a[3]; };\ncommand C = 0x100 {\n    payload struct p;\n}\n",
                HEAD + "struct p { __u64 a[3]; };\ncommand C = 0x100 {\n    needs sqe128;\n    payload struct p;\n}\n");
        fixes("L21", HEAD + "command C = 0x100 { cqe { big0 as more; } }",
                HEAD + "command C = 0x100 { needs cqe32 | cqe_mixed; cqe { big0 as more; } }");
    }

    @Test
    void aReservedMemberIsChecked() {
        String struct = HEAD + "struct p { __u32 a; __u32 rsvd; };\n";
        String command = "command C = 0x100 { payload struct p; }\n";
        fixes("L12", struct + command, struct + "refine struct p {\n    rsvd == 0;\n}\n\n" + command);
        fixes("L12", struct + "refine struct p {\n    a in 0 .. 3;\n}\n" + command,
                struct + "refine struct p {\n    rsvd == 0;\n    a in 0 .. 3;\n}\n" + command);
    }

    /** The best fix of the first finding of {@code id} makes {@code expected} of {@code text}, in which none is left. */
    private static void fixes(String id, String text, String expected) {
        String fixed = applied(text, offer(text, id, ""));
        assertThat(fixed).isEqualTo(expected);
        ProtocolModel model = ProtocolModel.of(SourceText.of("test", fixed));
        assertThat(model.problems()).isEmpty();
        assertThat(Inspections.of(model)).extracting(Finding::id).doesNotContain(id);
    }

    private static Fix offer(String text, String id, String title) {
        return Inspections.of(ProtocolModel.of(SourceText.of("test", text))).stream()
                .filter(finding -> finding.id().equals(id)).flatMap(finding -> finding.fixes().stream())
                .filter(fix -> fix.kind() == Fix.Kind.QUICKFIX && fix.title().startsWith(title)).findFirst()
                .orElseThrow(() -> new AssertionError("no fix of " + id + " " + title + " for " + text));
    }

    private static String applied(String text, Fix fix) {
        assertThat(fix.changes()).singleElement().isInstanceOf(Change.Edits.class);
        Change.Edits edits = (Change.Edits) fix.changes().getFirst();
        return SourceText.of("test", text).edited(edits.edits()).text();
    }
}
