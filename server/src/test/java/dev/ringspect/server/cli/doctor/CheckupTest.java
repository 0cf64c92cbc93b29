package dev.ringspect.server.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.ringspect.server.cli.doctor.Access.Way;
import dev.ringspect.server.cli.doctor.Machine.HelperFile;
import dev.ringspect.server.cli.doctor.Readiness.State;
import dev.ringspect.tracer.helper.HelperProbe.Feature;
import dev.ringspect.tracer.helper.HelperProbe.Report;
import org.junit.jupiter.api.Test;

class CheckupTest {
    private static final Path HELPER = Path.of("/src/ringspect/tracer/target/native/ringspect-helper");
    private static final Machine GOOD = new Machine("Linux", "6.18.44", "amd64", "25", "ann", Optional.of(0),
            Optional.empty(), true, false, HELPER, new HelperFile(true, false));

    private static final Report READY = report(0, true,
            new Feature("submit", "submit_req", true, "", ""),
            new Feature("poll_arm", "", false, "this kernel has no tracepoint poll_arm", "newer"));
    private static final Report REFUSED = report(1000, false,
            new Feature("submit", "submit_req", false, "EPERM", "caps"),
            new Feature("complete", "", false, "no tracepoint", "a newer kernel"));

    private static Report report(int user, boolean ready, Feature... features) {
        return new Report("6.18.44", "x86_64", true, user, user,
                ready ? List.of("cap_bpf", "cap_perfmon") : List.of(), "none", 2, 0, List.of(features), ready);
    }

    @Test
    void aMissingMinorTracepointCostsOneFeatureOnly() {
        List<Readiness> checks = Checkup.of(GOOD, new Access(Way.ROOT, Optional.of(READY)));
        assertThat(Checkup.ready(checks)).isTrue();
        assertThat(named(checks, "trace submit")).isEqualTo(Readiness.ok("trace submit", "submit_req"));
        assertThat(named(checks, "trace poll_arm").state()).isEqualTo(State.LIMITED);
        assertThat(named(checks, "trace poll_arm").fix()).containsExactly("newer");
    }

    @Test
    void withoutPrivilegeEveryWayIsNamedWithItsCommands() {
        List<Readiness> checks = Checkup.of(GOOD, new Access(Way.NONE, Optional.of(REFUSED)));
        assertThat(Checkup.ready(checks)).isFalse();
        Readiness privilege = named(checks, "privilege");
        assertThat(privilege.state()).isEqualTo(State.MISSING);
        assertThat(privilege.found()).contains("user ann", "no file capabilities",
                "sudo is not here or asks for a password");
        assertThat(String.join("\n", privilege.fix())).contains("sudo install -D -m 0755 " + HELPER,
                "sudo setcap cap_bpf,cap_perfmon=ep", "RINGSPECT_HELPER=", " --version", "sudo ");
        // The refusal is said once, not again for every tracepoint; one that is not there is another matter.
        assertThat(named(checks, "trace submit").state()).isEqualTo(State.OK);
        assertThat(named(checks, "trace complete").state()).isEqualTo(State.MISSING);
    }

    @Test
    void noNewPrivilegesAndNosuidAreToldApart() {
        Machine sandboxed = new Machine("Linux", "6.18", "amd64", "25", "ann", Optional.of(0), Optional.empty(), true,
                true, HELPER, new HelperFile(true, false));
        Machine nosuid = new Machine("Linux", "6.18", "amd64", "25", "ann", Optional.of(0), Optional.empty(), true,
                false, HELPER, new HelperFile(true, true));
        Access none = new Access(Way.NONE, Optional.of(REFUSED));
        assertThat(named(Checkup.of(sandboxed, none), "privilege").found()).contains("no_new_privs");
        assertThat(named(Checkup.of(nosuid, none), "privilege").found()).contains("nosuid");
    }

    @Test
    void aRefusedRingIsExplainedByTheKernelsSetting() {
        Machine disabled = new Machine("Linux", "6.18", "amd64", "25", "ann", Optional.of(2),
                Optional.of("io_uring_setup: EPERM"), true, false, HELPER, new HelperFile(true, false));
        Readiness check = named(Checkup.of(disabled, new Access(Way.ROOT, Optional.of(READY))), "io_uring");
        assertThat(check.found()).contains("io_uring_setup: EPERM", "io_uring_disabled is 2");
        assertThat(check.fix()).containsExactly("sudo sysctl kernel.io_uring_disabled=0");
    }

    @Test
    void noLinuxEndsTheQuestions() {
        Machine other = new Machine("Mac OS X", "15", "aarch64", "25", "ann", Optional.empty(), Optional.empty(),
                false, false, HELPER, new HelperFile(false, false));
        List<Readiness> checks = Checkup.of(other, new Access(Way.NONE, Optional.empty()));
        assertThat(checks).hasSize(2);
        assertThat(Checkup.ready(checks)).isFalse();
    }

    @Test
    void theDeepestMountDecides() {
        List<String> mounts = List.of("22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw",
                "30 22 0:30 / /src rw,nosuid,nodev - tmpfs tmpfs rw", "31 22 0:31 / /srcx rw - tmpfs tmpfs rw",
                "32 30 0:32 / /src/my\\040code rw,relatime - tmpfs tmpfs rw", "garbage");
        assertThat(Machine.nosuid(Path.of("/src/ringspect"), mounts)).isTrue();
        assertThat(Machine.nosuid(Path.of("/src/my code/helper"), mounts)).isFalse();
        assertThat(Machine.nosuid(Path.of("/srcx/helper"), mounts)).isFalse();
        assertThat(Machine.nosuid(Path.of("/home/ann"), mounts)).isFalse();
    }

    @Test
    void jsonHasTheDocumentedShape() {
        List<Readiness> checks = List.of(Readiness.ok("system", "Linux"),
                Readiness.missing("helper", "none", "build it"));
        assertThat(Doctor.json(checks, false)).isEqualTo("""
                {"schema":1,"ready":false,"checks":[{"name":"system","state":"ok","found":"Linux","fix":[]},\
                {"name":"helper","state":"missing","found":"none","fix":["build it"]}]}""");
    }

    private static Readiness named(List<Readiness> checks, String name) {
        return checks.stream().filter(check -> check.name().equals(name)).findFirst().orElseThrow();
    }
}
