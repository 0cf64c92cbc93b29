package dev.ringspect.protocol.traffic;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a correlator has seen so far. {@code submits = ended of which the submission was seen + open + refused}.
 *
 * @param events records of all kinds
 * @param malformed records of an unknown kind, or too short for their kind: not used
 * @param submits records of submissions and of refusals at prep
 * @param requests requests handed on
 * @param requestsWithSubmit those of them whose submission was seen
 * @param byState requests handed on, by their state; every state is a key
 * @param open requests open now
 * @param refused submissions that the limit of open requests left no room for
 * @param auxiliary CQEs that belong to no request of their ring, such as messages from another ring
 * @param ambiguous CQEs of which the kernel does not tell which of several requests owns them: a request lacks it, or it
 *        was given to the oldest of those that are alike
 * @param strayMarks marks on a request that is not open
 * @param lostRecords records that the kernel's buffer had refused when the last record was made
 * @param filesForgotten files that the limit made room for others
 * @param completionsCut CQEs of requests with many that were counted but not kept
 * @param untimed CQEs whose records told of a time before the submission of their request
 * @param ringsMade rings whose creation was seen
 */
public record CorrelatorStatistics(long events, long malformed, long submits, long requests, long requestsWithSubmit,
        Map<RequestState, Long> byState, int open, long refused, long auxiliary, long ambiguous, long strayMarks,
        long lostRecords, long filesForgotten, long completionsCut, long untimed, long ringsMade) {
    public CorrelatorStatistics {
        byState = Map.copyOf(byState);
    }

    static Map<RequestState, Long> counts(long[] byOrder) {
        Map<RequestState, Long> counts = new EnumMap<>(RequestState.class);
        int order = 0;
        for (RequestState state : RequestState.values()) {
            counts.put(state, byOrder[order++]);
        }
        return counts;
    }
}
