package dev.ringspect.protocol.syntax.btf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BtfParserTest {
    private static final String SOURCE = """
            enum colour { RED = 1, BLUE = -2 };
            enum wide { BIG = 0x123456789abcdef0ULL };
            struct inner { unsigned char a; unsigned int b; };
            typedef const struct inner inner_t;
            struct outer {
                inner_t one;
                union { unsigned long long u; void *p; };
                unsigned int low : 3, high : 5;
                enum colour c;
                short many[3][2];
            };
            enum wide keep_wide = BIG;
            struct outer keep;
            int add(int left, long right) { return left + right; }
            """;

    @TempDir
    Path folder;

    private static String members(BtfFile file, int id) {
        return file.members(id).stream()
                .map(m -> m.name() + "@" + m.bitOffset() + (m.bitWidth() == 0 ? "" : ":" + m.bitWidth()) + "/"
                        + file.size(m.type()))
                .collect(Collectors.joining(" "));
    }

    @Test
    void compiledObjectGivesItsTypes() throws Exception {
        BtfParser.Result result = BtfParser.parse(BtfFixture.compile(folder, SOURCE));
        BtfFile file = result.file();
        assertThat(result.problems()).isEmpty();
        int outer = file.find("outer", BtfKind.STRUCT).orElseThrow();
        assertThat(file.size(outer)).isEqualTo(40);
        assertThat(members(file, outer)).isEqualTo("one@0/8 @64/8 low@128:3/4 high@131:5/4 c@160/4 many@192/12");
        assertThat(members(file, file.resolve(file.members(outer).get(1).type()))).isEqualTo("u@0/8 p@0/8");
        assertThat(file.kind(file.members(outer).getFirst().type())).isEqualTo(BtfKind.TYPEDEF);
        assertThat(file.name(file.resolve(file.members(outer).getFirst().type()))).isEqualTo("inner");

        int colour = file.find("colour", BtfKind.ENUM).orElseThrow();
        // Compilers older than Linux 6.0's BTF do not mark an enum as signed, so the upper half may be zero.
        assertThat(file.enumerators(colour)).extracting(constant -> constant.name() + " " + (int) constant.value())
                .containsExactly("RED 1", "BLUE -2");
        // clang 14 has no ENUM64 and cuts the value; its size is kept.
        assertThat(file.find("wide", BtfKind.ENUM).or(() -> file.find("wide", BtfKind.ENUM64)).map(file::size))
                .contains(8L);

        int add = file.find("add", BtfKind.FUNC).orElseThrow();
        assertThat(file.parameters(file.target(add))).extracting(BtfParameter::name).containsExactly("left", "right");
        int data = file.find(".bss", BtfKind.DATASEC).or(() -> file.find(".data", BtfKind.DATASEC)).orElseThrow();
        assertThat(file.variables(data)).isNotEmpty();
        assertThat(file.kind(file.variables(data).getFirst().type())).isEqualTo(BtfKind.VAR);
    }

    @Test
    void splitBtfGoesOnWhereItsBaseEnds() {
        BtfFile base = BtfParser.parse(BtfBytes.raw("first", 0, "int")).file();
        BtfFile split = BtfParser.parseSplit(BtfBytes.raw("second", base.end() - 1, "first"), base).file();
        assertThat(base.end()).isEqualTo(3);
        assertThat(split.firstOwnId()).isEqualTo(3);
        assertThat(split.name(1)).isEqualTo("int");
        assertThat(split.find("first", BtfKind.TYPEDEF)).contains(2);
        assertThat(split.named("second", BtfKind.TYPEDEF)).containsExactly(4);
        assertThat(split.kind(split.resolve(4))).isEqualTo(BtfKind.INT);
    }

    @Test
    void otherFilesAreRefusedWithAReason() {
        assertThat(BtfParser.parse(new byte[0]).problems()).extracting(BtfProblem::message)
                .containsExactly("the file has 0 bytes, a BTF header needs 24");
        assertThat(BtfParser.parse(new byte[64]).problems()).extracting(BtfProblem::message)
                .containsExactly("the file starts with 0x0000, BTF starts with 0xeb9f");
        byte[] unknown = BtfBytes.raw("x", 0, "int");
        unknown[24 + 7] = 31;
        assertThat(BtfParser.parse(unknown).problems()).extracting(BtfProblem::message).containsExactly(
                "a type of the unknown kind 31, whose length cannot be told; it and all types after it are left out");
    }

    @Test
    void elfWithoutBtfSaysSo() throws Exception {
        Path source = Files.writeString(folder.resolve("plain.c"), "int x;");
        Path object = folder.resolve("plain.o");
        BtfFixture.run(java.util.List.of("gcc", "-c", "-o", object.toString(), source.toString()));
        assertThat(BtfParser.parse(Files.readAllBytes(object)).problems()).extracting(BtfProblem::message)
                .allMatch(message -> message.contains("no section .BTF"));
    }

    @Test
    void anyCutAndAnyDamageGivesAnAnswer() throws Exception {
        byte[] object = BtfFixture.compile(folder, SOURCE);
        for (int length = 0; length < object.length; length++) {
            use(BtfParser.parse(Arrays.copyOf(object, length)));
        }
        byte[] raw = BtfBytes.raw("name", 1, "int");
        for (int length = 0; length < raw.length; length++) {
            assertThat(BtfParser.parse(Arrays.copyOf(raw, length)).problems()).isNotEmpty();
        }
        Random random = new Random(3);
        for (int round = 0; round < 5_000; round++) {
            byte[] damaged = object.clone();
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            use(BtfParser.parse(damaged));
        }
    }

    /** Asks everything of every type. */
    private static void use(BtfParser.Result result) {
        BtfFile file = result.file();
        for (int id = -1; id <= file.end() + 1; id++) {
            file.name(id);
            file.size(id);
            file.resolve(id);
            file.target(id);
            file.members(id);
            file.enumerators(id);
            file.parameters(id);
            file.variables(id);
            file.element(id);
            file.arrayLength(id);
            file.signed(id);
            file.tagIndex(id);
            file.named(file.name(id), file.kind(id));
        }
    }

    @Test
    void runningKernelAgreesWithItsUapi() throws IOException {
        Assumptions.assumeTrue(Files.exists(BtfParser.VMLINUX), "this kernel gives no BTF");
        BtfParser.Result result = BtfParser.read(BtfParser.VMLINUX);
        assertThat(result.problems()).isEmpty();
        BtfFile file = result.file();
        assertThat(file.end()).isGreaterThan(50_000);
        int sqe = file.find("io_uring_sqe", BtfKind.STRUCT).orElseThrow();
        assertThat(file.size(sqe)).isEqualTo(64);
        assertThat(file.members(sqe).getFirst()).extracting(BtfMember::name).isEqualTo("opcode");
        assertThat(file.find("task_struct", BtfKind.STRUCT)).isPresent();
        assertThat(file.find("btf_trace_io_uring_complete", BtfKind.TYPEDEF)).isPresent();
        use(result);
    }
}
