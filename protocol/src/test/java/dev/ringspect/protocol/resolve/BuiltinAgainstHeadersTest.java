package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.debian.DebianPackages;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.uapi.FileIdentity;

/** The built-in protocols beside the installed kernel headers, as gcc reads them, and beside the files they are for. */
class BuiltinAgainstHeadersTest {
    private static final List<String> HEADERS = List.of("stddef.h", "stdio.h", "errno.h", "sys/socket.h",
            "netinet/in.h", "netinet/tcp.h", "netinet/udp.h", "linux/types.h",
            "linux/io_uring.h", "linux/nvme_ioctl.h", "linux/ublk_cmd.h", "linux/fuse.h", "linux/btrfs.h",
            "linux/blkdev.h", "linux/bsg.h");

    @TempDir
    Path folder;

    @Test
    void sizesOffsetsAndNumbersAreThoseOfTheInstalledHeaders() throws Exception {
        Map<String, Long> compared = compare(List.of());
        assertThat(compared.keySet()).contains("sizeof(struct nvme_uring_cmd)",
                "offsetof(struct nvme_uring_cmd, timeout_ms)", "NVME_URING_CMD_IO", "NVME_URING_CMD_ADMIN_VEC",
                "sizeof(struct ublksrv_io_cmd)", "offsetof(struct ublksrv_ctrl_cmd, data)",
                "sizeof(struct btrfs_ioctl_encoded_io_args)", "BTRFS_IOC_ENCODED_WRITE", "SO_ZEROCOPY");
    }

    @Test
    void sizesOffsetsAndNumbersAreThoseOfARecentKernel() throws Exception {
        Path include = DebianPackages.recentKernelHeaders().orSkip().include();
        Map<String, Long> compared = compare(List.of("-I", include.toString(), "-I",
                include.resolve("x86_64-linux-gnu").toString()));
        assertThat(compared.keySet()).contains("sizeof(struct fuse_uring_req_header)", "FUSE_IO_URING_CMD_REGISTER");
        assertThat(expected().keySet())
                .as("names of the NVMe and SCSI standards, and two of our own, are in no uapi header")
                .filteredOn(name -> !compared.containsKey(name))
                .allMatch(name -> name.matches("(nvme|NVME_SC|SAM_STAT)_\\w+|DRIVER_(OK|SENSE)|LOCAL|PEER")
                        || (isBefore73(include) && name.matches(".*(ZONE_RESET_ALL|IO_DESC_SIZE|io_desc_size).*")));
    }

    @Test
    void opcodesAndStatusCodesOfNvmeAreThoseOfLibnvme() throws Exception {
        Path include = DebianPackages.ofThisRelease("libnvme", "libnvme-dev").orSkip().include();
        Map<String, Long> expected = new LinkedHashMap<>(expected());
        expected.keySet().removeIf(name -> !name.matches("(nvme_(admin|cmd|zns_cmd)|NVME_SC)_\\w+"));
        // libnvme leaves the status code type, the third digit, out
        expected.replaceAll((name, value) -> name.startsWith("NVME_SC_") ? value & 0xFF : value);
        assertThat(expected).hasSizeGreaterThan(90);
        assertThat(values(List.copyOf(expected.keySet()), List.of("-include", "nvme/types.h", "-I",
                include.toString()))).isEqualTo(expected);
    }

    @Test
    void statusesOfScsiAreThoseOfSgutils() throws Exception {
        Path include = DebianPackages.ofThisRelease("sgutils", "libsgutils2-dev").orSkip().include();
        Map<String, Long> expected = new LinkedHashMap<>(expected());
        expected.keySet().removeIf(name -> !name.matches("SAM_STAT_\\w+|DRIVER_(OK|SENSE)"));
        assertThat(expected).hasSize(10);
        assertThat(values(List.copyOf(expected.keySet()), List.of("-include", "scsi/sg_lib.h", "-include",
                "scsi/sg_io_linux.h", "-I", include.toString()))).isEqualTo(expected);
    }

    /** Whether headers are of a kernel before 7.3, which some names came with. */
    private static boolean isBefore73(Path include) {
        try {
            Matcher code = Pattern.compile("LINUX_VERSION_CODE (\\d+)")
                    .matcher(Files.readString(include.resolve("linux/version.h")));
            return code.find() && Integer.parseInt(code.group(1)) < 0x70300;
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Sizes, offsets and constants of all built-in protocols, by their expression in C. */
    private static Map<String, Long> expected() {
        Map<String, Long> expected = new LinkedHashMap<>();
        LayoutEngine engine = new LayoutEngine(Abi.host());
        for (ProtocolModel model : ProtocolSet.builtin().models()) {
            model.structs().forEach(struct -> add(engine.layout(struct), expected));
            model.constants().forEach((name, value) -> expected.put(name, optionOf(name, value)));
        }
        return expected;
    }

    /** A socket's option has its level below its number. */
    private static long optionOf(String name, long value) {
        return name.matches("(SO|TCP|UDP|IP|IPV6)_\\w+") ? value >>> 32 : value;
    }

    /** Compares all that the headers have; what they do not have is printed. */
    private Map<String, Long> compare(List<String> include) throws Exception {
        Map<String, Long> expected = expected();
        Set<String> unknown = unknown(List.copyOf(expected.keySet()), include);
        System.out.println("not in the headers, not compared: " + unknown);
        Map<String, Long> compared = new LinkedHashMap<>(expected);
        compared.keySet().removeAll(unknown);
        assertThat(values(List.copyOf(compared.keySet()), include)).isEqualTo(compared);
        return compared;
    }

    @Test
    void whatNewerKernelsAddedHasTheirSizesAndNumbers() {
        number("block", "DISCARD", 0x1200L);
        number("block", "ZONE_RESET_ALL", 0x1201L);
        number("btrfs", "ENCODED_READ", 0x80809440L);
        number("nvme", "IO", 0xC0484E80L);
        number("ublk", "ADD_DEV", 0xC0207504L);
        number("ublk", "GET_FEATURES", 0x80207513L);
        number("ublk", "UNREGISTER_IO_BUF", 0xC0107524L);
        number("ublk", "TRY_STOP_DEV", 0xC0207517L);
        number("ublk", "FETCH_IO_CMDS", 0xC0107527L);
        number("fuse", "COMMIT_AND_FETCH", 2L);
        size("ublk", "ublksrv_ctrl_cmd", 32);
        size("ublk", "ublk_batch_io", 16);
        size("bsg", "bsg_uring_cmd", 80);
        size("fuse", "fuse_uring_cmd_req", 40);
        size("fuse", "fuse_uring_req_header", 288);
    }

    @Test
    void theFileDecidesAndThenTheNumber() {
        assertThat(found(node(0x2180, "ng0n1"), 0xC0484E80L)).isEqualTo("nvme IO");
        assertThat(found(node(0x2180, "nvme0"), 0xC0484E82L)).isEqualTo("nvme ADMIN");
        assertThat(found(node(0x2180, "nvme0"), 0xC0484E80L)).isEqualTo("nvme ?");
        assertThat(found(node(0x61B0, "nvme0n1"), 0xC0484E80L)).isEqualTo("block ?");
        assertThat(found(node(0x61B0, "loop0"), 0x1200)).isEqualTo("block DISCARD");
        assertThat(found(node(0x2180, "fuse"), 1)).isEqualTo("fuse REGISTER");
        assertThat(found(node(0x2180, "ublk-control"), 0x04)).isEqualTo("ublk ADD_DEV");
        assertThat(found(node(0x2180, "ublk-control"), 0xC0207504L)).isEqualTo("ublk ADD_DEV");
        assertThat(found(node(0x2180, "ublk-control"), 0x13)).isEqualTo("ublk ?");
        assertThat(found(node(0x2180, "ublkc3"), 0x20)).isEqualTo("ublk FETCH_REQ");
        assertThat(found(node(0x2180, "ublkc3"), 0x04)).isEqualTo("ublk ?");
        assertThat(found(node(0x2180, "0:0:0:0").called("/dev/bsg/0:0:0:0"), 7)).isEqualTo("bsg SCSI");
        assertThat(found(node(0x2180, "vcs"), 0x04)).isEqualTo("none");
        FileIdentity file = new FileIdentity(0x81A4, 0, 0, 0x9123683EL, 7, 0, 0, 0, "data");
        assertThat(found(file, 0x80789440L)).isEqualTo("btrfs ENCODED_READ");
    }

    private static FileIdentity node(int mode, String name) {
        return new FileIdentity(mode, 240, 0, 0x01021994, 5, 0, 0, 0, name);
    }

    private static String found(FileIdentity file, long cmdOp) {
        return ProtocolSet.builtin().resolve(file, cmdOp).map(resolution -> resolution.protocol().name() + " "
                + resolution.command().map(Command::name).orElse("?")).orElse("none");
    }

    private static void number(String protocol, String command, long number) {
        assertThat(ProtocolSet.builtin().protocol(protocol).orElseThrow().command(command).orElseThrow().numbers()
                .getFirst().value()).as(command).isEqualTo(number);
    }

    private static void size(String protocol, String struct, long size) {
        assertThat(ProtocolSet.builtin().model("builtin:" + protocol + ".uring").orElseThrow().structs())
                .filteredOn(type -> type.name().equals(struct))
                .singleElement().satisfies(type -> assertThat(new LayoutEngine(Abi.host()).sizeOf(type))
                        .isEqualTo(size));
    }

    private static void add(StructLayout layout, Map<String, Long> expected) {
        String name = layout.type().display();
        expected.put("sizeof(" + name + ")", layout.size());
        members(layout.members(), name, expected);
    }

    private static void members(List<MemberLayout> members, String struct, Map<String, Long> expected) {
        for (MemberLayout member : members) {
            if (member.member().name().isEmpty()) {
                members(member.members(), struct, expected);
            } else {
                expected.put("offsetof(" + struct + ", " + member.member().name() + ")", member.offset());
            }
        }
    }

    /** Those of {@code expressions} that gcc refuses: each stands on a line of its own. */
    private Set<String> unknown(List<String> expressions, List<String> include) throws Exception {
        Path source = program(expressions);
        List<String> command = new ArrayList<>(List.of("gcc", "-fsyntax-only", "-fmax-errors=0", source.toString()));
        command.addAll(include);
        Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        gcc.waitFor();
        Set<String> unknown = new HashSet<>();
        List<String> lines = Files.readAllLines(source);
        Matcher error = Pattern.compile("values\\.c:(\\d+):\\d+: error:").matcher(said);
        while (error.find()) {
            String line = lines.get(Integer.parseInt(error.group(1)) - 1);
            expressions.stream().filter(expression -> line.endsWith("(" + expression + "));")).forEach(unknown::add);
        }
        // gcc reports an undeclared name once in a function; each line is a function, so none is missed.
        return unknown;
    }

    private Map<String, Long> values(List<String> expressions, List<String> include) throws Exception {
        Path program = folder.resolve("values");
        List<String> command = new ArrayList<>(List.of("gcc", "-w", "-o", program.toString()));
        command.addAll(include);
        command.add(program(expressions).toString());
        run(command);
        List<String> lines = run(List.of(program.toString())).lines().toList();
        Map<String, Long> values = new LinkedHashMap<>();
        for (int i = 0; i < expressions.size(); i++) {
            values.put(expressions.get(i), Long.parseLong(lines.get(i)));
        }
        return values;
    }

    private Path program(List<String> expressions) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String header : HEADERS) {
            text.append("#if __has_include(<").append(header).append(">)\n#include <").append(header)
                    .append(">\n#endif\n");
        }
        for (int i = 0; i < expressions.size(); i++) {
            text.append("static void show").append(i).append("(void) {\nprintf(\"%lld\\n\", (long long)(")
                    .append(expressions.get(i)).append("));\n}\n");
        }
        text.append("int main(void) {\n");
        for (int i = 0; i < expressions.size(); i++) {
            text.append("show").append(i).append("();\n");
        }
        return Files.writeString(folder.resolve("values.c"), text.append("return 0;\n}\n").toString());
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
