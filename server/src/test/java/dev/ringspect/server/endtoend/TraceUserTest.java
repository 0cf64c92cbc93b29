package dev.ringspect.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonObject;

import dev.ringspect.tracer.live.LiveLab;
import dev.ringspect.tracer.live.LoadedPrograms;
import dev.ringspect.tracer.live.Needs;
import dev.ringspect.tracer.live.Traffic;

/** An ordinary user traces with a helper that carries file capabilities. */
@Timeout(400)
class TraceUserTest {
    /** The kernel's half of the address space, printed as a number of 16 digits. */
    private static final Pattern KERNEL_ADDRESS = Pattern.compile("0xffff[89a-f][0-9a-f]{11}\\b");

    @TempDir
    Path directory;
    private OrdinaryUser user = new OrdinaryUser(Path.of(""), "");

    @BeforeEach
    void install() throws IOException {
        Needs.program("/usr/sbin/setcap");
        user = OrdinaryUser.in(directory);
        Needs.need(LiveLab.call(List.of("setcap", "cap_bpf,cap_perfmon+ep", user.helper().toString())).exit() == 0,
                "a temporary directory on a file system that keeps capabilities");
        Path setuid = Files.copy(LiveLab.program("disguise"), directory.resolve("setuid-root"));
        LiveLab.run(List.of("chmod", "4755", setuid.toString()));
        Needs.need(
                LiveLab.call(OrdinaryUser.command(setuid.toString(), "asis", "0", "1")).text().contains("\"euid\":0"),
                "a temporary directory without nosuid or noexec");
    }

    @Test
    void onlyTheUsersOwnRequestsAreShownAndNoAddressOfTheKernel() {
        try (Ringspect trace = user.trace("--all")) {
            Set<Integer> programs = LoadedPrograms.heldBy(trace.awaitAttached().pid());
            LiveLab.run(List.of(LiveLab.program("flood").toString(), "--count", "5000"));
            LiveLab.run(List.of(LiveLab.program("cases").toString(), "others", "prep", "refusals", "socket", "async",
                    "link"));
            for (String how : List.of("uid", "euid", "suid", "fsuid", "personality", "undumpable")) {
                LiveLab.run(List.of(LiveLab.program("disguise").toString(), how, "" + OrdinaryUser.ID));
            }
            LiveLab.run(OrdinaryUser.command(directory.resolve("setuid-root").toString(), "asis", "0"));
            List<Traffic.Sent> own = Traffic.sent(LiveLab.run(
                    OrdinaryUser.command(directory.resolve("cases").toString(), "null", "async", "socket", "prep"))
                    .lines()
                    .toList());
            trace.interrupt();
            Ringspect.Ended ended = trace.finish();

            OrdinaryUser.assertOwn(own, ended);
            for (JsonObject request : ended.requests()) {
                assertThat(request.get("pdu").isJsonNull()).isTrue();
                request.remove("sqe"); // the user's own bytes
                assertThat(request.toString()).doesNotContainPattern(KERNEL_ADDRESS);
            }
            LoadedPrograms.awaitGone(programs);
        }
    }

    @Test
    void aCommandOfTheUsersIsTracedToItsEnd() {
        try (Ringspect trace = user.trace("--", directory.resolve("cases").toString(), "null", "async")) {
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.requests()).hasSize(2);
        }
    }

    @Test
    void withoutThePrivilegeItIsSaidWhatIsMissing() {
        LiveLab.run(List.of("setcap", "-r", user.helper().toString()));
        try (Ringspect trace = user.trace("--all")) {
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.exit()).isEqualTo(3);
            assertThat(ended.errors()).contains("cap_bpf", "setcap").doesNotContain("Exception");
        }
    }

    @Test
    void anotherUsersProcessesAreRefused() {
        try (Ringspect trace = user.trace("--user", "root")) {
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.exit()).isEqualTo(3);
            assertThat(ended.errors()).contains("an ordinary user sees own processes only, uid 0 is another's",
                    "trace it as root");
        }
    }
}
