package dev.ringspect.protocol.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.model.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;

/** Each inspection where it fires, {@code $0} standing where the finding starts, and where it must not. */
class InspectionsTest {
    private static final String HEAD = "protocol t; on device \"/dev/t\";\n";

    @Test
    void payloadTooBigForSqe64() {
        fires("L01", HEAD + "struct p { __u64 a[3]; }; command $0C = 1 { payload struct p; }",
                "struct p has 24 bytes, which do not fit the 16-byte command area of a 64-byte SQE; add 'needs sqe128;'");
        quiet("L01", HEAD + "struct p { __u64 a[2]; }; command C = 1 { payload struct p; }");
        quiet("L01", HEAD + "needs sqe128; struct p { __u64 a[3]; }; command C = 1 { payload struct p; }");
        quiet("L01", HEAD + "struct p { __u64 a[3]; }; command C = 1 { payload struct p; needs sqe128 | sqe_mixed; }");
    }

    @Test
    void payloadTooBigForSqe128() {
        fires("L02", HEAD + "needs sqe128; struct p { __u64 a[11]; }; command $0C = 1 { payload struct p; }",
                "struct p has 88 bytes, which do not fit the 80-byte command area of a 128-byte SQE;"
                        + " pass the address of the data instead");
        quiet("L02", HEAD + "needs sqe128; struct p { __u64 a[10]; }; command C = 1 { payload struct p; }");
    }

    @Test
    void implicitHole() {
        fires("L04", "struct p { __u8 x; __u32 $0y; };",
                "3 bytes of padding before y that nobody sets or checks; declare them, such as '__u8 pad[3];'");
        fires("L04", "struct p { __u8 x; struct { __u16 $0y; }; };",
                "1 byte of padding before y that nobody sets or checks; declare them, such as '__u8 pad[1];'");
        fires("L04", "struct p { union { struct { __u8 x; __u64 $0y; }; __u64 z; }; };",
                "7 bytes of padding before y that nobody sets or checks; declare them, such as '__u8 pad[7];'");
        quiet("L04", "struct p { __u8 x; __u8 pad[3]; __u32 y; };");
        quiet("L04", "struct p { __u8 x; __u32 y; } __attribute__((packed));");
        quiet("L04", "union p { __u8 x; __u32 y; };");
    }

    @Test
    void implicitTailPadding() {
        fires("L05", "struct p { __u64 x; __u32 $0y; };", "4 bytes of padding at the end of struct p,"
                + " rounded up to 16 bytes; declare them, such as '__u8 pad[4];'");
        quiet("L05", "struct p { __u64 x; __u32 y; __u32 pad; };");
    }

    @Test
    void i386LayoutDiffers() {
        fires("L07", "struct p { __u32 x; __u64 $0y; };", "y is at byte 4 in a 32-bit x86 program and at 8 in the"
                + " kernel; declare the padding before it, or align it to 8 bytes");
        fires("L07", "struct $0p { __u64 x; __u32 y; };",
                "struct p has 12 bytes in a 32-bit x86 program and 16 in the kernel; declare its tail padding");
        fires("L07", "struct p { unsigned long $0x; };",
                "x has 4 bytes in a 32-bit x86 program and 8 in the kernel; use a fixed-width type");
        quiet("L07", "struct p { __u32 x; __u32 pad; __u64 y; };");
        quiet("L07", "struct p { __u32 x; __u32 pad; __aligned_u64 y; };");
    }

    @Test
    void rawPointerMember() {
        fires("L09", "struct p { void *$0buf; };", "buf is a pointer, which has 4 bytes in a 32-bit program;"
                + " declare it as __u64 and convert with (uintptr_t)");
        quiet("L09", "struct p { __u64 buf; };");
    }

    @Test
    void nonFixedWidthType() {
        fires("L10", "struct p { long $0x; };", "x is long, which has 4 bytes in a 32-bit program and 8 otherwise;"
                + " use a fixed-width type such as __u32");
        fires("L10", "enum e { A }; struct p { enum e $0x; };",
                "x is an enum, whose size is the choice of the compiler;"
                        + " use a fixed-width type such as __u32");
        fires("L10", "struct p { __u32 $0x : 4; };",
                "x is a bit-field, whose order is the choice of the ABI; use a fixed-width type such as __u32");
        fires("L10", "struct p { char $0x; };", "x is a plain char, which is signed on x86 and unsigned on arm;"
                + " use a fixed-width type such as __u32");
        quiet("L10", "enum e : __u8 { A }; struct p { __u32 a; enum e b; char name[16]; int c; };");
    }

    @Test
    void cmdOpSizeMismatch() {
        fires("L14", HEAD + "struct p { __u64 a; __u64 b; }; command C = $0_IOW('t', 1, __u64) { payload struct p; }",
                "the number says 8 bytes, and struct p has 16");
        quiet("L14", HEAD + "struct p { __u64 a; }; command C = _IOWR('t', 1, struct p) { payload struct p; }");
        quiet("L14", HEAD + "struct p { __u64 a; }; command C = 0x1200 { payload struct p; }");
    }

    @Test
    void builtinProtocolsHaveNoFinding() {
        assertThat(ProtocolSet.builtin().models())
                .allSatisfy(model -> assertThat(Inspections.of(model)).isEmpty());
    }

    static Stream<Rule> rules() {
        return Inspections.rules().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyInspectionHasItsPage(Rule rule) throws IOException {
        Path page = Path.of(System.getProperty("ringspect.root"), "docs", "inspections", rule.id() + ".md");
        assertThat(page).exists();
        assertThat(Files.readString(page)).startsWith("# " + rule.id() + " " + rule.name() + "\n")
                .contains("Severity: " + rule.severity().word(), "## Why", "## Example", "## Fix");
    }

    private static void fires(String id, String text, String message) {
        int at = text.indexOf("$0");
        List<Finding> findings = findings(id, text.replace("$0", ""));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.message()).isEqualTo(message);
            assertThat(finding.where()).hasValueSatisfying(where -> assertThat(where.span().start()).isEqualTo(at));
        });
    }

    private static void quiet(String id, String text) {
        assertThat(findings(id, text)).isEmpty();
    }

    private static List<Finding> findings(String id, String text) {
        ProtocolModel model = ProtocolModel.of(SourceText.of("test", text));
        assertThat(model.problems()).isEmpty();
        return Inspections.of(model).stream().filter(finding -> finding.id().equals(id)).toList();
    }
}
