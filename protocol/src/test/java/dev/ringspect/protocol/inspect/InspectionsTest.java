package dev.ringspect.protocol.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.ringspect.protocol.edit.Fix.Change;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.command.CmdOpCollision;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.uapi.IoctlNumber;

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
    void pduTooBig() {
        fires("L03", HEAD + "struct $0s { __u64 a[5]; }; command C = 0x100 { pdu struct s; }",
                "struct s has 40 bytes, and"
                        + " a command has 32 for the driver's state; keep the rest elsewhere and a pointer to it here");
        quiet("L03", HEAD + "struct s { __u64 a[4]; }; command C = 0x100 { pdu struct s; }");
        quiet("L09", HEAD + "struct s { void *a; }; command C = 0x100 { pdu struct s; }");
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
                + " rounded up to 16 bytes; declare them, such as '__u32 reserved;'");
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
        fires("L09", "struct p { void *$0buf; };", "buf is a pointer, which has 4 bytes in a 32-bit program,"
                + " where the struct has 4 bytes instead of 8; declare it as __u64 and convert with (uintptr_t)");
        fires("L09", "struct p { __u64 a; void *$0buf; __u32 b; __u32 c; };", "buf is a pointer, which has 4 bytes in a"
                + " 32-bit program, where the struct has 20 bytes instead of 24; declare it as __u64 and convert with"
                + " (uintptr_t)");
        for (String same : List.of("L06", "L07", "L08", "L10")) {
            quiet(same, "struct p { __u64 a; void *buf; __u32 b; __u32 c; };");
            quiet(same, "struct p { void *bufs[3]; struct { void *x; } in; };");
        }
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
    void sizeNotMultipleOf8() {
        fires("L06", "struct $0p { __u64 x; __u32 y; };",
                "struct p has 64-bit members and 12 bytes on i386, no multiple"
                        + " of 8; declare the padding at its end");
        fires("L06", "struct $0p { __u32 y; __u64 x; } __attribute__((packed));", "struct p has 64-bit members and 12"
                + " bytes on x86_64, no multiple of 8; declare the padding at its end");
        quiet("L06", "struct p { __u64 x; __u32 y; __u32 pad; }; struct q { __u32 z; };");
    }

    @Test
    void ilp32LayoutDiffers() {
        fires("L08", "struct p { __u32 a; long $0x; };",
                "x has 4 bytes in a 32-bit program and 8 in the kernel, and the"
                        + " struct 8 instead of 16; use a fixed-width type");
        fires("L08", "struct p { __u32 a; struct { long $0x; }; };", "x has 4 bytes in a 32-bit program and 8 in the"
                + " kernel, and the struct 8 instead of 16; use a fixed-width type");
        fires("L08", "struct p { void *a; long $0x; };",
                "x has 4 bytes in a 32-bit program and 8 in the kernel, and the"
                        + " struct 8 instead of 16; use a fixed-width type");
        fires("L07", "struct p { void *a; __u32 b; __u64 $0c; };", "c is at byte 8 in a 32-bit x86 program and at 16 in"
                + " the kernel; declare the padding before it, or align it to 8 bytes");
        quiet("L08", "struct p { __u32 a; __u64 b; };");
    }

    @Test
    void misalignedMember() {
        fires("L11", "struct p { __u8 a; __u32 $0b; } __attribute__((packed));", "b lies at byte 1 and its type wants a"
                + " multiple of 4; order the members so that packing is not needed, or, where programs use the struct"
                + " already, read it by get_unaligned()");
        quiet("L11", "struct p { __u32 a; __u8 b; } __attribute__((packed));");
        quiet("L11", "struct p { __u8 a; __u32 b; };");
    }

    @Test
    void missingReservedCheck() {
        String struct = HEAD + "struct p { __u32 op; __u32 rsvd1; };";
        fires("L12", HEAD + "struct p { __u32 op; __u32 $0rsvd1; }; command C = 0x100 { payload struct p; }",
                "rsvd1 is never checked; say what it must be, as in 'refine struct p { rsvd1 == 0; }'");
        fires("L12", HEAD + "struct p { __u32 op; __u32 $0flags; }; command C = 0x100 { payload struct p; }",
                "flags is never checked; say what it must be, as in 'refine struct p { flags == 0; }'");
        quiet("L12", struct + "refine struct p { rsvd1 == 0; } command C = 0x100 { payload struct p; }");
        quiet("L12", struct + "command C = 0x100 { payload struct p; check !rsvd1; }");
        quiet("L12", struct + "struct q { __u64 a; }; command C = 0x100 { payload struct q; }");
    }

    @Test
    void reservedNotLast() {
        fires("L13", HEAD + "struct $0p { __u64 a; }; command C = 0x100 { payload struct p; }",
                "struct p has no reserved"
                        + " member and no flags word, so it can never be extended; add one that must be 0");
        quiet("L13", HEAD + "struct p { __u64 a; __u64 reserved; }; command C = 0x100 { payload struct p; }");
        quiet("L13", "struct p { __u64 a; };");
        quiet("L13", HEAD + "struct in { __u64 a; __u64 flags; }; struct mid { struct in in[2]; };"
                + " struct p { struct mid m; }; command C = 0x100 { payload struct p; }");
    }

    @Test
    void cmdOpDirectionMismatch() {
        fires("L15", HEAD + "struct p { __u64 a; }; command C = $0_IO('t', 1) { payload struct p; }", "the number says"
                + " that the command takes no data, and it takes struct p; write _IOW or _IOWR with the struct,"
                + " unless programs use the number already");
        fires("L15", HEAD + "#define N _IO('t', 1)\nstruct p { __u64 a; }; command C = $0N { payload struct p; }",
                "the number says that the command takes no data, and it takes struct p; write _IOW or _IOWR with the"
                        + " struct, unless programs use the number already");
        quiet("L15", HEAD + "struct p { __u64 a; }; command C = _IOW('t', 1, struct p) { payload struct p; }");
        quiet("L15", HEAD + "command C = _IO('t', 1);");
    }

    @Test
    void cmdOpTypeCollision() {
        fires("L16", HEAD + "command A = _IOW('t', 1, __u32); command B = $0_IOW('t', 1, __u64);",
                "_IOW('t', 0x01, 8 bytes) has the type and number of command A; take another number");
        fires("L16", HEAD + "command A = $0_IOWR('N', 0x80, __u64);",
                "_IOWR('N', 0x80, 8 bytes) has the type and number of command IO of nvme; take another letter or number");
        quiet("L16", HEAD + "command A = _IOW('t', 1, __u32); command B = _IOR('t', 1, __u32);");
        quiet("L16", HEAD + "command A = _IOW('t', 1, __u32) | _IOW('t', 1, __u64);");
        quiet("L16", HEAD.replace("/dev/t", "/dev/ng0n1") + "command A = _IOWR('N', 0x80, __u64);");
    }

    @Test
    void theLettersThatDriversOfTheKernelHaveAreKnown() {
        assertThat(ProtocolSet.builtin().models().stream().flatMap(model -> model.protocol().stream())
                .flatMap(protocol -> protocol.commands().stream()).flatMap(command -> command.numbers().stream())
                .filter(CmdOpCollision::isEncoded).map(number -> IoctlNumber.of((int) number.value()).type())
                .collect(Collectors.toSet())).isEqualTo(CmdOpCollision.TAKEN);
    }

    @Test
    void smallCmdOp() {
        fires("L17", HEAD + "command A = $02;",
                "cmd_op 2 is also a number of sockets, fuse and others; make one by _IOWR"
                        + " with a letter of your own, unless programs use this one already");
        quiet("L17", HEAD + "command A = _IO('t', 2); command B = 0x100;");
    }

    @Test
    void archDependentCmdOp() {
        fires("L18", HEAD + "command A = $00x40207502;", "0x40207502 is _IOW('u', 0x02, 32 bytes) on x86 and arm, and"
                + " another number on mips, powerpc, sparc and alpha; write the macro");
        quiet("L18", HEAD + "struct p { __u64 a[4]; }; command A = _IOW('u', 0x02, struct p);");
        quiet("L18", HEAD + "command A = 0xc0207502; command B = 0x7502;");
    }

    @Test
    void overlapsCoreField() {
        fires("L19", HEAD + "command A = 0x100 { sqe { $0user_data as cookie; } }", "user_data is byte 32 to 39 of the"
                + " SQE, which io_uring itself uses; take addr, len or the payload");
        fires("L19", HEAD + "command A = 0x100 { sqe { $0__pad1 as more; } }",
                "__pad1 is byte 12 to 15 of the SQE, which"
                        + " io_uring itself uses; take addr, len or the payload");
        fires("L19", HEAD + "struct p { __u64 a; }; command A = 0x100 { payload struct p; sqe { $0addr3 as more; } }",
                "addr3 lies over the first bytes of the payload; a command has one or the other");
        quiet("L19", HEAD + "command A = 0x100 { sqe { addr as from; len as count; addr3 as to; } }");
        quiet("L19", HEAD + "command A = 0x100 { sqe { __pad1 == 0; } }");
    }

    @Test
    void bufferFieldUse() {
        fires("L20", HEAD + "command A = 0x100 { sqe { $0ioprio as level; } }",
                "ioprio must be 0 for every uring_cmd; keep the data in addr, len or the payload");
        fires("L20", HEAD + "command A = 0x100 { sqe { $0buf_index as slot; } }", "buf_index counts only with"
                + " IORING_URING_CMD_FIXED or a selected buffer, and nothing here asks for it; keep the data in addr, len"
                + " or the payload");
        quiet("L20", HEAD + "command A = 0x100 { sqe { buf_index as slot; } check sqe.uring_cmd_flags & 1; }");
        quiet("L20", HEAD + "command A = 0x100 { sqe { ioprio == 0; } }");
    }

    @Test
    void resultOver32Bit() {
        fires("L21", HEAD + "command A = 0x100 { cqe { $0big0 as result; } }",
                "a 16-byte CQE has no big0; add 'needs cqe32 | cqe_mixed;'");
        quiet("L21", HEAD + "needs cqe32 | cqe_mixed; command A = 0x100 { cqe { big0 as result; } }");
        quiet("L21", HEAD + "command A = 0x100 { cqe { res as count; } }");
    }

    @Test
    void negativeSuccess() {
        fires("L22", HEAD + "enum r { GOOD = 0, BUSY = -5000 }; command A = 0x100 { cqe { $0res : enum r; } }",
                "BUSY is -5000, which reads as an errno; results of success are 0 to 2147483647");
        fires("L22", HEAD + "enum r : __u32 { BIG = 0x80000000 }; command A = 0x100 { cqe { $0res : enum r; } }",
                "BIG is 2147483648, which does not fit the 32 bits of res; results of success are 0 to 2147483647");
        quiet("L22", HEAD + "enum r { GOOD = 0, GONE = -19 }; command A = 0x100 { cqe { res : enum r; } }");
    }

    @Test
    void endiannessUnstated() {
        fires("L24", "struct p { __be32 a; __u32 $0b; };", "b is in the machine's byte order, and other members of the"
                + " struct are not; say so by its type (__le32) or by a refine (b : le32;)");
        quiet("L24", "struct p { __be32 a; __be32 b; __u8 c; }; struct q { __u32 a; };");
        quiet("L24", HEAD + "struct p { __be32 a; __u32 b; }; refine struct p { b : le32; }");
    }

    @Test
    void duplicateCmdOp() {
        fires("U03", HEAD + "match cmd_op & 0xff; command A = 0x101 { on device \"/dev/a*\"; }"
                + " command B = $00x201 { on device \"/dev/*b\"; }",
                "0x201 is command A already");
        quiet("U03",
                HEAD + "command A = 0x101 { on device \"/dev/a*\"; } command B = 0x101 { on device \"/dev/b*\"; }");
    }

    @Test
    void overlappingDevices() {
        ProtocolModel other = ProtocolModel
                .of(SourceText.of("other", "protocol o; on device \"/dev/x*\", \"/dev/?\";"));
        assertThat(Inspections.of(
                CheckedSet.of(ProtocolModel.of(SourceText.of("test", HEAD)), List.of(other), Sources.of()),
                InspectionSettings.DEFAULT)).singleElement().satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo("U04");
                    assertThat(finding.message()).startsWith("t and o are spoken on the same files");
                });
        ProtocolModel apart = ProtocolModel
                .of(SourceText.of("other", "protocol o; on device \"/dev/tt?\"; on socket;"));
        assertThat(Inspections.of(
                CheckedSet.of(ProtocolModel.of(SourceText.of("test", HEAD)), List.of(apart), Sources.of()),
                InspectionSettings.DEFAULT)).isEmpty();
    }

    @Test
    void checkNeverFails() {
        String never = "this holds for every request, by the types of its fields alone; remove or correct it";
        fires("U05", check("$0a >= 0"), never);
        fires("U05", check("$0b <= 255"), never);
        fires("U05", check("($0a & 0xf) < 16 && b != 300"), never);
        fires("U05", check("$0sqe.opcode < 256"), never);
        quiet("U05", check("b <= 254"));
        quiet("U05", check("s >= 0"));
        quiet("U05", check("a < -1"));
        quiet("U05", check("s < w"));
        quiet("U05", check("cqe.res <= a"));
    }

    @Test
    void checkNeverPasses() {
        String always = "this fails for every request, by the types of its fields alone; correct it";
        fires("U06", check("$0b == 256"), always);
        fires("U06", check("$0a & 4 == 4 - 1"), always);
        fires("U06", check("($0a & 4) == 8"), always);
        fires("U06", check("$0s > 0x7fffffff || a < 0"), always);
        quiet("U06", check("(a & 4) == 4"));
        quiet("U06", check("w == 0xffffffffffffffff"));
        quiet("U06", check("s == -1"));
    }

    private static String check(String condition) {
        return HEAD + "needs sqe128; struct p { __u32 a; __u8 b; __u8 c[3]; __s32 s; __u32 d; __u64 w; };"
                + "command C = 0x100 { payload struct p; check " + condition + "; }";
    }

    @Test
    void unusedImport() {
        String used = "import \"used.h\";\nimport \"macro.h\";\n";
        String uses = HEAD + used + "%scommand C = 0x100 { payload struct used; } command D = MACRO;";
        List<Finding> findings = importing(uses.replace("%s", "import \"other.h\";\n"));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.message()).isEqualTo("nothing of \"other.h\" is used here");
            assertThat(finding.unnecessary()).isTrue();
            Change.Edits removal = (Change.Edits) finding.fixes().getFirst().changes().getFirst();
            assertThat(SourceText.of("p.uring", uses.replace("%s", "import \"other.h\";\n")).edited(removal.edits())
                    .text())
                    .isEqualTo(uses.replace("%s", ""));
        });
        assertThat(importing(uses.replace("%s", "import \"outer.h\";\nstruct s { inner_t x; };\n"))).isEmpty();
        assertThat(importing(uses.replace("%s", """
                import "other.h";
                struct s { __u64 at; };
                refine struct s { at : pointer to struct  other; }
                """))).isEmpty();
    }

    @Test
    void anImportWhoseOnlyUseIsRefusedIsUsed() {
        Sources sources = Sources.of(SourceText.of("odd.h", "struct odd { nowhere_t x; };\n"));
        ProtocolModel model = ProtocolModel.of(SourceText.of("p.uring",
                HEAD + "import \"odd.h\";\ncommand C = 0x100 { payload struct odd; }"), Environment.bare(sources));
        assertThat(model.problems()).isNotEmpty();
        assertThat(Inspections.of(CheckedSet.of(model, List.of(), sources), InspectionSettings.DEFAULT))
                .extracting(Finding::id).doesNotContain("U07");
    }

    private static List<Finding> importing(String text) {
        Sources sources = Sources.of(SourceText.of("used.h", "struct used { int x; };\n"),
                SourceText.of("other.h", "struct other { int x; };\n"),
                SourceText.of("macro.h", "#define MACRO 0x1234\n"),
                SourceText.of("outer.h", "#include \"inner.h\"\n"), SourceText.of("inner.h", "typedef int inner_t;\n"));
        ProtocolModel model = ProtocolModel.of(SourceText.of("p.uring", text), Environment.bare(sources));
        assertThat(model.problems()).isEmpty();
        return Inspections.of(CheckedSet.of(model, List.of(), sources), InspectionSettings.DEFAULT).stream()
                .filter(finding -> finding.id().equals("U07")).toList();
    }

    @Test
    void aStructOfAnUnknownTypeIsLeftAlone() {
        ProtocolModel model = ProtocolModel.of(SourceText.of("test", "struct p { __u8 x; _u32 y; __u64 z; };"));
        assertThat(Inspections.of(model)).extracting(Finding::id).containsExactly("U08");
    }

    @Test
    void unresolvedName() {
        String head = HEAD + "struct p { __u64 a; }; ";
        unresolved("struct p { $0_u32 a; };", "nothing above declares a type '_u32'; did you mean __u32");
        unresolved("struct p { __u8 a[$0COUNT]; };", "nothing above is called 'COUNT'");
        unresolved("struct p { struct q $0a; };", "struct q is not complete here; declare its members above");
        unresolved(HEAD + "command C = 0x100 { payload struct $0q; }", "nothing declares struct q");
        unresolved(HEAD + "command C = $0NUMBER;", "no constant is called 'NUMBER'");
        unresolved(head + "refine struct p { $0b == 0; }", "struct p has no member 'b'; it has a");
        unresolved(head + "refine struct p { a : enum $0e; }", "nothing declares enum e");
        unresolved(head + "command C = 0x100 { payload struct p; check $0b == 0; }", "nothing is called 'b' here");
        unresolved(head + "command C = 0x100 { errors { $0EWRONG \"never\"; } }", "'EWRONG' is no errno of Linux");
        unresolved(HEAD + "command C = 0x100; send \"it\" $0D to \"/dev/t\" { }",
                "there is no command 'D'; these are: C");
        assertThat(unresolved("protocol t; on device \"/dev/t\"; needs $0sqe12;"))
                .startsWith("'sqe12' is no ring feature");
        quiet("U08", head + "refine struct p { a == 0; } command C = 0x100 { payload struct p; check a == 0; }");
        assertThat(Inspections.of(ProtocolModel.of(SourceText.of("test", "struct p { __u8 x }"))))
                .as("a mistake of syntax is none").isEmpty();
    }

    @Test
    void unresolvedImport() {
        for (String text : List.of("import \"no.h\";", "import rust \"no.rs\";", "import btf \"no.o\";")) {
            assertThat(Inspections.of(ProtocolModel.of(SourceText.of("file:///w/test.uring", text)))).singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.id()).isEqualTo("U09");
                        assertThat(finding.message()).startsWith("cannot find no.");
                        assertThat(finding.where()).hasValueSatisfying(
                                where -> assertThat(text.substring(where.span().start())).startsWith("\"no."));
                    });
        }
        assertThat(importing(HEAD + "import \"used.h\"; command C = 0x100 { payload struct used; }")).isEmpty();
    }

    private static void unresolved(String marked, String message) {
        assertThat(unresolved(marked)).isEqualTo(message);
    }

    private static String unresolved(String marked) {
        Finding found = Inspections.of(ProtocolModel.of(SourceText.of("test", marked.replace("$0", "")))).stream()
                .filter(finding -> finding.id().equals("U08")).findFirst().orElseThrow();
        assertThat(found.where())
                .hasValueSatisfying(where -> assertThat(where.span().start()).isEqualTo(marked.indexOf("$0")));
        assertThat(found.severity()).isEqualTo(Severity.ERROR);
        return found.message();
    }

    @Test
    void builtinProtocolsHaveNothingWrong() {
        assertThat(ProtocolSet.builtin().models())
                .allSatisfy(model -> assertThat(Inspections.of(model))
                        .filteredOn(finding -> finding.severity() != Severity.INFO).isEmpty());
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
        return Inspections
                .of(model).stream()
                .filter(finding -> finding.id().equals(id)).toList();
    }
}
