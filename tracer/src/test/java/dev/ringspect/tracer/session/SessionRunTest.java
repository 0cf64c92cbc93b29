package dev.ringspect.tracer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.traffic.DeviceNames;
import dev.ringspect.protocol.traffic.EventSink;

/** A session's way from its first event to its last, on an attachment that the test is. */
class SessionRunTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Program program = new Program();

    /** Sends nothing, and lost some records before it was sealed and some more that only the sealing shows. */
    private final class Quiet implements Source {
        private boolean sealed;

        @Override
        public SourceInfo info() {
            return new SourceInfo("6.18", "x86_64", ByteOrder.nativeOrder(), 0, false);
        }

        @Override
        public int poll(EventSink sink, int timeoutMillis) {
            if (!said.contains("polled")) {
                said.add("polled");
            }
            return 0;
        }

        @Override
        public void seal() {
            sealed = true;
        }

        @Override
        public Losses losses() {
            Losses counted = new Losses(1, 2, 3, 4, 0);
            return sealed ? counted.plusSkipped(5) : counted;
        }

        @Override
        public Optional<String> ended() {
            return Optional.empty();
        }

        @Override
        public void wake() {}

        @Override
        public void close() {
            said.add("source closed");
        }
    }

    private final class Program implements Followed {
        private final CompletableFuture<String> exit = new CompletableFuture<>();

        @Override
        public void release() {
            said.add("released");
        }

        @Override
        public CompletionStage<?> onExit() {
            return exit;
        }

        @Override
        public OptionalInt exitStatus() {
            return exit.isDone() ? OptionalInt.of(7) : OptionalInt.empty();
        }

        @Override
        public boolean neverStarted() {
            return false;
        }

        @Override
        public void close() {
            said.add("program closed");
        }
    }

    private SessionRun run(Optional<Program> followed) {
        Source source = new Quiet();
        return new SessionRun(new Attachment() {
            @Override
            public Source source() {
                return source;
            }

            @Override
            public Optional<Program> followed() {
                return followed;
            }

            @Override
            public void close() {
                source.close();
                followed.ifPresent(Program::close);
            }
        }, SessionOptions.keepingAll(DeviceNames.NONE));
    }

    @Test
    void theProgramsEndIsTheSessions() throws Exception {
        SessionRun run = run(Optional.of(program));
        try (run) {
            run.start();
            run.release();
            assertThat(run.session().whenEnded()).isNotDone();
            program.exit.complete("");
            SessionRun.Ended ended = run.end();
            assertThat(ended.end().cause()).isEqualTo(SessionEnd.Cause.STOPPED);
            assertThat(ended.exitStatus()).hasValue(7);
            assertThat(ended.machine().kernel()).isEqualTo("6.18");
            assertThat(said).contains("released").doesNotContain("program closed", "source closed");
        }
        assertThat(said).contains("source closed").endsWith("program closed");
    }

    @Test
    void whatOnlyTheSealShowsIsInTheLosses() {
        try (SessionRun run = run(Optional.empty())) {
            run.start();
            run.sendersEnded();
            Losses losses = run.end().statistics().losses();
            assertThat(losses).isEqualTo(new Losses(1, 2, 3, 9, 5));
            assertThat(losses.total()).isEqualTo(15);
            assertThat(losses.overrun()).as("what had no room, for those who say how to trace less").isEqualTo(10);
        }
    }

    @Test
    void anInterruptionEndsTheProgramToo() {
        try (SessionRun run = run(Optional.of(program))) {
            run.start();
            run.interrupt();
            assertThat(run.end().exitStatus()).as("it still runs").isEmpty();
            assertThat(said).contains("program closed");
        }
    }

    @Test
    void aSessionWithAnEndTakesNoLonger() {
        try (SessionRun run = run(Optional.empty())) {
            run.start();
            run.session().stopWithin(1);
            assertThat(run.end().end().cause()).isEqualTo(SessionEnd.Cause.STOPPED);
        }
    }
}
