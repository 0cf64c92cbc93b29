package dev.ringspect.protocol.traffic;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A simulated kernel makes random lives and loses random records; the correlator must neither invent nor mix. */
class CorrelatorModelTest {
    private static final int STEPS = 20_000;

    /** One life as the simulated kernel knows it. */
    private record Life(long ring, long req, long userData, int res) {}

    private final List<Request> requests = new ArrayList<>();
    private final Correlator correlator = new Correlator(r -> requests.add(r.keep()), DeviceNames.NONE);
    private final EventBuilder events = new EventBuilder(correlator);
    private final List<Life> open = new ArrayList<>();
    private final Map<Long, Life> byUserData = new HashMap<>();
    private int lost;
    private long submitsSent;
    private long completionsSent;

    private void run(long seed, int lossPercent) {
        Random random = new Random(seed);
        List<Long> freeReqs = new ArrayList<>();
        for (long req = 0; req < 32; req++) {
            freeReqs.add(0x1000 + req * 256);
        }
        long nextUserData = 1;
        for (int step = 0; step < STEPS; step++) {
            boolean submit = !freeReqs.isEmpty() && (open.isEmpty() || random.nextBoolean());
            boolean loses = random.nextInt(100) < lossPercent;
            if (submit) {
                // The last freed is used first, as the kernel's cache does.
                long req = freeReqs.removeLast();
                long ring = EventBuilder.RING + 4096L * random.nextInt(3);
                Life life = new Life(ring, req, nextUserData++, random.nextInt(1 << 20));
                open.add(life);
                byUserData.put(life.userData(), life);
                if (loses) {
                    lost++;
                } else {
                    submitsSent++;
                    events.lost(lost).submit(req, life.userData(), s -> s.ring(ring).cmdOp(life.res()));
                }
            } else {
                Life life = open.remove(random.nextInt(open.size()));
                freeReqs.add(life.req());
                if (loses) {
                    lost++;
                } else {
                    completionsSent++;
                    events.lost(lost).complete(life.ring(), life.req(), life.userData(), life.res(), 0);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void withoutLossesEveryRequestIsWhole(long seed) {
        run(seed, 0);
        int completed = requests.size();
        correlator.finish();
        assertThat(completed).isEqualTo((int) completionsSent);
        assertThat(requests).hasSize((int) submitsSent);
        for (Request request : requests) {
            Life life = requireNonNull(byUserData.get(request.userData()));
            assertThat(request.cmdOp()).isEqualTo(life.res());
            if (request.state() == RequestState.COMPLETED) {
                assertThat(request.res()).isEqualTo(life.res());
            } else {
                assertThat(request.state()).isEqualTo(RequestState.PENDING);
                assertThat(open).contains(life);
            }
        }
        assertThat(requests.stream().map(Request::seq).distinct()).hasSize(requests.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void withLossesNothingIsMixedOrInvented(long seed) {
        run(seed, 10);
        CorrelatorStatistics before = correlator.statistics();
        assertThat(before.submits()).isEqualTo(submitsSent);
        assertThat(before.submits()).isEqualTo(before.requestsWithSubmit() + before.open());
        correlator.finish(lost, 1);
        CorrelatorStatistics after = correlator.statistics();
        assertThat(after.open()).isZero();
        assertThat(after.requestsWithSubmit()).isEqualTo(submitsSent);
        assertThat(requests.stream().mapToInt(Request::completionCount).sum()).isEqualTo((int) completionsSent);
        int completed = 0;
        for (Request request : requests) {
            Life life = requireNonNull(byUserData.get(request.userData()));
            if (request.submitSeen()) {
                assertThat(request.cmdOp()).isEqualTo(life.res());
            }
            if (request.hasResult()) {
                assertThat(request.res()).isEqualTo(life.res());
            }
            if (request.state() == RequestState.COMPLETED) {
                completed++;
                assertThat(request.submitSeen() && request.hasResult()).isTrue();
            }
            if (request.state() == RequestState.PENDING) {
                assertThat(open).contains(life);
            }
        }
        assertThat(completed).isGreaterThan(STEPS / 4);
        assertThat(after.byState().get(RequestState.INCOMPLETE)).isGreaterThan(100);
        assertThat(after.byState().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(requests.size());
    }
}
