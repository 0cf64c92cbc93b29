package dev.ringspect.protocol.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.c.RandomHeader;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** The layout engine and the C front-ends against real compilers, alignments too, which debug information lacks. */
class LayoutAgainstCompilersTest {
    private static final int RANDOM = 500;

    /** What the command structs of the kernel are made of, and gcc's corner cases. */
    private static final String FIXED = """
            struct nvme_uring_cmd { __u8 opcode; __u8 flags; __u16 rsvd1; __u32 nsid; __u32 cdw2; __u32 cdw3;
                __u64 metadata; __u64 addr; __u32 metadata_len; __u32 data_len; __u32 cdw10; __u32 cdw11; __u32 cdw12;
                __u32 cdw13; __u32 cdw14; __u32 cdw15; __u32 timeout_ms; __u32 rsvd2; };
            struct ublksrv_io_cmd { __u16 q_id; __u16 tag; __s32 result; union { __u64 addr; __u64 zone_append_lba; }; };
            struct mixed { __u32 a; __u64 b; __u32 c; };
            struct tail { __u64 a; __u32 b; };
            struct packed_inside { __u8 a; struct tail t; __u16 b; } __attribute__((packed));
            struct aligned_member { __u8 a; __u8 b __attribute__((aligned(8))); };
            struct aligned_packed { __u8 a; __u32 b __attribute__((packed, aligned(2))); __u8 c; };
            struct typedef_align { __u8 a; __aligned_u64 b; } __attribute__((packed));
            struct zero_width { __u8 a : 3; __u32 : 0; __u8 b : 3; __u16 : 0; };
            struct straddle { __u32 a : 20; __u32 b : 20; __u64 c : 40; __u8 d : 7; __u8 e : 7; };
            struct packed_bits { __u32 a : 20; __u32 b : 20; __u64 c : 40; } __attribute__((packed));
            struct pointers { void *p; long l; int (*f)(int); char name[5]; };
            struct matrix { __u16 m[3][5]; __u64 last[2]; };
            union either { __u8 a[9]; __u32 b; __u64 c; };
            """;

    @ParameterizedTest
    @CsvSource({"x86_64, gcc -m64", "i386, gcc -m32", "aarch64, clang --target=aarch64-linux-gnu",
            "riscv64, clang --target=riscv64-linux-gnu", "arm, clang --target=armv7-linux-gnueabihf"})
    void sizesAlignmentsAndBitsAreTheCompilers(String abiName, String compiler) {
        Optional<CompilerOracle> oracle = CompilerOracle.of(compiler.split(" ", -1));
        if (oracle.isEmpty()) {
            System.out.println("skipped: " + compiler + " is not installed");
        }
        assumeTrue(oracle.isPresent(), compiler + " is not installed");
        Abi abi = Abi.named(abiName).orElseThrow();
        ProtocolModel model = ProtocolModel.of(SourceText.of("fixed.uring", FIXED));
        assertThat(model.problems()).isEmpty();
        LayoutEngine engine = new LayoutEngine(abi);
        assertThat(oracle.orElseThrow().compare(FIXED, model.structs().stream().map(engine::layout).toList()))
                .isEmpty();

        // the oracle tells members by their bits being all ones, which no floating number is; and where a bit-field's
        // type is aligned to more than its size, clang goes other ways than gcc, whose rules are ours
        String random = new RandomHeader(20251122, false).make(RANDOM).replace("float m", "int m")
                .replace("double m", "long long m").replaceAll("(u32|u64)a8 (m\\d+ )?:", "$1 $2:");
        CTranslationUnit unit = CTranslationUnit.parse(Sources.of(SourceText.of("random.h", random)), "random.h",
                CConfiguration.bare(abi));
        assertThat(unit.problems()).isEmpty();
        assertThat(unit.structs()).hasSize(RANDOM);
        assertThat(oracle.orElseThrow().compare(random, unit.structs().stream().map(unit::layout).toList())).isEmpty();
    }
}
