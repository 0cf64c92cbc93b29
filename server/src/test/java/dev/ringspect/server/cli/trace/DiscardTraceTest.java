package dev.ringspect.server.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.uapi.KernelRelease;
import dev.ringspect.server.cli.Invocation;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.tracer.ring.Ring;
import dev.ringspect.tracer.ring.RingOptions;
import dev.ringspect.tracer.ring.SqeSlot;
import dev.ringspect.tracer.sys.Descriptor;

/** The built-in block protocol on commands that a block device really carries out. */
class DiscardTraceTest {
    private static final int SIZE = 1 << 20;
    private static final int DISCARD = 0x12 << 8;

    @TempDir
    Path folder;

    private String loop = "";

    /** Sends discards to the device that its argument names: one that is good, one past the end, one off its blocks. */
    static final class Traffic {
        private Traffic() {}

        public static void main(String[] arguments) {
            try (Ring ring = Ring.open(RingOptions.of(8, 0)).orThrow();
                    Descriptor device = Descriptor.open(arguments[0], Descriptor.READ_WRITE).orThrow()) {
                send(ring, device, 1, 4096, 8192);
                send(ring, device, 2, SIZE, 4096);
                send(ring, device, 3, 100, 4096);
            }
        }

        private static void send(Ring ring, Descriptor device, long mark, long start, long length) {
            SqeSlot slot = new SqeSlot();
            ring.next(slot);
            slot.uringCmd(device.fd(), DISCARD, mark).addr(start).addr3(length);
            ring.submitAndWait(1);
            ring.reap(_ -> {});
        }
    }

    @AfterEach
    void detach() throws Exception {
        if (!loop.isEmpty()) {
            run("losetup", "-d", loop);
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(String.join(" ", command) + ": " + output).isZero();
        return output;
    }

    private static void need(boolean there, String what) {
        if (!there) {
            System.out.println("skipped: no live discard without " + what);
        }
        assumeTrue(there, what);
    }

    /** Where the classes that the traffic needs come from, whichever way these tests are started. */
    private static String classPath() {
        return Stream.of(Traffic.class, Ring.class, KernelRelease.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
                        .toString())
                .distinct().collect(Collectors.joining(":"));
    }

    @Test
    void aDiscardOnALoopDeviceIsDecoded() throws Exception {
        TraceAssumptions.assumeTracing();
        need(Files.isWritable(Path.of("/dev/loop-control")), "loop devices that this user may set up");
        need(Files.isExecutable(Path.of("/usr/sbin/losetup")), "losetup");
        KernelRelease kernel = KernelRelease
                .parse(System.getProperty("os.version").replaceAll("^(\\d+\\.\\d+).*", "$1"))
                .orElseThrow();
        need(kernel.compareTo(new KernelRelease(6, 12)) >= 0, "Linux 6.12, which brought BLOCK_URING_CMD_DISCARD");
        byte[] full = new byte[SIZE];
        Arrays.fill(full, (byte) 0xFF);
        Path backing = Files.write(folder.resolve("backing"), full);
        loop = run("losetup", "--find", "--show", backing.toString());

        Invocation traced = Invocation.of("trace", "--json", "--filter", "protocol == \"block\"", "--",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", classPath(),
                Traffic.class.getName(), loop);
        assertThat(traced.exit()).as(traced.err()).isEqualTo(Exit.DONE);
        List<JsonObject> lines = traced.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(line -> line.has("command")).toList();
        assertThat(lines).as(traced.out()).extracting(line -> line.get("command").getAsString())
                .containsExactly("DISCARD", "DISCARD", "DISCARD");
        JsonObject good = lines.getFirst();
        assertThat(good.get("device").getAsString()).isEqualTo(loop);
        assertThat(good.get("cmdOp").getAsString()).isEqualTo("0x1200");
        assertThat(good.get("res").getAsInt()).isZero();
        assertThat(good.getAsJsonObject("payload").get("start").getAsString()).isEqualTo("0x1000");
        assertThat(good.getAsJsonObject("payload").get("length").getAsString()).isEqualTo("0x2000");
        assertThat(good.getAsJsonArray("findings")).isEmpty();
        assertThat(lines.get(1).get("errno").getAsString()).isEqualTo("EINVAL");
        assertThat(lines.get(2).get("errno").getAsString()).isEqualTo("EINVAL");
        assertThat(lines.get(2).getAsJsonArray("findings").toString())
                .contains("start is no multiple of 512");

        // it was carried out: where the bytes were given back, the backing file has a hole
        byte[] left = Files.readAllBytes(backing);
        assertThat(Arrays.copyOfRange(left, 4096, 4096 + 8192)).containsOnly(0);
        assertThat(left[4095]).isEqualTo((byte) 0xFF);
        assertThat(left[4096 + 8192]).isEqualTo((byte) 0xFF);
    }
}
