package dev.ringspect.protocol.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.inspect.traffic.RequestChecks;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.uapi.Sqe;

/** The common NVMe commands by the built-in protocol: what the words of a command mean by its opcode. */
class BuiltinNvmeTest {
    private static final int OPCODE = 0;
    private static final int NSID = 4;
    private static final int DATA_LEN = 36;
    private static final int CDW10 = 40;

    private final MemorySegment sqe = MemorySegment.ofArray(new long[16]);

    private BuiltinNvmeTest set(int offset, int value) {
        sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.CMD + offset, value);
        return this;
    }

    private List<String> decoded(String command) {
        return decoder(command).decode(CommandBytes.of(sqe, 0, 128)).payload().stream()
                .filter(DecodedValue.Scalar.class::isInstance).map(DecodedValue.Scalar.class::cast)
                .map(value -> value.name() + "=" + value.text() + value.meaning().map(name -> " " + name).orElse(""))
                .toList();
    }

    private static CommandDecoder decoder(String command) {
        ProtocolModel nvme = ProtocolSet.builtin().model("builtin:nvme.uring").orElseThrow();
        return CommandDecoder.of(nvme.protocol().orElseThrow(),
                nvme.protocol().orElseThrow().command(command).orElseThrow());
    }

    @Test
    void aReadHasItsFirstBlockAndItsNumberOfBlocks() {
        set(OPCODE, 2).set(NSID, 1).set(DATA_LEN, 4096).set(CDW10, 0x10).set(CDW10 + 4, 1).set(CDW10 + 8, 7 | 1 << 30);
        assertThat(decoded("IO")).contains("opcode=2 nvme_cmd_read", "nsid=1", "slba=0x100000010", "nlb=7", "fua=1")
                .doesNotContain("nr=16");
    }

    /** The status is in the lowest 11 bits; what the device advises stands above it. */
    @Test
    void aStatusHasItsNameWhateverTheDeviceAdvises() {
        for (String command : List.of("IO", "IO_VEC", "ADMIN")) {
            assertThat(result(command, 0x400F)).contains("status=15 NVME_SC_SGL_INVALID_DATA", "dnr=1", "more=0");
            assertThat(result(command, 0x6002)).contains("status=2 NVME_SC_INVALID_FIELD", "dnr=1", "more=1");
            assertThat(result(command, 0x0821)).contains("status=33 NVME_SC_CMD_INTERRUPTED", "crd=1", "dnr=0");
            assertThat(result(command, 0x371)).contains("status=881 NVME_SC_CMD_ABORTED_BY_HOST");
            assertThat(result(command, 0)).contains("status=0 NVME_SC_SUCCESS");
            assertThat(result(command, -22)).noneMatch(field -> field.startsWith("status") || field.startsWith("dnr"));
        }
    }

    private List<String> result(String command, int res) {
        return decoder(command).decode(CommandBytes.of(sqe, 0, 128), res, 0, 0, 0, true).cqe().stream()
                .map(DecodedValue.Scalar.class::cast)
                .map(value -> value.name() + "=" + value.text() + value.meaning().map(name -> " " + name).orElse(""))
                .toList();
    }

    @Test
    void aDeallocationHasRanges() {
        set(OPCODE, 9).set(CDW10, 3).set(CDW10 + 4, 4);
        assertThat(decoded("IO")).contains("opcode=9 nvme_cmd_dsm", "nr=3", "ad=1", "idr=0")
                .noneMatch(field -> field.startsWith("slba") || field.startsWith("nlb"));
    }

    @Test
    void anAdminCommandHasOpcodesOfItsOwn() {
        set(OPCODE, 2).set(CDW10, 0x02 | 127 << 16);
        assertThat(decoded("ADMIN")).contains("opcode=2 nvme_admin_get_log_page", "lid=2", "numdl=127", "lpo=0x0");
        set(OPCODE, 6).set(CDW10, 1);
        assertThat(decoded("ADMIN")).contains("opcode=6 nvme_admin_identify", "cns=1");
    }

    @Test
    void aVectorIsCountedInElements() {
        set(OPCODE, 1).set(DATA_LEN, 4096);
        assertThat(broken("IO_VEC")).singleElement().asString().contains("data_len");
        assertThat(broken("IO")).isEmpty();
    }

    private List<String> broken(String command) {
        List<String> broken = new java.util.ArrayList<>();
        RequestChecks.of(decoder(command)).submitted(CommandBytes.of(sqe, 0, 128),
                (rule, _) -> broken.add(rule.text()));
        return broken;
    }
}
