package dev.ringspect.protocol.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;

/** SCSI by the built-in protocol: the device's answer is in the big word of a CQE whose res is 0. */
class BuiltinBsgTest {
    private static List<String> answer(long big) {
        ProtocolModel bsg = ProtocolSet.builtin().model("builtin:bsg.uring").orElseThrow();
        CommandDecoder decoder = CommandDecoder.of(bsg.protocol().orElseThrow(),
                bsg.protocol().orElseThrow().command("SCSI").orElseThrow());
        return decoder.decode(CommandBytes.of(MemorySegment.ofArray(new long[16]), 0, 128), 0, 0, big, 0, true).cqe()
                .stream().map(DecodedValue.Scalar.class::cast)
                .map(value -> value.name() + "=" + value.text() + value.meaning().map(name -> " " + name).orElse(""))
                .toList();
    }

    /** As Linux 7.3.4 answers a READ(10) past the end of a scsi_debug disk. */
    @Test
    void aReadPastTheEndHasItsStatus() {
        assertThat(answer(0x12000802L)).contains("status=2 SAM_STAT_CHECK_CONDITION", "driver_status=8 DRIVER_SENSE",
                "host_status=0", "sense_len=18", "resid=0");
    }

    @Test
    void aCommandThatWentWellHasItsResidue() {
        assertThat(answer(0x0000_0200_0000_0000L)).contains("status=0 SAM_STAT_GOOD", "resid=512");
    }
}
