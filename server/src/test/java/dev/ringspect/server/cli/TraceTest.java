package dev.ringspect.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ringspect.server.cli.Access.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceTest {
    /** The demo's traffic: ten requests one by one, then a burst. */
    private static final int SINGLE = 10;

    @Test
    void aChildsCommandsAreSeenToTheLastByte() {
        assumeTracing();
        Invocation traced = trace("--json");
        assertThat(traced.exit()).as(traced.err()).isEqualTo(Exit.DONE);
        List<JsonObject> lines = traced.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        JsonObject summary = lines.getLast().getAsJsonObject("summary");
        assertThat(summary.get("requests").getAsInt()).isEqualTo(SINGLE + DemoTraffic.BURST);
        assertThat(summary.get("lost").getAsInt()).isZero();
        assertThat(summary.get("exitCode").getAsInt()).isZero();
        assertThat(lines).hasSize(SINGLE + DemoTraffic.BURST + 1);

        JsonObject write = lines.getFirst();
        assertThat(write.get("opcode").getAsString()).isEqualTo("URING_CMD");
        assertThat(write.get("device").getAsString()).isEqualTo("/dev/null");
        assertThat(write.get("cmdOp").getAsString()).isEqualTo("0xd0");
        assertThat(write.get("userData").getAsString()).isEqualTo("0x1");
        assertThat(write.get("sqe").getAsString()).hasSize(256).startsWith("2e00");
        // The payload at byte 48: op 1, priority 0, reserved 0, blocks 8, first_block 0x1000.
        assertThat(write.get("sqe").getAsString().substring(96, 128))
                .isEqualTo("01000000" + "08000000" + "0010000000000000");
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.get("device").getAsString()).isEqualTo("socket:AF_INET/STREAM");
            assertThat(line.get("errno").getAsString()).isEqualTo("EOPNOTSUPP");
        });
    }

    @Test
    void textHasALineForEachRequestAndTheSummary() {
        assumeTracing();
        Invocation traced = trace();
        assertThat(traced.exit()).as(traced.err()).isEqualTo(Exit.DONE);
        assertThat(traced.out().lines().filter(line -> line.contains("/dev/null")))
                .hasSizeGreaterThan(DemoTraffic.BURST);
        assertThat(traced.out()).contains("-EOPNOTSUPP").endsWith("the command's exit code was 0\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"trace | whose requests?", "trace --all -p 1 | only one of",
            "trace -p 0 | positive", "trace -p x | 'x' is not an int", "trace --all --duration 0 | --duration takes",
            "trace --all --fail-on bad | --fail-on takes", "trace --all --ring-bytes 5000 | power of two"})
    void wrongUsageIsExplained(String line, String reason) {
        Invocation refused = Invocation.of(line.split(" "));
        assertThat(refused.exit()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).contains(reason);
        assertThat(refused.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"trace -p 999999999 | 999999999",
            "trace -- /no/such/program | /no/such/program",
            "trace -- no-such-program | PATH"})
    void whatIsNotThereIsUnusableInput(String line, String reason) {
        assumeTracing();
        Invocation refused = Invocation.of(line.split(" "));
        assertThat(refused.exit()).as(refused.err()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).contains(reason);
    }

    private static Invocation trace(String... options) {
        List<String> arguments = new ArrayList<>(List.of("trace"));
        arguments.addAll(List.of(options));
        arguments.add("--");
        arguments.addAll(DemoTraffic.command());
        return Invocation.of(arguments.toArray(String[]::new));
    }

    private static void assumeTracing() {
        Access access = Access.of(Places.builtHelper());
        boolean able = access.way() != Way.NONE && access.report().map(report -> report.ready()).orElse(false);
        if (!able) {
            System.out.println("skipped: this user or kernel can't trace; see ringspect doctor");
        }
        assumeTrue(able, "this user or kernel can't trace");
    }
}
