package dev.ringspect.server.cli.demo;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.tracer.ring.CqeSink;
import dev.ringspect.tracer.ring.Ring;
import dev.ringspect.tracer.ring.RingOptions;
import dev.ringspect.tracer.ring.SqeSlot;
import dev.ringspect.tracer.sys.Descriptor;
import dev.ringspect.tracer.sys.SysResult;
import dev.ringspect.tracer.sys.TcpPair;

/**
 * The program that {@code demo} traces, in a process of its own: an ordinary user of io_uring that knows nothing of being
 * watched. What it sends is declared in {@code examples/demo.uring}.
 */
public final class DemoTraffic {
    private static final int COMMAND = 0xD0;
    private static final int FLUSH = 0;
    private static final int WRITE = 1;
    private static final int READ = 2;

    private static final int SOL_SOCKET = 1;
    private static final int IPPROTO_TCP = 6;
    private static final int SO_TYPE = 3;
    private static final int TCP_FASTOPEN = 23;
    private static final int SIOCINQ = 0;
    private static final int SIOCOUTQ = 1;
    private static final int GETSOCKOPT = 2;

    /** {@code user_data} of the burst's first command; all others have smaller ones. */
    static final long FIRST_BURST_MARK = 1_000_000;
    /** How many commands the burst has. */
    static final int BURST = 96_000;
    private static final int BATCH = 32;

    /** Where a real program's buffers would be; /dev/null never looks. */
    private static final long BUFFER = 0x7f00_0000_0000L;
    private static final int BLOCK_SIZE = 512;
    private static final CqeSink IGNORED = cqe -> {};

    private final Ring ring;
    private final SqeSlot slot = new SqeSlot();
    private long nextMark = 1;

    private DemoTraffic(Ring ring) {
        this.ring = ring;
    }

    /** The command that makes the traffic: this class in a JVM like this one, with a burst of so many. */
    public static List<String> command(int burst) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), DemoTraffic.class.getName(), Integer.toString(burst));
    }

    /** Makes the traffic; exit code 0, or 3 with the kernel's refusal on stderr. */
    public static void main(String[] arguments) {
        System.exit(run(Integer.parseInt(arguments[0])));
    }

    private static int run(int burst) {
        RingOptions options = RingOptions.of(64, SetupFlags.SQE128 | SetupFlags.CQE32);
        return switch (Ring.open(options)) {
            case SysResult.Failed<Ring> failed -> {
                System.err.println("ringspect: the demo could make no ring: " + failed.error().text());
                yield Exit.REFUSED;
            }
            case SysResult.Ok<Ring>(Ring ring) -> {
                try (ring) {
                    DemoTraffic traffic = new DemoTraffic(ring);
                    traffic.commands();
                    traffic.socketCommands();
                    traffic.commandOnAFileWithoutHandler();
                    traffic.burst(burst);
                    yield Exit.DONE;
                } catch (IOException e) {
                    System.err.println("ringspect: the demo's traffic failed: " + e.getMessage());
                    yield Exit.REFUSED;
                }
            }
        };
    }

    /** What a driver of its own would be asked; /dev/null takes it all. */
    private void commands() {
        try (Descriptor device = Descriptor.open("/dev/null", Descriptor.READ_WRITE).orThrow()) {
            io(device, WRITE, 0, 0, 0x1000, 8);
            io(device, READ, 1, 0, 0x1000, 8);
            io(device, READ, 1, 0, 0x2000, 16);
            // Never initialised, as happens when a struct comes from the stack.
            io(device, WRITE, 0, 0x7ffe, 0x2000, 16);
            io(device, FLUSH, 0, 0, 0, 0);
        }
    }

    private void io(Descriptor device, int op, int priority, int reserved, long block, int blocks) {
        ring.next(slot);
        fill(device, nextMark++, op, block, blocks).command8(1, priority).command16(2, reserved);
        submitOne();
    }

    private SqeSlot fill(Descriptor device, long mark, int op, long block, int blocks) {
        return slot.uringCmd(device.fd(), COMMAND, mark).command8(0, op).command32(4, blocks).command64(8, block)
                .command64(16, op == FLUSH ? 0 : BUFFER + block * BLOCK_SIZE);
    }

    private void socketCommands() {
        try (TcpPair pair = TcpPair.open().orThrow(); Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            pair.send("seventeen bytes..".getBytes(StandardCharsets.US_ASCII));
            socket(pair.server(), SIOCINQ);
            socket(pair.client(), SIOCOUTQ);
            getsockopt(pair.client(), SOL_SOCKET, SO_TYPE, value);
            // getsockopt(2) reads this one; its io_uring form reads SOL_SOCKET alone.
            getsockopt(pair.client(), IPPROTO_TCP, TCP_FASTOPEN, value);
        }
    }

    private void socket(Descriptor socket, int op) {
        ring.next(slot);
        slot.uringCmd(socket.fd(), op, nextMark++);
        submitOne();
    }

    private void getsockopt(Descriptor socket, int level, int name, MemorySegment value) {
        ring.next(slot);
        slot.uringCmd(socket.fd(), GETSOCKOPT, nextMark++).level(level).optname(name)
                .fileIndex((int) value.byteSize()).addr3(value.address());
        submitOne();
    }

    /** A regular file takes no commands: the kernel refuses every one. */
    private void commandOnAFileWithoutHandler() throws IOException {
        Path folder = Files.createTempDirectory("ringspect-demo");
        Path file = Files.createFile(folder.resolve("plain.txt"));
        try (Descriptor plain = Descriptor.open(file.toString(), Descriptor.READ_WRITE).orThrow()) {
            ring.next(slot);
            fill(plain, nextMark++, READ, 0, 1);
            submitOne();
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    /** As many commands as fast as they go, to see whether one is lost. */
    private void burst(int count) {
        try (Descriptor device = Descriptor.open("/dev/null", Descriptor.READ_WRITE).orThrow()) {
            for (int i = 0; i < count; i += BATCH) {
                for (int k = i; k < i + BATCH; k++) {
                    ring.next(slot);
                    fill(device, FIRST_BURST_MARK + k, WRITE, 8L * k, 8);
                }
                ring.submitAndWait(BATCH);
                ring.reap(IGNORED);
            }
        }
    }

    private void submitOne() {
        ring.submitAndWait(1);
        ring.reap(IGNORED);
    }
}
