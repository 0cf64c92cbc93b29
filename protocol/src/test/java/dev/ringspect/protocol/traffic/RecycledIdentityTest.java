package dev.ringspect.protocol.traffic;

import static dev.ringspect.protocol.traffic.EventBuilder.RING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.uapi.SqeFlags;

/** The kernel uses the memory of rings and requests again: one address is one ring after another, and no two at once. */
class RecycledIdentityTest {
    private final List<Request> requests = new ArrayList<>();
    private final Correlator correlator = new Correlator(r -> requests.add(r.keep()), DeviceNames.NONE);
    private final EventBuilder events = new EventBuilder(correlator);

    private String seen() {
        return EventBuilder.text(requests);
    }

    @Test
    void aNewRingEndsWhatWasOpenOnTheOldOne() {
        events.number(1).ring(RING, Head.RING_CREATED, 3, 0).submit(0x10, 1).submit(0x20, 2).complete(0x20, 2, 0);
        events.number(2).ring(RING, Head.RING_CREATED, 4, 0).submit(0x30, 3).complete(0x30, 3, 0);
        assertThat(seen()).isEqualTo("2 completed 2 0, 1 pending 1 -, 3 completed 3 0");
        assertThat(requests).extracting(r -> r.ring().id()).containsExactly(1, 1, 2);
        assertThat(requests).extracting(r -> r.ring().fd()).containsExactly(3, 3, 4);
    }

    @Test
    void aNewRingIsKnownByItsNumberThoughItsCreationWasLost() {
        events.number(1).ring(RING, Head.RING_CREATED, 3, 0).submit(0x10, 1).number(2).lost(1).submit(0x20, 2);
        events.complete(0x20, 2, 0);
        assertThat(seen()).isEqualTo("1 incomplete 1 -, 2 completed 2 0");
        assertThat(requests).extracting(r -> r.ring().id()).containsExactly(1, 2);
        assertThat(requests).extracting(r -> r.ring().fd()).containsExactly(3, -1);
    }

    @Test
    void aCompletionOnANewRingIsNotTheOldOnesThoughAllElseIsEqual() {
        events.number(1).ring(RING, Head.RING_CREATED, 3, 0).submit(0x10, 1).number(2).lost(2).complete(0x10, 1, 7);
        assertThat(seen()).isEqualTo("1 incomplete 1 -, 2 incomplete 1 7");
        assertThat(requests).extracting(Request::submitSeen).containsExactly(true, false);
    }

    @Test
    void aNumberThatWasForgottenSaysNothing() {
        events.number(5).ring(RING, Head.RING_CREATED, 3, 0).submit(0x10, 1).number(0).complete(0x10, 1, 0);
        events.submit(0x10, 2).number(0).ring(RING, 0, -1, 0).complete(0x10, 2, 0);
        assertThat(requests).extracting(r -> r.ring().id()).containsExactly(1, 1);
        assertThat(requests).extracting(r -> r.ring().fd()).containsExactly(3, 3);
    }

    @Test
    void whatTheKernelSaysOfARingIsNewsOfThatRing() {
        int disabled = 1 << 6;
        events.number(1).ring(RING, Head.RING_CREATED, 3, disabled).submit(0x10, 1, s -> s.setupFlags(disabled));
        events.ring(RING, 0, -1, 0).submit(0x20, 2).complete(0x20, 2, 0).complete(0x10, 1, 0);
        assertThat(seen()).isEqualTo("2 completed 2 0, 1 completed 1 0");
        assertThat(requests).extracting(Request::ring).containsOnly(new Ring(1, 3, 0, 32, 64, 42, "maker", false));
    }

    @Test
    void aRingThatIsResizedShowsItsNewEntries() {
        events.number(1).ring(RING, Head.RING_CREATED, 3, 0).submit(0x10, 1).entries(128, 512).ring(RING, 0, -1, 0)
                .complete(0x10, 1, 0);
        assertThat(requests.getFirst().ring()).isEqualTo(new Ring(1, 3, 0, 128, 512, 42, "maker", false));
    }

    @Test
    void memoryOfARequestThatServesAnotherRingIsItsEnd() {
        events.submit(0x10, 1, s -> s.sqeFlags(SqeFlags.CQE_SKIP_SUCCESS)).submit(0x10, 1, s -> s.ring(RING + 4096))
                .complete(RING + 4096, 0x10, 1, 8, 0);
        assertThat(seen()).isEqualTo("1 skipped 1 -, 2 completed 1 8");
        assertThat(requests).extracting(r -> r.ring().id()).containsExactly(1, 2);
    }

    @Test
    void nothingCompletesBeforeItWasSubmitted() {
        events.time(5_000).submit(0x10, 1).time(1_000).complete(0x10, 1, 7);
        Request request = requests.getFirst();
        assertThat(seen()).isEqualTo("1 incomplete 1 7");
        assertThat(request.submitNs()).isEqualTo(5_100);
        assertThat(request.completeNs()).isEqualTo(RequestView.NO_TIME);
        assertThat(request.latencyNs()).isEqualTo(RequestView.NO_TIME);
        assertThat(correlator.statistics().untimed()).isEqualTo(1);
    }

    @Test
    void aPollWhoseUserDataWasChangedIsStillTheSame() {
        events.submit(0x10, 1, s -> s.opcode(6)).complete(0x10, 99, 1);
        assertThat(seen()).isEqualTo("1 completed 1 1");
    }
}
