package dev.ringspect.tracer.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.tracer.Lab;
import dev.ringspect.tracer.session.Refusal;
import dev.ringspect.tracer.session.TraceOptions;
import dev.ringspect.tracer.session.TraceTarget;

/** Commands that wait at the gate. */
class TracedCommandTest {
    @TempDir
    Path directory;

    private static TracedCommand start(String... arguments) throws Exception {
        return TracedCommand.start(new TraceTarget.Command(List.of(arguments), true));
    }

    @Test
    void itWaitsForItsRelease() throws Exception {
        Path mark = directory.resolve("mark");
        try (TracedCommand command = start("touch", mark.toString())) {
            assertThat(command.await(200)).as("ended before its release").isFalse();
            assertThat(mark).doesNotExist();
            command.release();
            assertThat(command.await(60_000)).isTrue();
            assertThat(command.exitStatus()).hasValue(0);
            assertThat(mark).exists();
        }
    }

    @Test
    void itsProcessIsTheCommandItself() throws Exception {
        Path out = directory.resolve("pid");
        try (TracedCommand command = start("sh", "-c", "echo $$ > \"$0\"; exit 7", out.toString())) {
            command.release();
            assertThat(command.await(60_000)).isTrue();
            assertThat(Files.readString(out).strip()).isEqualTo(Long.toString(command.pid()));
            assertThat(command.exitStatus()).hasValue(7);
        }
    }

    @Test
    void aCommandThatNeverCameThroughTheGateIsToldFromOneThatDid() throws Exception {
        try (TracedCommand ended = start("sh", "-c", "exit 125"); TracedCommand never = start("true")) {
            ProcessHandle.of(never.pid()).orElseThrow().destroyForcibly();
            assertThat(never.await(60_000)).isTrue();
            assertThat(never.neverStarted()).as("it was not let go yet").isFalse();
            never.release();
            assertThat(never.neverStarted()).isTrue();

            ended.release();
            assertThat(ended.await(60_000)).isTrue();
            assertThat(ended.neverStarted()).isFalse();
        }
    }

    @Test
    void itEndsWhenNobodyWillReleaseIt() throws Exception {
        TracedCommand command = start("true");
        command.close();
        assertThat(command.await(60_000)).isTrue();
    }

    @Test
    void itEndsWithWhatItStartedHoweverStubborn() throws Exception {
        Path children = directory.resolve("children");
        TracedCommand command = start("sh", "-c",
                "sleep 600 & sh -c 'trap \"\" TERM; echo $$ >> \"$0\"; while :; do sleep 0.1; done' \"$0\" &"
                        + " echo $! >> \"$0\"; wait",
                children.toString());
        List<ProcessHandle> family;
        try (command) {
            command.release();
            awaitLines(children, 2);
            family = ProcessHandle.of(command.pid()).orElseThrow().descendants().toList();
            assertThat(family).hasSizeGreaterThanOrEqualTo(2);
        }
        assertThat(command.await(60_000)).isTrue();
        for (ProcessHandle one : family) {
            assertThat(one.onExit()).as("%s", one).succeedsWithin(Duration.ofMinutes(1));
        }
    }

    @Test
    void itHasNoChildAndNoDescriptorThatItDidNotMake() throws Exception {
        Path seen = directory.resolve("seen");
        try (TracedCommand command = start("sh", "-c",
                "cat /proc/$$/task/$$/children > \"$0\"; echo : >> \"$0\"; cd /proc/$$/fd; echo * >> \"$0\"",
                seen.toString())) {
            command.release();
            assertThat(command.await(60_000)).isTrue();
            // the one child is cat, and the fourth descriptor is the folder that the shell lists
            assertThat(Files.readString(seen)).matches("\\d+ :\\n0 1 2 3\\n");
        }
    }

    @Test
    void itsWatcherGoesWithItsEnd() throws Exception {
        try (TracedCommand command = start("true")) {
            command.release();
            assertThat(command.await(60_000)).isTrue();
        }
        String gate = "/proc/" + ProcessHandle.current().pid() + "/fd/";
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (commandLines().anyMatch(line -> line.startsWith("/bin/sh\0-c\0IFS= read") && line.contains(gate))) {
            assertThat(System.nanoTime()).as("the watcher stays").isLessThan(deadline);
        }
    }

    private static Stream<String> commandLines() {
        return ProcessHandle.allProcesses().map(process -> {
            try {
                return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
            } catch (IOException gone) {
                return "";
            }
        });
    }

    private static void awaitLines(Path file, int count) throws IOException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!Files.exists(file) || Files.readAllLines(file).size() < count) {
            assertThat(System.nanoTime()).as("the command did not get so far").isLessThan(deadline);
        }
    }

    @Test
    void itReadsNothingWhereOurInputIsSomeoneElses() throws Exception {
        Path read = directory.resolve("read");
        List<String> arguments = List.of("sh", "-c", "readlink /proc/self/fd/0 > \"$0\"", read.toString());
        try (TracedCommand command = TracedCommand
                .start(new TraceTarget.Command(arguments, true, TraceTarget.Command.Input.EMPTY))) {
            command.release();
            assertThat(command.await(60_000)).isTrue();
            assertThat(read).content().isEqualToIgnoringNewLines("/dev/null");
        }
    }

    @Test
    void aProgramThatIsNotThereIsSaidBeforeAnythingStarts() {
        TraceTarget target = new TraceTarget.Command(List.of("no-such-program-here"), true);
        assertThat(LiveTrace.start(Lab.helper(), TraceOptions.of(target))).isEqualTo(new LiveTrace.Outcome.Refused(
                new Refusal(Refusal.Cause.INPUT, "starting no-such-program-here", "there is no such program in PATH",
                        "check its name")));
    }

    @Test
    void aFileThatCannotBeExecuted() throws Exception {
        Path file = Files.writeString(directory.resolve("text"), "x");
        assertThat(
                LiveTrace.start(Lab.helper(), TraceOptions.of(new TraceTarget.Command(List.of(file.toString()), true))))
                .isInstanceOfSatisfying(LiveTrace.Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().text()).contains("it may not be executed"));
    }

    @Test
    void exitStatusesInWords() {
        assertThat(TracedCommand.describe(0)).isEqualTo("it ended");
        assertThat(TracedCommand.describe(3)).isEqualTo("it ended with 3");
        assertThat(TracedCommand.describe(126)).contains("could not be run");
        assertThat(TracedCommand.describe(127)).contains("not found");
        assertThat(TracedCommand.describe(137)).isEqualTo("it was ended by signal 9");
    }
}
