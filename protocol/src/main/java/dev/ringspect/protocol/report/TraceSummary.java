package dev.ringspect.protocol.report;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;

import com.google.gson.stream.JsonWriter;

import dev.ringspect.protocol.traffic.CorrelatorStatistics;
import dev.ringspect.protocol.traffic.RequestState;

/**
 * The last line of {@code trace --json} and {@code replay --json}.
 *
 * @param requests requests printed
 * @param events records read
 * @param lostSubmit records lost of requests that passed prep
 * @param lostPrepFailed records lost of requests refused at prep
 * @param lostComplete records lost of completions and overflows
 * @param lostOther all other records lost
 * @param byState requests by their state; every state is a key
 * @param realtimeOffsetNs what to add to a time to get CLOCK_REALTIME
 * @param unfollowed what was seen and not kept or told
 * @param exitCode status of the command that was traced, if one was
 * @param ringsMade rings that were made while the trace ran
 */
public record TraceSummary(long requests, long events, long lostSubmit, long lostPrepFailed, long lostComplete,
        long lostOther, Map<RequestState, Long> byState, long realtimeOffsetNs, Unfollowed unfollowed,
        OptionalInt exitCode, long ringsMade) {
    /** The version of the JSON lines. */
    public static final int SCHEMA = 1;

    public TraceSummary {
        byState = Map.copyOf(byState);
    }

    /** A summary of what a correlator saw, with what its source lost. */
    public static TraceSummary of(CorrelatorStatistics statistics, long lostSubmit, long lostPrepFailed,
            long lostComplete, long lostOther, long realtimeOffsetNs, OptionalInt exitCode) {
        return new TraceSummary(statistics.requests(), statistics.events(), lostSubmit, lostPrepFailed, lostComplete,
                lostOther, statistics.byState(), realtimeOffsetNs, Unfollowed.of(statistics), exitCode,
                statistics.ringsMade());
    }

    /** Records lost, of all kinds. */
    public long lost() {
        return lostSubmit + lostPrepFailed + lostComplete + lostOther;
    }

    /** Writes the value of the member {@code summary}; {@code lostBy.other} counts prep failures too. */
    void writeTo(JsonWriter out) throws IOException {
        out.beginObject().name("schema").value(SCHEMA).name("requests").value(requests).name("events").value(events);
        out.name("lost").value(lost()).name("lostBy").beginObject().name("submit").value(lostSubmit).name("complete")
                .value(lostComplete).name("other").value(lostPrepFailed + lostOther).endObject();
        out.name("pending").value(byState.getOrDefault(RequestState.PENDING, 0L)).name("byState").beginObject();
        for (RequestState state : RequestState.values()) {
            out.name(state.word()).value(byState.getOrDefault(state, 0L));
        }
        out.endObject().name("realtimeOffsetNs").value(realtimeOffsetNs).name("exitCode");
        if (exitCode.isPresent()) {
            out.value(exitCode.getAsInt());
        } else {
            out.nullValue();
        }
        out.name("ringsMade").value(ringsMade);
        unfollowed.writeTo(out);
        out.endObject();
    }
}
