package dev.ringspect.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.tracer.live.LiveLab;
import dev.ringspect.tracer.live.LoadedPrograms;
import dev.ringspect.tracer.live.Needs;
import dev.ringspect.tracer.live.Traffic;

/**
 * An ordinary user traces with a helper that {@code sudo} starts without a password. User and rule exist in a mount
 * namespace of the test only; the machine's own files stay as they are.
 */
@Timeout(400)
class TraceSudoTest {
    @TempDir
    Path directory;
    private OrdinaryUser user = new OrdinaryUser(Path.of(""), "");

    @BeforeEach
    void install() throws IOException {
        Needs.program("/usr/bin/sudo");
        Needs.program("/usr/bin/unshare");
        user = OrdinaryUser.in(directory);
        Needs.need(Files.isDirectory(Path.of("/etc/sudoers.d")), "/etc/sudoers.d");
        Needs.need(LiveLab.call(List.of("unshare", "--mount", "true")).exit() == 0, "mount namespaces (CAP_SYS_ADMIN)");
        Path etc = Files.createDirectory(directory.resolve("etc"));
        Files.writeString(etc.resolve("passwd"), Files.readString(Path.of("/etc/passwd"))
                + "ringspect-test:*:" + OrdinaryUser.ID + ":" + OrdinaryUser.ID + "::/:/bin/sh\n");
        Files.createDirectory(etc.resolve("sudoers.d"));
    }

    /** Lets the user run {@code commands} as root without a password, and returns what runs a command line there. */
    private List<String> withRule(String commands) throws IOException {
        Path rule = directory.resolve("etc/sudoers.d/ringspect");
        Files.writeString(rule, "ringspect-test ALL=(root) NOPASSWD: " + commands + "\n");
        LiveLab.run(List.of("chmod", "440", rule.toString()));
        return List.of("unshare", "--mount", "--propagation", "private", "/bin/sh", "-c",
                "mount --bind \"$0/passwd\" /etc/passwd && mount --bind \"$0/sudoers.d\" /etc/sudoers.d && exec \"$@\"",
                directory.resolve("etc").toString());
    }

    @Test
    void aRuleForTheHelperAloneIsEnough() throws IOException {
        List<String> world = withRule(user.helper().toString());
        try (Ringspect trace = user.traceBehind(world, "--all")) {
            ProcessHandle helper = trace.awaitAttached();
            Set<Integer> programs = LoadedPrograms.heldBy(helper.pid());
            assertThat(Files.readString(Path.of("/proc/" + helper.parent().orElseThrow().pid() + "/comm")))
                    .isEqualTo("sudo\n");
            assertThat(Files.readAllLines(Path.of("/proc/" + helper.pid() + "/status")))
                    .as("what is left to the helper once it is attached")
                    .contains("Uid:" + ("\t" + OrdinaryUser.ID).repeat(4), "Gid:" + ("\t" + OrdinaryUser.ID).repeat(4),
                            "Groups:\t ",
                            "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000", "NoNewPrivs:\t1");
            LiveLab.run(List.of(LiveLab.program("cases").toString(), "others", "prep", "socket"));
            LiveLab.run(List.of(LiveLab.program("disguise").toString(), "suid", "" + OrdinaryUser.ID));
            List<Traffic.Sent> own = Traffic.sent(LiveLab.run(
                    OrdinaryUser.command(directory.resolve("cases").toString(), "null", "async", "prep"))
                    .lines()
                    .toList());
            trace.interrupt();
            Ringspect.Ended ended = trace.finish();

            OrdinaryUser.assertOwn(own, ended);
            LoadedPrograms.awaitGone(programs);
        }
    }

    @Test
    void aCommandIsTracedToItsEnd() throws IOException {
        try (Ringspect trace = user.traceBehind(withRule("ALL"), "--", directory.resolve("cases").toString(), "null",
                "async")) {
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.requests()).hasSize(2);
        }
    }

    @Test
    void aRuleForSomethingElseLeavesTheWaysToPrivilege() throws IOException {
        try (Ringspect trace = user.traceBehind(withRule("/usr/bin/true"), "--all")) {
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.exit()).isEqualTo(3);
            assertThat(ended.errors()).contains("cap_bpf", "setcap", "sudo").doesNotContain("password is required",
                    "Exception");
        }
    }
}
