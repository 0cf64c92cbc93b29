package dev.ringspect.tracer.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one ordinary user's sessions may hold at a time, so that nobody else's rings get slow by them. */
@Timeout(300)
class UserShareTest {
    @TempDir
    Path directory;
    private LimitedUser user = new LimitedUser(Path.of(""));
    private final List<EventStream> sessions = new ArrayList<>();

    @BeforeEach
    void install() throws IOException {
        user = LimitedUser.in(directory);
    }

    @AfterEach
    void end() {
        sessions.forEach(EventStream::close);
    }

    private void start(String ringBytes) {
        sessions.add(user.trace("--all", "--ring-bytes", ringBytes));
    }

    private LiveLab.Output oneMore(String... options) {
        List<String> command = new ArrayList<>(user.command("helper", "--stdout", "--all"));
        command.addAll(List.of(options));
        return LiveLab.call(command);
    }

    @Test
    void aFifthSessionIsRefusedUntilOneOfTheFourIsGone() throws Exception {
        for (int i = 0; i < 4; i++) {
            start("4096");
        }
        LiveLab.Output refused = oneMore("--ring-bytes", "4096");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.text()).contains("uid " + LimitedUser.ID + " would have 5",
                "an ordinary user may have 4 at a time", "what to do: end another session of this user");

        sessions.removeFirst().process().destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        start("4096");
        // root's are no ordinary user's
        EventStream.start("--all").close();
    }

    @Test
    void ringBuffersCountTogether() {
        start("67108864");
        start("67108864");
        LiveLab.Output refused = oneMore("--ring-bytes", "4096");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.text()).contains("would have 3, with ring buffers of 134221824 bytes",
                "134217728 bytes together", "ask for a smaller ring buffer");
    }
}
