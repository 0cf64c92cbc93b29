package dev.ringspect.server.live;

import java.util.List;
import java.util.ArrayList;

import dev.ringspect.tracer.ring.Ring;
import dev.ringspect.tracer.ring.RingOptions;
import dev.ringspect.tracer.ring.SqeSlot;
import dev.ringspect.tracer.sys.Descriptor;
import dev.ringspect.tracer.sys.SysResult;

/**
 * A program to trace: {@code COUNT} commands with {@code cmd_op} 0xd7 to /dev/null, one after the other. Their 16 bytes are
 * {@code __u8 op; __u8 rsvd; __u16 flags; __u32 length; __u64 block;}: op is 1, or 2 for every fourth; rsvd is 7 for every
 * tenth; length is 4096; block is the command's number from 0.
 */
public final class CommandSender {
    /** The declaration of what is sent. */
    public static final String PROTOCOL = """
            protocol sender;

            on device "/dev/null";

            enum sender_op : __u8 { SEND = 1, FLUSH = 2 };

            struct sender_request {
                __u8  op;
                __u8  rsvd;
                __u16 flags;
                __u32 length;
                __u64 block;
            };

            refine struct sender_request {
                op   : enum sender_op;
                rsvd == 0 warning;
                flags in 0 .. 0xffff;
            }

            command REQUEST = 0xd7 {
                payload struct sender_request;
            }
            """;

    private CommandSender() {}

    /** The command line that sends {@code count} commands. */
    public static List<String> commandLine(int count) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> line = new ArrayList<>();
        line.add(ProcessHandle.current().info().command().orElse("java"));
        line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                classPath, CommandSender.class.getName(), String.valueOf(count)));
        return line;
    }

    /** Sends; ends with 1 and a word on standard error when the kernel refuses. */
    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[0]);
        switch (Ring.open(RingOptions.of(8, 0))) {
            case SysResult.Failed<Ring> failed -> {
                System.err.println(failed.error().text());
                System.exit(1);
            }
            case SysResult.Ok<Ring>(Ring ring) -> send(ring, count);
        }
    }

    private static void send(Ring ring, int count) {
        SqeSlot slot = new SqeSlot();
        try (ring; Descriptor device = Descriptor.open("/dev/null", Descriptor.READ_WRITE).orThrow()) {
            for (int i = 0; i < count; i++) {
                ring.next(slot);
                slot.uringCmd(device.fd(), 0xd7, i).command8(0, i % 4 == 3 ? 2 : 1).command8(1, i % 10 == 9 ? 7 : 0)
                        .command32(4, 4096).command64(8, i);
                ring.submitAndWait(1);
                ring.reap(cqe -> {});
            }
        }
    }
}
