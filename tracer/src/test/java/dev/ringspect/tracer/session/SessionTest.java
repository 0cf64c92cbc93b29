package dev.ringspect.tracer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.traffic.DeviceNames;
import dev.ringspect.protocol.traffic.EventLayout.CompleteRecord;
import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.traffic.EventLayout.Kind;
import dev.ringspect.protocol.traffic.EventLayout.SubmitRecord;
import dev.ringspect.protocol.traffic.EventSink;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.uapi.Sqe;

/** A session's life, on a source that the test is. */
class SessionTest {
    private static final SessionOptions OPTIONS = SessionOptions.keepingAll(DeviceNames.NONE);

    /** Makes {@code requests} NOPs, the last of which stay open. */
    private static final class Invented implements Source {
        private final int requests;
        private final int open;
        private final Optional<String> end;
        private final MemorySegment record = Arena.ofAuto().allocate(SubmitRecord.SIZE, 8);
        private final AtomicBoolean closed = new AtomicBoolean();
        private final AtomicInteger next = new AtomicInteger();

        Invented(int requests, int open, Optional<String> end) {
            this.requests = requests;
            this.open = open;
            this.end = end;
        }

        @Override
        public SourceInfo info() {
            return new SourceInfo("6.18", "x86_64", ByteOrder.nativeOrder(), 0, false);
        }

        @Override
        public int poll(EventSink sink, int timeoutMillis) {
            int made = 0;
            for (int i = next.get(); i < requests && made < 100; i++, made++) {
                head(Kind.SUBMIT, i);
                record.set(ValueLayout.JAVA_LONG, SubmitRecord.SQE + Sqe.USER_DATA, i);
                sink.event(record, 0, SubmitRecord.SIZE_64);
                if (i < requests - open) {
                    head(Kind.COMPLETE, i);
                    record.set(ValueLayout.JAVA_LONG, CompleteRecord.USER_DATA, i);
                    sink.event(record, 0, CompleteRecord.SIZE_NO_PDU);
                }
                next.set(i + 1);
            }
            return made;
        }

        private void head(int kind, long request) {
            record.fill((byte) 0);
            record.set(ValueLayout.JAVA_BYTE, Head.KIND, (byte) kind);
            record.set(ValueLayout.JAVA_LONG, Head.RING, 1);
            record.set(ValueLayout.JAVA_LONG, Head.REQ, request + 1);
        }

        @Override
        public Losses losses() {
            return Losses.NONE;
        }

        @Override
        public Optional<String> ended() {
            return next.get() == requests ? end : Optional.empty();
        }

        @Override
        public void wake() {}

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private static List<RequestState> readAll(RequestReader reader) throws InterruptedException {
        List<RequestState> states = new ArrayList<>();
        while (!reader.finished()) {
            reader.read(request -> states.add(request.state()), 1000, 100);
        }
        return states;
    }

    @Test
    void aSourceThatEndsEndsTheSession() throws Exception {
        Invented source = new Invented(5000, 3, Optional.of("the file ended"));
        try (Session session = new Session(source, OPTIONS); RequestReader reader = session.reader()) {
            session.start();
            List<RequestState> states = readAll(reader);
            assertThat(session.whenEnded().get(60, TimeUnit.SECONDS))
                    .isEqualTo(new SessionEnd(SessionEnd.Cause.SOURCE_ENDED, "the file ended"));
            assertThat(states).hasSize(5000);
            assertThat(states.subList(0, 4997)).containsOnly(RequestState.COMPLETED);
            assertThat(states.subList(4997, 5000)).containsOnly(RequestState.PENDING);
            assertThat(session.statistics().traffic().requests()).isEqualTo(5000);
            assertThat(session.statistics().traffic().events()).isEqualTo(2 * 5000 - 3);
        }
        assertThat(source.closed).isTrue();
    }

    @Test
    void stoppingTakesWhatIsThere() throws Exception {
        try (Session session = new Session(new Invented(100_000, 0, Optional.empty()), OPTIONS);
                RequestReader reader = session.reader()) {
            session.start();
            session.stopWhenQuiet(10_000);
            assertThat(readAll(reader)).hasSize(100_000);
            assertThat(session.whenEnded().get(60, TimeUnit.SECONDS).cause()).isEqualTo(SessionEnd.Cause.STOPPED);
        }
    }

    @Test
    void anOpenRequestIsWaitedForOnlySoLong() throws Exception {
        try (Session session = new Session(new Invented(10, 1, Optional.empty()), OPTIONS);
                RequestReader reader = session.reader()) {
            session.start();
            session.stopWhenQuiet(300);
            assertThat(readAll(reader)).hasSize(10).endsWith(RequestState.PENDING);
        }
    }

    @Test
    void theLiveSinkSeesEveryRequest() throws Exception {
        AtomicInteger live = new AtomicInteger();
        SessionOptions options = OPTIONS.withLive(request -> live.incrementAndGet()).withKeep(new Keep.Nothing());
        try (Session session = new Session(new Invented(1000, 0, Optional.of("done")), options)) {
            session.start();
            assertThat(session.whenEnded().get(60, TimeUnit.SECONDS).reason()).isEqualTo("done");
        }
        assertThat(live).hasValue(1000);
    }

    @Test
    void aBugInTheLiveSinkEndsTheSessionInWords() throws Exception {
        SessionOptions options = OPTIONS.withLive(request -> {
            throw new IllegalStateException("a bug");
        });
        try (Session session = new Session(new Invented(10, 0, Optional.empty()), options);
                RequestReader reader = session.reader()) {
            session.start();
            assertThat(readAll(reader)).isEmpty();
            assertThat(session.whenEnded().get(60, TimeUnit.SECONDS)).isEqualTo(new SessionEnd(SessionEnd.Cause.FAILED,
                    "internal error: java.lang.IllegalStateException: a bug"));
            assertThat(session.failure()).containsInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aSessionThatNeverStartedCloses() {
        Invented source = new Invented(1, 0, Optional.empty());
        new Session(source, OPTIONS).close();
        assertThat(source.closed).isTrue();
    }
}
