package dev.ringspect.tracer.sys;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How large a share of a crowded processor threads of this process get, by the nice value that Linux keeps for each thread.
 * All of this is only better, not needed: where the system does not allow it, nothing changes.
 */
public final class ThreadPriority {
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final int STEP = 10;
    private static final int LOWEST = 19;
    /** Where proc(5) has the nice value in "stat", counted from what follows the command in brackets. */
    private static final int NICE = 16;

    private ThreadPriority() {}

    /** The calling thread gives way to all others from now on, and so does what it starts. */
    public static void lower() {
        lower(SystemCalls.linux().gettid());
    }

    /** The JVM's compilers give way, and those that they start when there is more to do. */
    public static void lowerCompilers() {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                // The kernel keeps 15 characters of "C2 CompilerThread0".
                if (Files.readString(thread.resolve("comm")).matches("C[12] Compiler.*\n")) {
                    lower(Integer.parseInt(thread.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            // There is no /proc, or a compiler has just ended.
        }
    }

    private static void lower(int tid) {
        try {
            String stat = Files.readString(THREADS.resolve(Integer.toString(tid)).resolve("stat"));
            int nice = Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[NICE]);
            SystemCalls.linux().setNice(tid, Math.min(LOWEST, nice + STEP));
        } catch (IOException e) {
            // As above.
        }
    }
}
