package dev.ringspect.server.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What this machine and process are, as far as tracing cares.
 *
 * @param system the operating system's name
 * @param release the kernel's release
 * @param architecture the processor's, as the JVM names it
 * @param jdk the running JDK's version
 * @param user the name of the user
 * @param ioUringDisabled {@code kernel.io_uring_disabled}; empty when this kernel has no such setting
 * @param ring why no io_uring could be made, empty when one could
 * @param btf whether the kernel's types can be read
 * @param noNewPrivileges whether programs that this process starts can gain no privilege
 * @param helper where the helper is expected
 * @param helperFile what is there
 */
record Machine(String system, String release, String architecture, String jdk, String user,
        Optional<Integer> ioUringDisabled, Optional<String> ring, boolean btf, boolean noNewPrivileges, Path helper,
        HelperFile helperFile) {
    private static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");
    private static final Path IO_URING_DISABLED = Path.of("/proc/sys/kernel/io_uring_disabled");

    /**
     * The helper's file.
     *
     * @param executable whether it is there and this user may run it
     * @param nosuid whether its file system is mounted so that capabilities of files do not count
     */
    record HelperFile(boolean executable, boolean nosuid) {}

    /** This machine, now. */
    static Machine here(Path helper, Optional<String> ring) {
        return new Machine(System.getProperty("os.name"), System.getProperty("os.version"),
                System.getProperty("os.arch"), Runtime.version().toString(), System.getProperty("user.name"),
                firstLine(IO_URING_DISABLED).flatMap(Machine::number), ring, Files.isReadable(BTF),
                lines(Path.of("/proc/self/status")).contains("NoNewPrivs:\t1"), helper,
                new HelperFile(Files.isExecutable(helper), nosuid(helper, lines(Path.of("/proc/self/mountinfo")))));
    }

    /** Whether the mount that holds {@code file} has the option nosuid; the deepest mount point counts. */
    static boolean nosuid(Path file, List<String> mountinfo) {
        Path absolute = file.toAbsolutePath().normalize();
        int deepest = -1;
        boolean nosuid = false;
        for (String line : mountinfo) {
            // proc(5): id, parent, major:minor, root, mount point, options, ...
            String[] fields = line.split(" ", 7);
            if (fields.length < 7) {
                continue;
            }
            Path point = Path.of(fields[4].replace("\\040", " "));
            if (absolute.startsWith(point) && point.getNameCount() >= deepest) {
                deepest = point.getNameCount();
                nosuid = List.of(fields[5].split(",")).contains("nosuid");
            }
        }
        return nosuid;
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> firstLine(Path file) {
        return lines(file).stream().findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
