package dev.ringspect.protocol.traffic;

import static dev.ringspect.protocol.traffic.EventBuilder.RING;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.junit.jupiter.api.Timeout;

import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.traffic.EventLayout.MarkRecord;
import dev.ringspect.protocol.uapi.CqeFlags;
import dev.ringspect.protocol.uapi.SqeFlags;

/** Several open requests of one user_data, and CQEs that say no more of their request than that. */
class SharedUserDataTest {
    private final List<Request> requests = new ArrayList<>();
    private final Correlator correlator = new Correlator(r -> requests.add(r.keep()), DeviceNames.NONE);
    private final EventBuilder events = new EventBuilder(correlator);

    private String seen() {
        return EventBuilder.text(requests);
    }

    @Test
    void anOverflowWaitsUntilOnlyItsRequestIsLeft() {
        events.submit(0x10, 1).submit(0x20, 1).overflow(1, 9, 0);
        assertThat(requests).isEmpty();
        events.complete(0x20, 1, 0);
        assertThat(seen()).isEqualTo("2 completed 1 0, 1 overflowed 1 9");
        assertThat(requests.getLast().completeNs()).isEqualTo(1_300);
        assertThat(correlator.statistics().ambiguous()).isZero();
    }

    @Test
    void anOverflowBelongsToTheRequestWhoseMemoryIsUsedAgain() {
        events.submit(0x10, 1).submit(0x20, 1).submit(0x30, 1).overflow(1, 9, 0).submit(0x20, 2);
        assertThat(seen()).isEqualTo("2 overflowed 1 9");
        events.complete(0x10, 1, 5).complete(0x30, 1, 6).complete(0x20, 2, 0);
        assertThat(seen())
                .isEqualTo("2 overflowed 1 9, 1 completed 1 5, 3 completed 1 6, 4 completed 2 0");
        assertThat(correlator.statistics().ambiguous()).isZero();
    }

    @Test
    void allAreOverWhenAsManyOverflowed() {
        events.submit(0x10, 1).submit(0x20, 1).overflow(1, 9, 0).overflow(1, 9, 0);
        assertThat(seen()).isEqualTo("1 overflowed 1 9, 2 overflowed 1 9");
        assertThat(correlator.statistics().ambiguous()).isZero();
    }

    @Test
    void resultsThatDifferAreNotGuessed() {
        events.submit(0x10, 1).submit(0x20, 1).overflow(1, 9, 0).overflow(1, 8, 0);
        assertThat(seen()).isEqualTo("1 overflowed 1 -, 2 overflowed 1 -");
        assertThat(requests).allMatch(Request::overflowed);
        assertThat(correlator.statistics().ambiguous()).isEqualTo(2);
    }

    @Test
    void whatIsNeverKnownIsCountedOnceAndInventsNoRequest() {
        events.submit(0x10, 1).submit(0x20, 1).submit(0x30, 1).overflow(1, 9, 0);
        correlator.finish();
        assertThat(seen()).isEqualTo("1 incomplete 1 -, 2 incomplete 1 -, 3 incomplete 1 -");
        assertThat(correlator.statistics().ambiguous()).isEqualTo(1);
    }

    @Test
    void theEndOfARingLeavesNothingOpen() {
        events.number(1).ring(RING, Head.RING_CREATED, 3, 0).submit(0x10, 1).submit(0x20, 1).overflow(1, 9, 0)
                .submit(0x30, 2);
        events.number(2).ring(RING, Head.RING_CREATED, 3, 0);
        assertThat(seen()).isEqualTo("1 incomplete 1 -, 2 incomplete 1 -, 3 pending 2 -");
        assertThat(correlator.statistics().open()).isZero();
    }

    @Test
    void anOverflowOfNoRequestInventsNone() {
        events.number(1).ring(RING, Head.RING_CREATED, 3, 0).submit(0x10, 1).overflow(77, 0, 0)
                .auxiliary(78, 0, CqeFlags.MORE).complete(0x10, 1, 0);
        correlator.finish();
        assertThat(seen()).isEqualTo("1 completed 1 0");
        assertThat(correlator.statistics().auxiliary()).isEqualTo(2);
    }

    @Test
    void anOverflowOnARingOlderThanTheSessionMayBeOfARequestFromBefore() {
        events.submit(0x10, 1).overflow(77, 4, 0);
        assertThat(seen()).isEqualTo("2 incomplete 77 4");
    }

    @Test
    void aStreamIsToldFromRequestsThatEndAtOnce() {
        events.submit(0x10, 1).submit(0x20, 1, s -> s.opcode(49)).submit(0x30, 1).auxiliary(1, 5, CqeFlags.MORE);
        events.complete(0x20, 1, 0).complete(0x10, 1, 1).complete(0x30, 1, 2);
        assertThat(requests.getFirst().completions()).extracting(Completion::res).containsExactly(5, 0);
        assertThat(correlator.statistics().ambiguous()).isZero();
    }

    @Test
    void aCqeOfOneOfTwoStreamsIsCountedOnly() {
        events.number(1).ring(RING, Head.RING_CREATED, 3, 0);
        events.submit(0x10, 1, s -> s.opcode(49)).submit(0x20, 1, s -> s.opcode(49)).auxiliary(1, 5, CqeFlags.MORE);
        events.complete(0x10, 1, 0);
        correlator.finish();
        assertThat(seen()).isEqualTo("1 completed 1 0, 2 pending 1 -");
        assertThat(correlator.statistics().ambiguous()).isEqualTo(1);
    }

    @Test
    void notificationsOfSendsAreAlikeSoTheOldestHasIt() {
        events.submit(0x10, 1, s -> s.opcode(47)).complete(RING, 0x10, 1, 100, CqeFlags.MORE);
        events.submit(0x10, 1, s -> s.opcode(47)).complete(RING, 0x10, 1, 200, CqeFlags.MORE);
        events.auxiliary(1, 0, CqeFlags.NOTIF).auxiliary(1, 0, CqeFlags.NOTIF);
        assertThat(requests).extracting(Request::state).containsOnly(RequestState.COMPLETED);
        assertThat(requests).extracting(r -> r.completions().getFirst().res()).containsExactly(100, 200);
        assertThat(correlator.statistics().ambiguous()).isEqualTo(1);
    }

    @Test
    void membersOfAChainWhoseHeadSkipsGetNoCqeWhenItFails() {
        events.submit(0x10, 1, s -> s.sqeFlags(SqeFlags.CQE_SKIP_SUCCESS)).submit(0x20, 2)
                .complete(0x10, 1, -22).mark(0x10, MarkRecord.LINK_FAILED, 0x20, 1).submit(0x20, 3)
                .complete(0x20, 3, 0);
        assertThat(seen()).isEqualTo("1 completed 1 -22, 2 skipped 2 -, 3 completed 3 0");
    }

    @Test
    void membersOfAChainThatFailsGetTheirCqeThoughTheyWereToSkipIt() {
        events.submit(0x10, 1).submit(0x20, 2, s -> s.sqeFlags(SqeFlags.CQE_SKIP_SUCCESS)).complete(0x10, 1, -22)
                .mark(0x10, MarkRecord.LINK_FAILED, 0x20, 0);
        correlator.finish();
        assertThat(seen()).isEqualTo("1 completed 1 -22, 2 pending 2 -");
    }

    @Test
    void aRefusedMemberOfSuchAChainIsRefused() {
        events.submit(0x10, 1, s -> s.sqeFlags(SqeFlags.CQE_SKIP_SUCCESS)).submit(0x20, 2, s -> s.error(-22))
                .complete(0x10, 1, -125).mark(0x10, MarkRecord.LINK_FAILED, 0x20, 1).submit(0x20, 3);
        assertThat(seen()).isEqualTo("1 cancelled 1 -125, 2 failed 2 -");
    }

    @Test
    @Timeout(value = 60, unit = SECONDS)
    void manyOpenRequestsOfOneUserDataAreNotSearched() {
        int count = 100_000;
        for (int i = 1; i <= count; i++) {
            events.submit(i * 256L, 1);
        }
        for (int i = 1; i <= count; i++) {
            events.overflow(1, 9, 0).submit(i * 256L, 1);
        }
        assertThat(requests).hasSize(count).extracting(Request::state).containsOnly(RequestState.OVERFLOWED);
    }
}
