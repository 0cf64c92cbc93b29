package dev.ringspect.tracer.live;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.tracer.ring.Ring;
import dev.ringspect.tracer.ring.RingOptions;
import dev.ringspect.tracer.ring.SqeSlot;
import dev.ringspect.tracer.sys.SysResult;

/** What a test needs of the machine. A test that lacks it is skipped, and the reason is printed. */
public final class Needs {
    /** {@code IORING_NOP_CQE32}: the NOP's off and addr come back as the big words (Linux 6.18). */
    private static final int NOP_CQE32 = 1 << 5;

    private Needs() {}

    /** The test traces the kernel: it needs root, the kernel's BTF, and io_uring switched on. */
    public static void tracing() {
        root();
        need(Files.isReadable(Path.of("/sys/kernel/btf/vmlinux")), "the kernel's BTF (CONFIG_DEBUG_INFO_BTF)");
        need(Files.notExists(Path.of("/proc/sys/kernel/io_uring_disabled"))
                || read("/proc/sys/kernel/io_uring_disabled").equals("0"), "kernel.io_uring_disabled=0");
        need(!read("/sys/kernel/security/lockdown").contains("[confidentiality]"), "no lockdown=confidentiality");
    }

    /** The test changes users or attaches programs. */
    public static void root() {
        need(System.getProperty("user.name").equals("root"), "root");
    }

    /** The test calls a program that a minimal machine may lack. */
    public static void program(String path) {
        need(Files.isExecutable(Path.of(path)), path);
    }

    /** The test submits NOPs that fill both words of a big CQE. */
    public static void bigNop() {
        need(nopTakes(NOP_CQE32), "a NOP with a big CQE (IORING_NOP_CQE32, Linux 6.18)");
    }

    /** Whether a NOP with these flags passes on a ring with big CQEs; asked of the kernel, by submitting one. */
    static boolean nopTakes(int flags) {
        return switch (Ring.open(RingOptions.of(1, SetupFlags.CQE32))) {
            case SysResult.Failed<Ring> _ -> false;
            case SysResult.Ok<Ring>(Ring opened) -> {
                try (Ring ring = opened) {
                    SqeSlot slot = new SqeSlot();
                    int[] result = {-1};
                    if (!ring.next(slot)) {
                        yield false;
                    }
                    slot.nop(1).opFlags(flags).off(2).addr(3);
                    yield ring.submitAndWait(1) == 1 && ring.reap(cqe -> result[0] = cqe.res()) == 1
                            && result[0] == 0;
                }
            }
        };
    }

    /** Skips the test with {@code feature} as the reason unless it is there. */
    public static void need(boolean there, String feature) {
        if (!there) {
            System.err.println("SKIPPED: this machine lacks: " + feature);
            abort("this machine lacks: " + feature);
        }
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
