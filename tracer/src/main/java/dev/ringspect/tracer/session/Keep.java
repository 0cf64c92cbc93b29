package dev.ringspect.tracer.session;

import java.nio.file.Path;

/** What a session keeps of the requests for its readers, who read later than the thread that drains the source. */
public sealed interface Keep {
    /** Nothing: there are no readers, only the live sink. */
    record Nothing() implements Keep {}

    /**
     * The most recent requests, in memory; a reader that is too slow misses the oldest ones, and is told how many.
     *
     * @param memoryBytes how much memory
     */
    record Recent(long memoryBytes) implements Keep {}

    /**
     * All, until every reader has read them: in memory first, then in a temporary file, which nobody else can open. When
     * that is full too, the session waits for its readers; what the kernel's buffer then has no room for is lost, and
     * counted in {@link Losses}.
     *
     * @param memoryBytes how much memory
     * @param fileBytes how large the file may get
     * @param directory where the file is made
     */
    record All(long memoryBytes, long fileBytes, Path directory) implements Keep {
        private static final long USUAL_MEMORY = 256L << 20;
        private static final long USUAL_FILE = 16L << 30;

        /** 256 MiB of memory, then up to 16 GiB in the system's directory for temporary files. */
        public static All usual() {
            return new All(USUAL_MEMORY, USUAL_FILE, Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
        }
    }
}
