package dev.ringspect.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.ringspect.tracer.live.LiveLab;
import dev.ringspect.tracer.live.Needs;
import dev.ringspect.tracer.live.Traffic;

/** A user without privilege, and a copy of all it needs to run {@code ringspect}, where it may look. */
record OrdinaryUser(Path directory, String classPath) {
    /** A user that nothing else runs as, not even another run of these tests; every user namespace has such numbers. */
    static final int ID = 20_000 + (int) (ProcessHandle.current().pid() % 40_000);

    private static final List<String> BECOME = List.of("setpriv", "--reuid", "" + ID, "--regid", "" + ID,
            "--clear-groups");

    /** Copies classes, helper and programs into {@code directory}; skips the test where the machine cannot. */
    static OrdinaryUser in(Path directory) throws IOException {
        Needs.tracing();
        Needs.program("/usr/bin/setpriv");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Needs.need(LiveLab.call(command(System.getProperty("java.home") + "/bin/java", "-version")).exit() == 0,
                "a JDK that every user may run");
        OrdinaryUser user = new OrdinaryUser(directory, copyClassPath(directory));
        Files.createDirectories(user.helper().getParent());
        Files.copy(LiveLab.helper(), user.helper());
        Files.copy(LiveLab.program("cases"), directory.resolve("cases"));
        return user;
    }

    /** The build's files may lie where other users may not look. */
    private static String copyClassPath(Path directory) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.exists(Path.of(entry))) {
                Path copy = directory.resolve("lib-" + copies.size() + (entry.endsWith(".jar") ? ".jar" : ""));
                LiveLab.run(List.of("cp", "-r", entry, copy.toString()));
                copies.add(copy.toString());
            }
        }
        LiveLab.run(List.of("chmod", "-R", "go=u,go-w", directory.toString()));
        return String.join(File.pathSeparator, copies);
    }

    /** The trace ended well, and showed these requests of one process, and no other. */
    static void assertOwn(List<Traffic.Sent> own, Ringspect.Ended ended) {
        assertThat(ended.exit()).as(ended.errors()).isZero();
        assertThat(ended.errors()).contains("your own");
        assertThat(ended.requests().stream().map(r -> r.get("userData").getAsString()).collect(Collectors.toSet()))
                .isEqualTo(own.stream()
                        .map(s -> "0x" + Long.toHexString(s.userData()))
                        .collect(Collectors.toSet()));
        assertThat(ended.requests()).allMatch(r -> r.get("pid").getAsInt() == own.getFirst().pid());
    }

    /** The helper where {@code ringspect} looks for it. */
    Path helper() {
        return directory.resolve("tracer/target/native/ringspect-helper");
    }

    /** A command line that runs a program as the user. */
    static List<String> command(String... arguments) {
        return Stream.concat(BECOME.stream(), Stream.of(arguments)).toList();
    }

    /** {@code ringspect trace --json} as the user. */
    Ringspect trace(String... arguments) {
        return traceBehind(List.of(), arguments);
    }

    /** The same, where {@code prefix} runs the command line behind it as root, in a world of its own. */
    Ringspect traceBehind(List<String> prefix, String... arguments) {
        return Ringspect.start(Stream.concat(prefix.stream(), BECOME.stream()).toList(), classPath, directory,
                Stream.concat(Stream.of("trace", "--json"), Stream.of(arguments)).toArray(String[]::new));
    }
}
