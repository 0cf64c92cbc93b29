package dev.ringspect.protocol.traffic;

import static dev.ringspect.protocol.traffic.EventBuilder.RING;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.traffic.EventLayout.MarkRecord;
import dev.ringspect.protocol.uapi.CqeFlags;
import dev.ringspect.protocol.uapi.Sqe;
import dev.ringspect.protocol.uapi.SqeFlags;

class CorrelatorTest {
    private static final int ECANCELED = -125;
    private static final int EINVAL = -22;

    private final List<Request> requests = new ArrayList<>();
    private final Correlator correlator = new Correlator(r -> requests.add(r.keep()),
            (block, major, minor) -> !block && major == 1 && minor == 3
                    ? Optional.of("/dev/null")
                    : Optional.empty());
    private final EventBuilder events = new EventBuilder(correlator);

    private String seen() {
        return EventBuilder.text(requests);
    }

    @Test
    void submissionAndCompletionMakeOneRequest() {
        events.ring(RING, Head.RING_CREATED, 3, 1 << 10 | 1 << 11);
        events.file(9, 0x21B6, 1, 3, "null");
        events.submit(0x10, 0x1122334455667788L,
                s -> s.sqe128().cmdOp(0xC0484E80).file(9)
                        .fill(sqe -> sqe.set(ValueLayout.JAVA_BYTE, Sqe.CMD + 79, (byte) 0x5A)));
        events.bigComplete(0x10, 0x1122334455667788L, 7, 0x1234, 0x99, 0);

        assertThat(requests).hasSize(1);
        Request request = requests.getFirst();
        assertThat(request.state()).isEqualTo(RequestState.COMPLETED);
        assertThat(request.seq()).isEqualTo(1);
        assertThat(request.ring()).isEqualTo(new Ring(1, 3, 1 << 10 | 1 << 11, 32, 64, 42, "maker", false));
        assertThat(request.pid()).isEqualTo(100);
        assertThat(request.tid()).isEqualTo(101);
        assertThat(request.comm()).isEqualTo("worker");
        assertThat(request.opcode()).isEqualTo(46);
        assertThat(request.userData()).isEqualTo(0x1122334455667788L);
        assertThat(request.fd()).isEqualTo(5);
        assertThat(request.cmdOp()).isEqualTo(0xC0484E80);
        assertThat(request.device()).isEqualTo("/dev/null");
        assertThat(request.file().orElseThrow().isCharacterDevice()).isTrue();
        assertThat(request.submitNs()).isEqualTo(1_300);
        assertThat(request.completeNs()).isEqualTo(1_400);
        assertThat(request.latencyNs()).isEqualTo(100);
        assertThat(request.res()).isEqualTo(7);
        assertThat(request.isCqe32()).isTrue();
        assertThat(request.bigCqe0()).isEqualTo(0x1234);
        assertThat(request.bigCqe1()).isEqualTo(0x99);
        assertThat(request.sqeSize()).isEqualTo(128);
        assertThat(request.memory().get(ValueLayout.JAVA_BYTE, request.sqeOffset() + 127)).isEqualTo((byte) 0x5A);
        assertThat(HexFormat.of().formatHex(
                request.memory().asSlice(request.pduOffset(), request.pduSize()).toArray(ValueLayout.JAVA_BYTE)))
                .startsWith("a0a1a2").endsWith("bdbebf");
        assertThat(request.completions()).hasSize(1);
    }

    @Test
    void sixtyFourByteSqeHasNoMore() {
        events.submit(0x10, 1).complete(0x10, 1, 0);
        assertThat(requests.getFirst().sqeSize()).isEqualTo(64);
        assertThat(requests.getFirst().pduSize()).isZero();
        assertThat(requests.getFirst().isCqe32()).isFalse();
    }

    @Test
    void requestMemoryIsUsedAgain() {
        for (int i = 1; i <= 5; i++) {
            events.submit(0x10, i).complete(0x10, i, i * 10);
        }
        assertThat(seen()).isEqualTo(
                "1 completed 1 10, 2 completed 2 20, 3 completed 3 30, 4 completed 4 40, 5 completed 5 50");
        assertThat(correlator.statistics().open()).isZero();
    }

    @Test
    void lostCompletionThenReuseIsIncomplete() {
        events.submit(0x10, 1).lost(1).submit(0x10, 2).complete(0x10, 2, 5);
        assertThat(seen()).isEqualTo("1 incomplete 1 -, 2 completed 2 5");
    }

    @Test
    void lostCompletionAndLostSubmitNeverPair() {
        events.submit(0x10, 1).lost(2).complete(0x10, 2, 5);
        assertThat(seen()).isEqualTo("1 incomplete 1 -, 2 incomplete 2 5");
        assertThat(requests.get(1).submitSeen()).isFalse();
        assertThat(requests.get(1).sqeSize()).isZero();
    }

    @Test
    void completionWithoutSubmitTellsWhatIsKnown() {
        events.ring(RING, 0, -1, 1 << 11).complete(0x10, 77, EINVAL);
        assertThat(seen()).isEqualTo("1 incomplete 77 -22");
        Request request = requests.getFirst();
        assertThat(request.submitNs()).isEqualTo(RequestView.NO_TIME);
        assertThat(request.latencyNs()).isEqualTo(RequestView.NO_TIME);
        assertThat(request.pid()).isEqualTo(42);
        assertThat(request.comm()).isEqualTo("maker");
        assertThat(request.opcode()).isEqualTo(46);
        assertThat(request.fd()).isEqualTo(-1);
    }

    @Test
    void cancelledIsAState() {
        events.submit(0x10, 1).complete(0x10, 1, ECANCELED);
        assertThat(seen()).isEqualTo("1 cancelled 1 -125");
    }

    @Test
    void prepFailureWaitsForItsCompletion() {
        events.submit(0x10, 1, s -> s.taken(6));
        events.submit(0x20, 2, s -> s.error(EINVAL).taken(7).left(3));
        assertThat(requests).isEmpty();
        events.complete(0x10, 1, 0).complete(0x20, 2, EINVAL);
        assertThat(requests).extracting(Request::taken).containsExactly(6, 7);
        assertThat(requests).extracting(Request::left).containsExactly(0, 3);
        assertThat(seen()).isEqualTo("1 completed 1 0, 2 failed 2 -22");
        assertThat(requests.get(1).prepError()).isEqualTo(EINVAL);
    }

    @Test
    void multishotIsOneRequest() {
        events.submit(0x10, 1, s -> s.opcode(13));
        events.auxiliary(1, 5, CqeFlags.MORE).auxiliary(1, 6, CqeFlags.MORE);
        assertThat(requests).isEmpty();
        events.complete(0x10, 1, ECANCELED);
        assertThat(seen()).isEqualTo("1 cancelled 1 -125");
        assertThat(requests.getFirst().completions()).extracting(Completion::res).containsExactly(5, 6, ECANCELED);
        assertThat(requests.getFirst().completionCount()).isEqualTo(3);
    }

    @Test
    void multishotWithALostPartIsIncomplete() {
        events.submit(0x10, 1, s -> s.opcode(13));
        events.auxiliary(1, 5, CqeFlags.MORE).lost(1).complete(0x10, 1, 0);
        assertThat(seen()).isEqualTo("1 incomplete 1 0");
    }

    @Test
    void multishotFromBeforeTheSessionIsOneRequest() {
        events.auxiliary(8, 5, CqeFlags.MORE).auxiliary(8, 6, CqeFlags.MORE).complete(0x10, 8, 0);
        assertThat(seen()).isEqualTo("1 incomplete 8 0");
        assertThat(requests.getFirst().completions()).extracting(Completion::res).containsExactly(5, 6, 0);
    }

    @Test
    void longStreamsAreCountedAndCut() {
        events.submit(0x10, 1, s -> s.opcode(13));
        int count = Correlator.KEPT_COMPLETIONS + 10;
        for (int i = 0; i < count; i++) {
            events.auxiliary(1, i, CqeFlags.MORE);
        }
        events.complete(0x10, 1, -1);
        assertThat(requests.getFirst().completionCount()).isEqualTo(count + 1);
        assertThat(requests.getFirst().completions()).hasSize(Correlator.KEPT_COMPLETIONS);
        assertThat(requests.getFirst().completions().getLast().res()).isEqualTo(-1);
        assertThat(correlator.statistics().completionsCut()).isEqualTo(11);
    }

    @Test
    void messageFromAnotherRingIsNoRequest() {
        events.submit(0x10, 1).auxiliary(1, 5, 0);
        assertThat(requests).isEmpty();
        events.complete(0x10, 1, 0);
        assertThat(seen()).isEqualTo("1 completed 1 0");
        assertThat(requests.getFirst().completionCount()).isEqualTo(1);
        assertThat(correlator.statistics().auxiliary()).isEqualTo(1);
    }

    @Test
    void overflowEndsItsRequest() {
        events.submit(0x10, 1).submit(0x20, 2).overflow(2, 9, 0).complete(0x10, 1, 0);
        assertThat(seen()).isEqualTo("2 overflowed 2 9, 1 completed 1 0");
        assertThat(requests.getFirst().completions().getFirst().overflowed()).isTrue();
    }

    @Test
    void overflowWithMoreLeavesItOpen() {
        events.submit(0x10, 1).overflow(1, 9, CqeFlags.MORE).complete(0x10, 1, 3);
        assertThat(seen()).isEqualTo("1 completed 1 3");
        assertThat(requests.getFirst().completionCount()).isEqualTo(2);
    }

    @Test
    void skippedCqeIsSkipped() {
        events.submit(0x10, 1, s -> s.sqeFlags(SqeFlags.CQE_SKIP_SUCCESS)).submit(0x10, 2).complete(0x10, 2, 0);
        assertThat(seen()).isEqualTo("1 skipped 1 -, 2 completed 2 0");
    }

    @Test
    void skippedCqeWithLossesIsIncomplete() {
        events.submit(0x10, 1, s -> s.sqeFlags(SqeFlags.CQE_SKIP_SUCCESS)).lost(1).submit(0x10, 2);
        assertThat(seen()).isEqualTo("1 incomplete 1 -");
    }

    @Test
    void openOnesArePendingAtTheEndInOrder() {
        events.submit(0x30, 3).submit(0x10, 1).submit(0x20, 2).complete(0x10, 1, 0);
        correlator.finish();
        assertThat(seen()).isEqualTo("2 completed 1 0, 1 pending 3 -, 3 pending 2 -");
        assertThat(correlator.statistics().byState()).containsEntry(RequestState.PENDING, 2L)
                .containsEntry(RequestState.FAILED, 0L);
    }

    @Test
    void openOnesAreIncompleteWhenCompletionsWereLost() {
        events.submit(0x10, 1).lost(3).submit(0x20, 2);
        correlator.finish(3, 1);
        assertThat(seen()).isEqualTo("1 incomplete 1 -, 2 pending 2 -");
    }

    @Test
    void openOnesArePendingWhenOnlyOtherRecordsWereLost() {
        events.submit(0x10, 1).lost(3).submit(0x20, 2);
        correlator.finish(3, 0);
        assertThat(seen()).isEqualTo("1 pending 1 -, 2 pending 2 -");
    }

    @Test
    void lossesBehindTheLastRecordCount() {
        events.submit(0x10, 1);
        correlator.finish(1, 1);
        assertThat(seen()).isEqualTo("1 incomplete 1 -");
    }

    @Test
    void lossCountWrapsAround() {
        events.lost(-2).submit(0x10, 1, s -> s.sqeFlags(SqeFlags.CQE_SKIP_SUCCESS)).lost(3).submit(0x10, 2)
                .complete(0x10, 2, 0);
        assertThat(seen()).isEqualTo("1 incomplete 1 -, 2 completed 2 0");
    }

    @Test
    void olderLossCountOfAnotherCpuIsNoLoss() {
        events.lost(5).submit(0x10, 1, s -> s.sqeFlags(SqeFlags.CQE_SKIP_SUCCESS)).lost(4).submit(0x10, 2);
        assertThat(seen()).isEqualTo("1 skipped 1 -");
        assertThat(correlator.statistics().lostRecords()).isEqualTo(5);
    }

    @Test
    void ringSeenLaterIsTheSameRing() {
        events.submit(0x10, 1, s -> s.setupFlags(1 << 12)).ring(RING, 0, -1, 1 << 12).complete(0x10, 1, 0);
        assertThat(seen()).isEqualTo("1 completed 1 0");
        assertThat(requests.getFirst().ring()).isEqualTo(new Ring(1, -1, 1 << 12, 32, 64, 42, "maker", false));
    }

    @Test
    void zeroCopySendWaitsForItsNotification() {
        events.submit(0x10, 1, s -> s.opcode(47)).complete(RING, 0x10, 1, 100, CqeFlags.MORE);
        events.submit(0x10, 2, s -> s.opcode(0)).complete(0x10, 2, 0);
        events.complete(RING, 0x99, 1, 0, CqeFlags.NOTIF);
        assertThat(seen()).isEqualTo("2 completed 2 0, 1 completed 1 0");
        assertThat(requests.get(1).completions()).extracting(Completion::res).containsExactly(100, 0);
    }

    @Test
    void marksMakeThePath() {
        events.submit(0x10, 1, s -> s.headFlags(Head.SUBMIT_SQPOLL)).mark(0x10, MarkRecord.DEFERRED, 0)
                .mark(0x10, MarkRecord.PUNTED, 0).mark(0x10, MarkRecord.PUNTED, 0).complete(0x10, 1, 0);
        assertThat(PathMark.marks(requests.getFirst().marks())).extracting(PathMark::word).containsExactly("sqpoll",
                "deferred", "punted");
        assertThat(PathMark.PUNTED.in(requests.getFirst().marks())).isTrue();
        assertThat(PathMark.LINKED.in(requests.getFirst().marks())).isFalse();
    }

    @Test
    void failedChainMarksItsMembers() {
        events.submit(0x10, 1).submit(0x20, 2).mark(0x20, MarkRecord.LINKED, 0x10).complete(0x10, 1, EINVAL)
                .mark(0x10, MarkRecord.LINK_FAILED, 0x20).complete(0x20, 2, ECANCELED);
        assertThat(PathMark.marks(requests.get(1).marks())).extracting(PathMark::word).containsExactly("linked",
                "link_failed");
        assertThat(correlator.statistics().strayMarks()).isZero();
    }

    @Test
    void unreadableSqeLearnsItsUserDataFromTheCompletion() {
        events.submit(0x10, 0, s -> s.headFlags(Head.SUBMIT_NO_SQE)).complete(0x10, 55, 4);
        assertThat(seen()).isEqualTo("1 completed 55 4");
        assertThat(requests.getFirst().sqeSize()).isZero();
    }

    @Test
    void limitOfOpenRequestsIsCounted() {
        List<String> small = new ArrayList<>();
        Correlator limited = new Correlator(r -> small.add(r.state().word()), DeviceNames.NONE, 2);
        EventBuilder into = new EventBuilder(limited);
        into.submit(0x10, 1).submit(0x20, 2).submit(0x30, 3).complete(0x30, 3, 0).complete(0x10, 1, 0);
        assertThat(small).containsExactly("incomplete", "completed");
        assertThat(limited.statistics().refused()).isEqualTo(1);
        assertThat(limited.statistics().open()).isEqualTo(1);
    }

    @Test
    void badRecordsAreCountedAndIgnored() {
        events.raw(3, 40).raw(5, 33).raw(7, 40).raw(1, 64).raw(2, 100).raw(99, 64).raw(3, 8);
        assertThat(requests).isEmpty();
        assertThat(correlator.statistics().malformed()).isEqualTo(7);
    }

    @Test
    void laterFileOfTheCompletionWins() {
        events.file(1, 0xC1ED, 0, 0, 0, 2, 1, "").file(2, 0x81A4, 0, 0, "data.txt");
        events.submit(0x10, 1, s -> s.file(1)).complete(0x10, 1, 0);
        events.submit(0x10, 1, s -> s.file(1)).bigComplete(0x10, 1, 0, 0, 0, 2);
        assertThat(requests).extracting(Request::device).containsExactly("socket:AF_INET/STREAM", "data.txt");
    }
}
