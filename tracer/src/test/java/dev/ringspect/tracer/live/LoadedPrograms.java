package dev.ringspect.tracer.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The BPF programs that the kernel holds, as bpftool tells. */
public final class LoadedPrograms {
    private static final Pattern PROGRAM = Pattern.compile("^([0-9]+): ");

    private LoadedPrograms() {}

    /** The ids of the programs that a process holds descriptors of; a kernel never gives an id twice. */
    public static Set<Integer> heldBy(long pid) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fdinfo"))) {
            return descriptors.flatMap(LoadedPrograms::lines)
                    .filter(line -> line.startsWith("prog_id:"))
                    .map(line -> Integer.valueOf(line.substring("prog_id:".length()).strip()))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of(); // the process is gone
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty(); // a descriptor that was closed while we looked
        }
    }

    /** Waits until the kernel has none of {@code ids} any more; it unloads a program some time after its last user. */
    public static void awaitGone(Set<Integer> ids) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        Set<Integer> left = new HashSet<>(ids);
        while (true) {
            left.retainAll(all());
            if (left.isEmpty()) {
                return;
            }
            assertThat(System.nanoTime()).as("programs that stay loaded: " + left).isLessThan(end);
        }
    }

    /** The ids of all programs that the kernel has by now. */
    public static Set<Integer> all() {
        return LiveLab.run(List.of("bpftool", "prog", "show"))
                .lines()
                .map(PROGRAM::matcher)
                .filter(Matcher::find)
                .map(program -> Integer.valueOf(program.group(1)))
                .collect(Collectors.toSet());
    }
}
