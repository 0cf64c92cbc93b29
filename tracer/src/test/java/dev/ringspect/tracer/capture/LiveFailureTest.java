package dev.ringspect.tracer.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.traffic.DeviceNames;
import dev.ringspect.tracer.Lab;
import dev.ringspect.tracer.live.LoadedPrograms;
import dev.ringspect.tracer.live.Needs;
import dev.ringspect.tracer.session.Refusal;
import dev.ringspect.tracer.session.Session;
import dev.ringspect.tracer.session.SessionEnd;
import dev.ringspect.tracer.session.SessionOptions;
import dev.ringspect.tracer.session.TraceOptions;
import dev.ringspect.tracer.session.TraceTarget;

/** What goes wrong between here and the kernel, on the live kernel: each ends in words, and leaves nothing loaded. */
class LiveFailureTest {
    private static final TraceOptions SELF = TraceOptions
            .of(new TraceTarget.Processes(List.of((int) ProcessHandle.current().pid()))).withRingBytes(1 << 20);
    /** One more than the last that any Linux gives. */
    private static final int NO_SUCH_PID = 4_194_304;

    @TempDir
    Path directory;

    @BeforeAll
    static void needs() {
        Needs.tracing();
        Needs.program("/usr/sbin/bpftool");
    }

    private static Refusal refused(Path helper, TraceOptions options) throws IOException {
        return switch (LiveTrace.start(helper, options)) {
            case LiveTrace.Outcome.Refused(Refusal refusal) -> refusal;
            case LiveTrace.Outcome.Attached(LiveTrace trace) -> {
                trace.close();
                throw new AssertionError("it attached");
            }
        };
    }

    private Path script(String text) throws IOException {
        Path path = directory.resolve("helper.sh");
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        return path;
    }

    @Test
    void nothingStaysLoadedAfterClosing() throws Exception {
        Set<Integer> programs;
        try (LiveTrace trace = LiveSessionTest.attach(SELF)) {
            programs = LoadedPrograms.heldBy(trace.source().helper().pid());
            assertThat(programs).isNotEmpty();
            assertThat(LoadedPrograms.all()).containsAll(programs);
        }
        LoadedPrograms.awaitGone(programs);
    }

    @Test
    void aKilledHelperEndsTheSessionInWords() throws Exception {
        Set<Integer> programs;
        try (LiveTrace trace = LiveSessionTest.attach(SELF);
                Session session = new Session(trace.source(), SessionOptions.keepingAll(DeviceNames.NONE))) {
            session.start();
            long helper = trace.source().helper().pid();
            programs = LoadedPrograms.heldBy(helper);
            assertThat(programs).isNotEmpty();
            assertThat(ProcessHandle.of(helper).orElseThrow().destroyForcibly()).isTrue();
            SessionEnd end = session.whenEnded().get(60, TimeUnit.SECONDS);
            assertThat(end)
                    .isEqualTo(new SessionEnd(SessionEnd.Cause.SOURCE_ENDED, "the helper was killed (signal 9)"));
            assertThat(trace.source().helper().addProcess(1)).isPresent();
        }
        LoadedPrograms.awaitGone(programs);
    }

    @Test
    void aHelperThatDiedBeforeTheSessionWasStoppedIsStillSaid() throws Exception {
        try (LiveTrace trace = LiveSessionTest.attach(SELF);
                Session session = new Session(trace.source(), SessionOptions.keepingAll(DeviceNames.NONE))) {
            ProcessHandle helper = ProcessHandle.of(trace.source().helper().pid()).orElseThrow();
            helper.destroyForcibly();
            helper.onExit().get(60, TimeUnit.SECONDS);
            session.stop();
            session.start();
            assertThat(session.whenEnded().get(60, TimeUnit.SECONDS))
                    .isEqualTo(new SessionEnd(SessionEnd.Cause.SOURCE_ENDED, "the helper was killed (signal 9)"));
            assertThat(trace.source().helper().missedRuns()).as("nobody is there to say it").isEmpty();
        }
    }

    @Test
    void aHelperOfAnotherVersion() throws Exception {
        Path other = script("""
                #!/bin/sh
                [ "$3" = --events-version ] || exit 99
                socket=$2
                shift 4
                exec %s --connect "$socket" --events-version 77 "$@"
                """.formatted(Lab.helper()));
        assertThat(refused(other, SELF).text()).contains("version").contains("77");
    }

    @Test
    void aHelperThatEndsAtOnce() throws Exception {
        assertThat(refused(script("#!/bin/sh\necho no way >&2\nexit 4\n"), SELF).text())
                .isEqualTo("starting the tracer's helper: it ended at once (exit status 4): no way");
    }

    @Test
    void aHelperThatIsNotThere() throws Exception {
        assertThat(refused(directory.resolve("none"), SELF).text()).contains("none").contains("No such file");
    }

    @Test
    void aProcessThatDoesNotExist() throws Exception {
        TraceOptions options = SELF.withTarget(new TraceTarget.Processes(List.of(NO_SUCH_PID)));
        Refusal refusal = refused(Lab.helper(), options);
        assertThat(refusal.cause()).isEqualTo(Refusal.Cause.INPUT);
        assertThat(refusal.text()).contains(Integer.toString(NO_SUCH_PID));
        try (LiveTrace trace = LiveSessionTest.attach(SELF)) {
            assertThat(trace.source().helper().addProcess(NO_SUCH_PID)).get()
                    .extracting(Refusal::cause).isEqualTo(Refusal.Cause.INPUT);
            assertThat(trace.source().helper().addProcess(ProcessHandle.current().pid())).isEmpty();
            assertThat(trace.source().helper().missedRuns()).as("nothing interrupted itself").hasValue(0);
        }
    }

    @Test
    void aRingOfAnImpossibleSize() throws Exception {
        assertThat(refused(Lab.helper(), SELF.withRingBytes(12345)).text()).contains("12345");
    }
}
