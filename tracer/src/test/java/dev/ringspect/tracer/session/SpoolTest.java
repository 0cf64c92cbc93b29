package dev.ringspect.tracer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.traffic.Completion;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.traffic.Ring;
import dev.ringspect.protocol.uapi.FileIdentity;

/** Requests on their way to readers. */
class SpoolTest {
    private static final int CHUNK = 128 * 1024;
    private static final int IN_A_CHUNK = 300;

    @TempDir
    Path directory;

    private static Request request(long seq) {
        byte[] bytes = new byte[128 + 32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (seq + i);
        }
        Completion completion = new Completion(seq + 9, (int) -seq, 0, true, seq * 2, seq * 3, false);
        return new Request(seq, new Ring(1 + (int) (seq % 3), 4, 0, 8, 16, 77, "maker", false), 77, 78,
                "comm" + seq % 5, 46,
                ~seq, 0x91, 5, Optional.of(new FileIdentity(0x21B6, 1, 3, 4, 5, 0, 0, 0, "null")), "/dev/null", -1, seq,
                seq + 9,
                RequestState.COMPLETED, 0x61, (int) -seq, 0, true, seq * 2, seq * 3, 1, List.of(completion), true,
                false, 0, (int) seq, 0, MemorySegment.ofArray(bytes), 128, 32);
    }

    private static List<Long> read(RequestReader reader, int max) throws InterruptedException {
        List<Long> seqs = new ArrayList<>();
        reader.read(request -> seqs.add(request.seq()), max, 0);
        return seqs;
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static void write(Spool spool, long from, long to) {
        for (long seq = from; seq < to; seq++) {
            spool.request(request(seq));
        }
        spool.publish();
    }

    @Test
    void aRequestComesOutAsItWentIn() throws InterruptedException {
        Request[] out = new Request[1];
        try (Spool spool = new Spool(new Keep.Recent(1 << 20)); RequestReader reader = spool.reader()) {
            Request in = request(41);
            spool.request(in);
            spool.publish();
            reader.read(request -> out[0] = request.keep(), 1, 0);
            assertThat(out[0]).usingRecursiveComparison().ignoringFields("memory").isEqualTo(in);
            assertThat(out[0].memory().mismatch(in.memory())).isEqualTo(-1);
        }
    }

    @Test
    void aRequestWithManyCompletionsKeepsThem() throws InterruptedException {
        Request plain = request(7);
        List<Completion> completions = List.of(new Completion(1, 2, 3, false, 0, 0, false),
                new Completion(4, 5, 6, true, 7, 8, true));
        Request in = new Request(7, plain.ring(), 1, 2, "", 9, 10, 11, -1, Optional.empty(), "", 12, -1, 4,
                RequestState.INCOMPLETE, 0, 5, 6, true, 7, 8, 2, completions, false, true, 0, 11, 3,
                MemorySegment.ofArray(new byte[0]), 0,
                0);
        Request[] out = new Request[1];
        try (Spool spool = new Spool(new Keep.Recent(1 << 20)); RequestReader reader = spool.reader()) {
            spool.request(in);
            spool.publish();
            reader.read(request -> out[0] = request.keep(), 1, 0);
        }
        assertThat(out[0]).usingRecursiveComparison().ignoringFields("memory").isEqualTo(in);
    }

    @Test
    void twoReadersReadAllAtTheirOwnPace() throws InterruptedException {
        try (Spool spool = new Spool(Keep.All.usual(), CHUNK);
                RequestReader one = spool.reader();
                RequestReader other = spool.reader()) {
            write(spool, 0, 2000);
            assertThat(read(one, 1500)).isEqualTo(numbers(0, 1500));
            assertThat(read(other, 10)).isEqualTo(numbers(0, 10));
            write(spool, 2000, 3000);
            spool.finish();
            assertThat(read(one, 5000)).isEqualTo(numbers(1500, 3000));
            assertThat(read(other, 5000)).isEqualTo(numbers(10, 3000));
            assertThat(one.finished()).isTrue();
            assertThat(other.finished()).isTrue();
        }
    }

    @Test
    void aSlowReaderOfTheRecentMissesTheOldestAndIsTold() throws InterruptedException {
        try (Spool spool = new Spool(new Keep.Recent(2 * CHUNK), CHUNK); RequestReader reader = spool.reader()) {
            assertThat(read(reader, 1)).isEmpty();
            write(spool, 0, 10_000);
            spool.finish();
            List<Long> seen = read(reader, 20_000);
            assertThat(seen.getLast()).isEqualTo(9999);
            assertThat(seen.size()).isLessThan(2 * IN_A_CHUNK + IN_A_CHUNK);
            assertThat(seen).isEqualTo(numbers(seen.getFirst(), 10_000));
            assertThat(reader.missed()).isEqualTo(seen.getFirst());
        }
    }

    @Test
    void whatMemoryCannotHoldGoesToAFileThatNobodySees() throws Exception {
        Keep keep = new Keep.All(2 * CHUNK, 1L << 30, directory);
        try (Spool spool = new Spool(keep, CHUNK); RequestReader reader = spool.reader()) {
            write(spool, 0, 20_000);
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files).isEmpty();
            }
            assertThat(read(reader, 7000)).isEqualTo(numbers(0, 7000));
            write(spool, 20_000, 30_000);
            spool.finish();
            assertThat(read(reader, 50_000)).isEqualTo(numbers(7000, 30_000));
            assertThat(reader.missed()).isZero();
        }
    }

    @Test
    void whenTheFileIsFullTooTheWriterWaits() throws Exception {
        Keep keep = new Keep.All(2 * CHUNK, 3 * CHUNK, directory);
        try (Spool spool = new Spool(keep, CHUNK); RequestReader reader = spool.reader()) {
            Thread writer = Thread.ofPlatform().start(() -> {
                write(spool, 0, 20_000);
                spool.finish();
            });
            List<Long> seen = new ArrayList<>();
            while (!reader.finished()) {
                reader.read(request -> seen.add(request.seq()), 100, 100);
            }
            writer.join();
            assertThat(seen).isEqualTo(numbers(0, 20_000));
        }
    }

    @Test
    void aWaitingWriterIsLetGoWhenAllIsAbandoned() throws Exception {
        Keep keep = new Keep.All(2 * CHUNK, 0, directory);
        try (Spool spool = new Spool(keep, CHUNK)) {
            Thread writer = Thread.ofPlatform().start(() -> write(spool, 0, 20_000));
            spool.abandon();
            writer.join(60_000);
            assertThat(writer.isAlive()).isFalse();
        }
    }

    @Test
    void withoutReadersNothingIsKept() {
        try (Spool spool = new Spool(new Keep.Nothing(), CHUNK)) {
            write(spool, 0, 10);
            spool.finish();
            assertThat(spool.reader().finished()).isTrue();
        }
    }
}
