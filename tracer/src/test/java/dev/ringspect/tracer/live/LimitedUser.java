package dev.ringspect.tracer.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An ordinary user who has the helper with file capabilities, and programs that anybody may run, in a directory. */
record LimitedUser(Path directory) {
    /** A user that nothing else runs as, not even another run of these tests; every user namespace has such numbers. */
    static final int ID = 20_000 + (int) (ProcessHandle.current().pid() % 40_000);

    /** A {@code cmd_op} that only tasks use which this user must not see. */
    static final int FOREIGN_CMD_OP = 0xbad00000;

    private static final int SENTINEL = 0x7777;

    /** Puts everything into {@code directory}; skips the test where the machine cannot. */
    static LimitedUser in(Path directory) throws IOException {
        Needs.tracing();
        Needs.program("/usr/sbin/setcap");
        Needs.program("/usr/bin/setpriv");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(LiveLab.helper(), directory.resolve("helper"));
        Needs.need(LiveLab.call(List.of("setcap", "cap_bpf,cap_perfmon+ep", directory.resolve("helper").toString()))
                .exit() == 0, "a temporary directory on a file system that keeps capabilities");
        for (String program : List.of("cases", "disguise", "recycle", "steal")) {
            Files.copy(LiveLab.program(program), directory.resolve(program));
        }
        Path setuid = Files.copy(LiveLab.program("disguise"), directory.resolve("setuid-root"));
        LiveLab.run(List.of("chmod", "4755", setuid.toString()));
        LimitedUser user = new LimitedUser(directory);
        Needs.need(LiveLab.call(user.command("setuid-root", "asis", "0", "1")).text().contains("\"euid\":0"),
                "a temporary directory without nosuid or noexec");
        return user;
    }

    /** A command line that runs one of the directory's programs as the user. */
    List<String> command(String program, String... arguments) {
        return Stream.concat(
                Stream.of("setpriv", "--reuid", "" + ID, "--regid", "" + ID, "--clear-groups",
                        directory.resolve(program).toString()),
                Stream.of(arguments)).toList();
    }

    /** The user's helper, with {@code --stdout}. */
    EventStream trace(String... options) {
        return EventStream.startCommand(command("helper",
                Stream.concat(Stream.of("--stdout"), Stream.of(options)).toArray(String[]::new)), false);
    }

    /** Runs a command of the user's own, whose completion proves that all earlier events have arrived. */
    int sentinel(EventStream stream) {
        try (Traffic own = Traffic.startCommand(command("cases", "--first", "" + SENTINEL, "null"))) {
            int pid = own.pid();
            own.finish();
            stream.await(e -> e.kind() == Event.COMPLETE && e.userData() == SENTINEL);
            return pid;
        }
    }

    /** Every event is of one of these processes, or of a ring that one of them made. */
    static void assertOnlyOf(Set<Integer> pids, List<Event> events) {
        assertThat(events).filteredOn(e -> e.kind() == Event.RING || e.kind() == Event.SUBMIT
                || e.kind() == Event.PREP_FAILED || e.kind() == Event.REGISTER)
                .isNotEmpty()
                .allMatch(e -> pids.contains(e.pid()));
        assertThat(events).filteredOn(e -> e.kind() == Event.FILE).allMatch(e -> pids.contains(e.intAt(76)));
        Set<Long> rings = events.stream().filter(e -> e.kind() == Event.RING).map(Event::ring).collect(
                Collectors.toSet());
        assertThat(events).filteredOn(e -> e.kind() != Event.FILE).allMatch(e -> rings.contains(e.ring()));
        assertThat(events).filteredOn(e -> e.kind() == Event.COMPLETE).allMatch(e -> e.cmdOp() != FOREIGN_CMD_OP);
    }
}
