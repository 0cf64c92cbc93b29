package dev.ringspect.protocol.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelFilterTest {
    private static final ProtocolSet PROTOCOLS = ProtocolSet.of(List.of(ProtocolModel.of(SourceText.of("p", """
            protocol p;
            on device "/dev/x";
            struct s { __u8 op; __u32 len; };
            command C = 7 { payload struct s; }
            """))));

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"opcode == URING_CMD ; [46] ; []",
            "URING_CMD == opcode && res < 0 ; [46] ; []",
            "opcode == READ || opcode == WRITE ; [22, 23] ; []", "cmd_op == 0xd0 ; [46, 64] ; [208]",
            "opcode == 46 && cmd_op == _IO(0x12, 0) ; [46] ; [4608]", "res < 0 || opcode == READ ; [] ; []",
            "opcode != READ ; [] ; []", "!(opcode == READ) ; [] ; []",
            // A field of a command goes before the opcode's short name, so nothing may be decided by it.
            "op == 1 ; [] ; []", "sqe.opcode == 1 ; [1] ; []", "opcode == pid ; [] ; []",
            "payload.opcode == 1 ; [] ; []",
            "opcode == 1 ? 1 : 0 ; [] ; []"})
    void onlyWhatTheFilterImpliesIsLeftToTheKernel(String filter, String opcodes, String cmdOps) {
        KernelFilter kernel = kernel(filter);
        assertThat(kernel.opcodes()).hasToString(opcodes);
        assertThat(kernel.cmdOps()).hasToString(cmdOps);
    }

    @Test
    void theKernelDecidesAsManyCommandNumbersAsTheHelperTakes() throws IOException {
        assertThat(
                Files.readString(Path.of(System.getProperty("ringspect.root"), "tracer/src/main/c/ringspect-helper.h")))
                .contains("#define MAX_CMD_OPS " + KernelFilter.MOST_CMD_OPS + "\n");
        String oneOfMany = IntStream.range(0, 100).mapToObj(number -> "cmd_op == " + number)
                .collect(Collectors.joining(" || "));
        assertThat(kernel(oneOfMany).cmdOps()).hasSize(100);
    }

    private static KernelFilter kernel(String filter) {
        return switch (TrafficFilter.compile(filter, PROTOCOLS)) {
            case TrafficFilter.Compiled.Ready(TrafficFilter _, KernelFilter ready) -> ready;
            case TrafficFilter.Compiled.Wrong wrong -> throw new AssertionError(wrong.toString());
        };
    }
}
