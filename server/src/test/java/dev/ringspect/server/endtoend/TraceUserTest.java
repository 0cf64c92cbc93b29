package dev.ringspect.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonObject;

import dev.ringspect.tracer.live.Lab;
import dev.ringspect.tracer.live.LoadedPrograms;
import dev.ringspect.tracer.live.Needs;
import dev.ringspect.tracer.live.Traffic;

/** An ordinary user traces with a helper that carries file capabilities. */
@Timeout(180)
class TraceUserTest {
    private static final int USER = 54_321;
    private static final List<String> AS_USER = List.of("setpriv", "--reuid", "" + USER, "--regid", "" + USER,
            "--clear-groups");
    /** The kernel's half of the address space, printed as a number of 16 digits. */
    private static final Pattern KERNEL_ADDRESS = Pattern.compile("0xffff[89a-f][0-9a-f]{11}\\b");

    @TempDir
    Path directory;
    private String classPath = "";

    @BeforeEach
    void install() throws IOException {
        Needs.tracing();
        Needs.program("/usr/sbin/setcap");
        Needs.program("/usr/bin/setpriv");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Needs.need(Lab.call(command(System.getProperty("java.home") + "/bin/java", "-version")).exit() == 0,
                "a JDK that every user may run");
        classPath = copyClassPath();
        Path helper = directory.resolve("tracer/target/native/ringspect-helper");
        Files.createDirectories(helper.getParent());
        Files.copy(Lab.helper(), helper);
        Lab.run(List.of("setcap", "cap_bpf,cap_perfmon+ep", helper.toString()));
        Path setuid = Files.copy(Lab.program("disguise"), directory.resolve("setuid-root"));
        Lab.run(List.of("chmod", "4755", setuid.toString()));
        Files.copy(Lab.program("cases"), directory.resolve("cases"));
        Needs.need(Lab.run(command(setuid.toString(), "asis", "0", "1")).contains("\"euid\":0"),
                "a temporary directory without nosuid");
    }

    /** The build's files may lie where other users may not look. */
    private String copyClassPath() throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.exists(Path.of(entry))) {
                Path copy = directory.resolve("lib-" + copies.size() + (entry.endsWith(".jar") ? ".jar" : ""));
                Lab.run(List.of("cp", "-r", entry, copy.toString()));
                copies.add(copy.toString());
            }
        }
        Lab.run(List.of("chmod", "-R", "go=u,go-w", directory.toString()));
        return String.join(File.pathSeparator, copies);
    }

    private static List<String> command(String... arguments) {
        return Stream.concat(AS_USER.stream(), Stream.of(arguments)).toList();
    }

    private Ringspect trace(String... arguments) {
        return Ringspect.start(AS_USER, classPath, directory,
                Stream.concat(Stream.of("trace", "--json"), Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void onlyTheUsersOwnRequestsAreShownAndNoAddressOfTheKernel() {
        try (Ringspect trace = trace("--all")) {
            Set<Integer> programs = LoadedPrograms.heldBy(trace.awaitAttached().pid());
            Lab.run(List.of(Lab.program("flood").toString(), "--count", "5000"));
            Lab.run(List.of(Lab.program("cases").toString(), "others", "prep", "refusals", "socket", "async", "link"));
            for (String how : List.of("uid", "euid", "suid", "fsuid", "personality", "undumpable")) {
                Lab.run(List.of(Lab.program("disguise").toString(), how, "" + USER));
            }
            Lab.run(command(directory.resolve("setuid-root").toString(), "asis", "0"));
            List<Traffic.Sent> own = Traffic.sent(Lab.run(
                    command(directory.resolve("cases").toString(), "null", "async", "socket", "prep"))
                    .lines()
                    .toList());
            trace.interrupt();
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.errors()).contains("your own");
            assertThat(ended.requests().stream().map(r -> r.get("userData").getAsString()).collect(
                    Collectors.toSet()))
                    .isEqualTo(own.stream()
                            .map(s -> "0x" + Long.toHexString(s.userData()))
                            .collect(Collectors.toSet()));
            for (JsonObject request : ended.requests()) {
                assertThat(request.get("pid").getAsInt()).isEqualTo(own.getFirst().pid());
                assertThat(request.get("pdu").isJsonNull()).isTrue();
                request.remove("sqe"); // the user's own bytes
                assertThat(request.toString()).doesNotContainPattern(KERNEL_ADDRESS);
            }
            LoadedPrograms.awaitGone(programs);
        }
    }

    @Test
    void aCommandOfTheUsersIsTracedToItsEnd() {
        try (Ringspect trace = trace("--", directory.resolve("cases").toString(), "null", "async")) {
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.requests()).hasSize(2);
        }
    }

    @Test
    void withoutThePrivilegeItIsSaidWhatIsMissing() {
        Lab.run(List.of("setcap", "-r", directory.resolve("tracer/target/native/ringspect-helper").toString()));
        try (Ringspect trace = trace("--all")) {
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.exit()).isEqualTo(3);
            assertThat(ended.errors()).contains("cap_bpf", "setcap").doesNotContain("Exception");
        }
    }
}
