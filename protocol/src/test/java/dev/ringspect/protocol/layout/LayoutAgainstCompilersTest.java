package dev.ringspect.protocol.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.SourceText;

/** The layout engine and the C front-end against real compilers. */
class LayoutAgainstCompilersTest {
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
    @CsvSource({"x86_64, gcc -m64", "i386, gcc -m32"})
    void gcc(String abi, String compiler) {
        check(abi, compiler, 1500);
    }

    @ParameterizedTest
    @CsvSource({"aarch64, clang --target=aarch64-linux-gnu", "riscv64, clang --target=riscv64-linux-gnu",
            "arm, clang --target=armv7-linux-gnueabihf"})
    void clang(String abi, String compiler) {
        check(abi, compiler, 500);
    }

    private static void check(String abiName, String compiler, int count) {
        Optional<CompilerOracle> oracle = CompilerOracle.of(compiler.split(" ", -1));
        if (oracle.isEmpty()) {
            System.out.println("skipped: " + compiler + " is not installed");
        }
        assumeTrue(oracle.isPresent(), compiler + " is not installed");
        Abi abi = Abi.named(abiName).orElseThrow();
        String types = FIXED + new RandomStructs(20251122).make(count);
        ProtocolModel model = ProtocolModel.of(SourceText.of("random.h", types));
        assertThat(model.problems()).isEmpty();
        LayoutEngine engine = new LayoutEngine(abi);
        List<StructLayout> layouts = model.structs().stream().map(engine::layout).toList();
        assertThat(layouts).hasSizeGreaterThan(count);
        assertThat(oracle.orElseThrow().compare(types, layouts)).isEmpty();
    }
}
