package dev.ringspect.protocol.uapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.syntax.btf.BtfFile;
import dev.ringspect.protocol.syntax.btf.BtfKind;
import dev.ringspect.protocol.syntax.btf.BtfMember;
import dev.ringspect.protocol.syntax.btf.BtfParser;

/** The running kernel's own types say the same as this project's tables. */
class UapiAgainstKernelTest {
    private static BtfFile vmlinux = BtfParser.parse(new byte[0]).file();

    @BeforeAll
    static void readKernel() throws IOException {
        Assumptions.assumeTrue(Files.exists(BtfParser.VMLINUX), "this kernel gives no BTF");
        vmlinux = BtfParser.read(BtfParser.VMLINUX).file();
    }

    /** The constants of an enum, names without prefix, LAST and its like left out. */
    private static Map<String, Long> constants(String name, String prefix) {
        Map<String, Long> constants = new TreeMap<>();
        vmlinux.enumerators(vmlinux.find(name, BtfKind.ENUM).orElseThrow()).stream()
                .filter(constant -> !constant.name().endsWith("_LAST"))
                .forEach(constant -> constants.put(constant.name().substring(prefix.length()), constant.value()));
        return constants;
    }

    @Test
    void opcodes() {
        Map<String, Long> kernel = constants("io_uring_op", "IORING_OP_");
        assertThat(kernel).hasSizeGreaterThan(60);
        kernel.forEach((name, number) -> {
            if (number < Opcode.ALL.size()) {
                assertThat(Opcode.nameOf(number.intValue())).isEqualTo(name);
            }
        });
        System.out.println("opcodes newer than this kernel, not compared: "
                + Opcode.ALL.subList(Math.min(kernel.size(), Opcode.ALL.size()), Opcode.ALL.size()));
    }

    @Test
    void sqeFlags() {
        constants("io_uring_sqe_flags_bit", "IOSQE_").forEach((name, bit) -> assertThat(SqeFlags.WORD.names(1 << bit))
                .containsExactly(name.substring(0, name.length() - "_BIT".length())));
    }

    @Test
    void registerOpcodes() {
        Map<String, Long> kernel = constants("io_uring_register_op", "IORING_");
        assertThat(kernel.remove("REGISTER_USE_REGISTERED_RING"))
                .isEqualTo(Integer.toUnsignedLong(RegisterOpcode.USE_REGISTERED_RING));
        kernel.forEach((name, number) -> {
            if (number < RegisterOpcode.ALL.size()) {
                assertThat(RegisterOpcode.of(number.intValue()).orElseThrow().name()).isEqualTo(name);
            }
        });
    }

    @Test
    void socketOps() {
        constants("io_uring_socket_op", "SOCKET_URING_OP_").forEach(
                (name, number) -> assertThat(SocketOp.valueOf(name).number()).isEqualTo(number.intValue()));
    }

    @Test
    void sqeFields() {
        int sqe = vmlinux.find("io_uring_sqe", BtfKind.STRUCT).orElseThrow();
        Map<String, Integer> kernel = new HashMap<>();
        collect(sqe, 0, kernel);
        Map<String, Integer> expected = new HashMap<>(Map.ofEntries(Map.entry("opcode", Sqe.OPCODE),
                Map.entry("flags", Sqe.FLAGS), Map.entry("ioprio", Sqe.IOPRIO), Map.entry("fd", Sqe.FD),
                Map.entry("off", Sqe.OFF), Map.entry("addr2", Sqe.ADDR2), Map.entry("cmd_op", Sqe.CMD_OP),
                Map.entry("__pad1", Sqe.PAD1), Map.entry("addr", Sqe.ADDR), Map.entry("level", Sqe.LEVEL),
                Map.entry("optname", Sqe.OPTNAME), Map.entry("len", Sqe.LEN), Map.entry("rw_flags", Sqe.OP_FLAGS),
                Map.entry("uring_cmd_flags", Sqe.URING_CMD_FLAGS), Map.entry("user_data", Sqe.USER_DATA),
                Map.entry("buf_index", Sqe.BUF_INDEX), Map.entry("buf_group", Sqe.BUF_GROUP),
                Map.entry("personality", Sqe.PERSONALITY), Map.entry("file_index", Sqe.FILE_INDEX),
                Map.entry("splice_fd_in", Sqe.SPLICE_FD_IN), Map.entry("optlen", Sqe.OPTLEN),
                Map.entry("addr3", Sqe.ADDR3), Map.entry("optval", Sqe.OPTVAL), Map.entry("cmd", Sqe.CMD)));
        expected.keySet().removeIf(name -> {
            boolean absent = !kernel.containsKey(name);
            if (absent) {
                System.out.println("SQE field newer than this kernel, not compared: " + name);
            }
            return absent;
        });
        assertThat(kernel).containsAllEntriesOf(expected);
        assertThat(vmlinux.size(sqe)).isEqualTo(Sqe.SIZE);
    }

    @Test
    void cqeFields() {
        int cqe = vmlinux.find("io_uring_cqe", BtfKind.STRUCT).orElseThrow();
        Map<String, Integer> kernel = new HashMap<>();
        collect(cqe, 0, kernel);
        assertThat(kernel).isEqualTo(Map.of("user_data", Cqe.USER_DATA, "res", Cqe.RES, "flags", Cqe.FLAGS, "big_cqe",
                Cqe.BIG_CQE));
        assertThat(vmlinux.size(cqe)).isEqualTo(Cqe.SIZE);
    }

    private static void collect(int struct, int offset, Map<String, Integer> into) {
        for (BtfMember member : vmlinux.members(vmlinux.resolve(struct))) {
            int at = offset + member.bitOffset() / 8;
            if (member.name().isEmpty()) {
                collect(member.type(), at, into);
            } else {
                into.put(member.name(), at);
            }
        }
    }
}
