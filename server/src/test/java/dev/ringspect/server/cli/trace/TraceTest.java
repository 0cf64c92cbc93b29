package dev.ringspect.server.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.server.cli.Invocation;
import dev.ringspect.server.cli.demo.DemoTraffic;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Installation;

class TraceTest {
    /** The demo's traffic: ten requests one by one, then a burst. */
    private static final int SINGLE = 10;
    private static final int BURST = 320;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aChildsCommandsAreSeenToTheLastByte() {
        TraceAssumptions.assumeTracing();
        Invocation traced = trace("--json");
        assertThat(traced.exit()).as(traced.err()).isEqualTo(Exit.DONE);
        List<JsonObject> lines = traced.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        JsonObject summary = lines.getLast().getAsJsonObject("summary");
        assertThat(summary.get("requests").getAsInt()).isEqualTo(SINGLE + BURST);
        assertThat(summary.get("lost").getAsInt()).isZero();
        assertThat(summary.get("exitCode").getAsInt()).isZero();
        assertThat(lines).hasSize(SINGLE + BURST + 1);

        JsonObject write = lines.getFirst();
        assertThat(write.get("opcode").getAsString()).isEqualTo("URING_CMD");
        assertThat(write.get("device").getAsString()).isEqualTo("/dev/null");
        assertThat(write.get("cmdOp").getAsString()).isEqualTo("0xd0");
        assertThat(write.get("userData").getAsString()).isEqualTo("0x1");
        assertThat(write.get("sqe").getAsString()).hasSize(256).startsWith("2e00");
        // The payload at byte 48: op 1, priority 0, reserved 0, blocks 8, first_block 0x1000.
        assertThat(write.get("sqe").getAsString().substring(96, 128))
                .isEqualTo("01000000" + "08000000" + "0010000000000000");
        JsonObject payload = write.getAsJsonObject("payload");
        assertThat(write.get("command").getAsString()).isEqualTo("IO");
        assertThat(payload.get("op").getAsInt()).isEqualTo(1);
        assertThat(payload.get("first_block").getAsString()).isEqualTo("0x1000");
        assertThat(lines.get(SINGLE - 1).get("errno").getAsString()).isEqualTo("EOPNOTSUPP");
        assertThat(lines.get(3).getAsJsonArray("findings").toString()).contains("D08");
    }

    @Test
    void aFilterPassesWhatItSaysAndNothingElse() {
        TraceAssumptions.assumeTracing();
        Invocation refused = trace("--json", "--filter", "cmd_op == 2 && res < 0");
        assertThat(refused.out().lines()).as(refused.err()).hasSize(2).first().asString()
                .contains("\"errno\":\"EOPNOTSUPP\"", "\"command\":\"GETSOCKOPT\"");
        Invocation field = trace("--json", "--filter", "op == DEMO_READ || reserved != 0");
        assertThat(field.out().lines()).as(field.err()).hasSize(3 + 1);
        Invocation text = trace("--filter", "device == \"plain.txt\"");
        assertThat(text.out()).as(text.err()).contains("plain.txt", "D44", "1 requests");
    }

    @Test
    void failOnLooksAtTheFindings() {
        TraceAssumptions.assumeTracing();
        assertThat(trace("--json", "--fail-on", "warning").exit()).isEqualTo(Exit.FOUND);
        assertThat(trace("--filter", "op == DEMO_FLUSH", "--fail-on", "info").exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void whatARemarkSilencesDoesNotCount() throws IOException {
        TraceAssumptions.assumeTracing();
        String demo = Files.readString(Installation.demoProtocol());
        String rule = "reserved == 0 warning; //";
        assertThat(demo).contains(rule);
        Path silent = Files.writeString(folder.resolve("demo.uring"),
                demo.replace(rule, rule + " ringspect: ignore D08"));
        String filter = "op == DEMO_WRITE && reserved != 0";
        Invocation loud = trace(Installation.demoProtocol(), "--json", "--filter", filter, "--fail-on", "warning");
        assertThat(loud.exit()).as(loud.err()).isEqualTo(Exit.FOUND);
        assertThat(loud.out()).contains("\"D08\"");
        Invocation quiet = trace(silent, "--json", "--filter", filter, "--fail-on", "warning");
        assertThat(quiet.exit()).as(quiet.err()).isEqualTo(Exit.DONE);
        assertThat(quiet.out().lines()).hasSameSizeAs(loud.out().lines().toList());
        assertThat(quiet.out()).doesNotContain("\"D08\"");
    }

    @Test
    void textHasALineForEachRequestAndTheSummary() {
        TraceAssumptions.assumeTracing();
        Invocation traced = trace();
        assertThat(traced.exit()).as(traced.err()).isEqualTo(Exit.DONE);
        assertThat(traced.out().lines().filter(line -> line.contains("/dev/null")))
                .hasSizeGreaterThan(BURST);
        assertThat(traced.out()).contains("-EOPNOTSUPP").endsWith("the command's exit code was 0\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"trace | whose requests?", "trace --all -p 1 | only one of",
            "trace --all --user root | only one of", "trace --user no-such-user | knows no user no-such-user",
            "trace -p 0 | positive", "trace -p x | 'x' is not an int", "trace --all --duration 0 | --duration takes",
            "trace --all --fail-on bad | --fail-on takes", "trace --all --ring-bytes 5000 | power of two",
            "trace --all --filter 1+ | --filter:1:3: error:", "trace --all --filter nope==1 | nothing is called 'nope'",
            "trace --all --filter opcode==300 | opcode is from 0 to 255",
            "trace --all --protocol /no/such.uring | no such file"})
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
        TraceAssumptions.assumeTracing();
        Invocation refused = Invocation.of(line.split(" "));
        assertThat(refused.exit()).as(refused.err()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).contains(reason);
    }

    private static Invocation trace(String... options) {
        return trace(Installation.demoProtocol(), options);
    }

    private static Invocation trace(Path protocol, String... options) {
        List<String> arguments = new ArrayList<>(List.of("trace", "--protocol", protocol.toString()));
        arguments.addAll(List.of(options));
        arguments.add("--");
        arguments.addAll(DemoTraffic.command(BURST));
        return Invocation.of(arguments.toArray(String[]::new));
    }
}
