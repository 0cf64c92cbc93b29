package dev.ringspect.protocol.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.traffic.Correlator;
import dev.ringspect.protocol.traffic.EventBuilder;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.uapi.CqeFlags;

class RequestJsonTest {
    private final StringWriter text = new StringWriter();
    private final RequestJson json = new RequestJson(text, RequestDetails.NONE);
    private final Correlator correlator = new Correlator(request -> {
        try {
            json.write(ReadRequest.unread(request));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }, (block, major, minor) -> Optional.of("/dev/null"));
    private final EventBuilder events = new EventBuilder(correlator);

    @Test
    void wholeRequestIsOneCompactLine() {
        events.ring(EventBuilder.RING, 1, 3, 1 << 10 | 1 << 11);
        events.file(9, 0x21B6, 1, 3, "null");
        events.submit(0x10, 0x8000000000000001L, s -> s.sqe128().cmdOp(0xC0484E80).file(9).sqeFlags(0x10));
        events.mark(0x10, 1, 0);
        events.bigComplete(0x10, 0x8000000000000001L, -22, -1, 0, 0);
        String sqe = "2e100000" + "05000000" + "804e48c0" + "00000000" + "00".repeat(16) + "01000000" + "00000080"
                + "00".repeat(88);
        assertThat(text.toString()).isEqualTo(
                """
                        {"seq":1,"ring":{"id":1,"fd":3,"flags":["SQE128","CQE32"],"sqEntries":32,"cqEntries":64},\
                        "pid":100,"tid":101,"comm":"worker","opcode":"URING_CMD","op":46,\
                        "userData":"0x8000000000000001","sqeFlags":["ASYNC"],"fd":5,"device":"/dev/null",\
                        "protocol":null,"command":null,"cmdOp":"0xc0484e80","submitNs":1300,"completeNs":1500,\
                        "state":"completed","path":["punted"],"res":-22,"errno":"EINVAL","cqeFlags":[],\
                        "res2":"0xffffffffffffffff","completions":[{"completeNs":1500,"res":-22,"errno":"EINVAL",\
                        "cqeFlags":[],"buffer":null,"res2":"0xffffffffffffffff","overflowed":false}],\
                        "sqe":"@","payload":null,"payloadNames":null,"cqe":null,"cqeNames":null,"pdu":null,"pduNames":null,"findings":[]}
                        """
                        .replace("@", sqe));
    }

    @Test
    void whatIsNotKnownIsNull() {
        events.auxiliary(7, 5, CqeFlags.MORE | CqeFlags.BUFFER | 3 << 16);
        correlator.finish();
        assertThat(text.toString()).isEqualTo("""
                {"seq":1,"ring":{"id":1,"fd":null,"flags":[],"sqEntries":null,"cqEntries":null},"pid":0,"tid":null,\
                "comm":"","opcode":null,"op":null,"userData":"0x7","sqeFlags":[],"fd":null,"device":null,\
                "protocol":null,"command":null,"cmdOp":null,"submitNs":null,"completeNs":1100,"state":"incomplete",\
                "path":[],"res":5,"errno":null,"cqeFlags":["BUFFER","MORE"],"res2":null,\
                "completions":[{"completeNs":1100,"res":5,"errno":null,"cqeFlags":["BUFFER","MORE"],"buffer":3,\
                "res2":null,"overflowed":false}],"sqe":null,"payload":null,"payloadNames":null,"cqe":null,"cqeNames":null,"pdu":null,"pduNames":null,"findings":[]}
                """);
    }

    @Test
    void sixtyFourByteSqeHas128Digits() {
        events.submit(0x10, 1).complete(0x10, 1, 0);
        assertThat(text.toString()).containsPattern("\"sqe\":\"[0-9a-f]{128}\",");
    }

    @Test
    void summaryIsTheLastLine() throws IOException {
        json.write(new TraceSummary(3, 9, 1, 2, 3, 4, Map.of(RequestState.COMPLETED, 2L, RequestState.PENDING, 1L), 55,
                new Unfollowed(11, 12, 13, 14), OptionalInt.of(7), 6));
        assertThat(text.toString()).isEqualTo("""
                {"summary":{"schema":1,"requests":3,"events":9,"lost":10,\
                "lostBy":{"submit":1,"complete":3,"other":6},"pending":1,\
                "byState":{"completed":2,"failed":0,"overflowed":0,"skipped":0,"cancelled":0,"pending":1,\
                "incomplete":0},"realtimeOffsetNs":55,"exitCode":7,"ringsMade":6,\
                "unfollowed":{"requests":11,"completions":12,"files":13,"ambiguous":14}}}
                """);
    }
}
