package dev.ringspect.tracer.live;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a test needs of the machine. A test that lacks it is skipped, and the reason is printed. */
public final class Needs {
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
