package dev.ringspect.protocol.traffic;

/**
 * How an open request ended, by what its slot says.
 */
final class RequestEnd {
    private static final int ECANCELED = -125;

    private RequestEnd() {}

    /**
     * The state of a request whose last CQE came.
     *
     * @param overflow whether that CQE overflowed
     * @param lost what the session's count of lost records is
     */
    static RequestState of(OpenRequests requests, int slot, boolean overflow, int lost) {
        boolean manyWithLosses = requests.getInt(slot, OpenRequests.LOST_AT_SUBMIT) != lost
                && (requests.getInt(slot, OpenRequests.COMPLETIONS) > 1
                        || Streams.kind(requests, slot) != UserDataIndex.Kind.PLAIN);
        if (!isWhole(requests, slot) || manyWithLosses) {
            return RequestState.INCOMPLETE;
        }
        if (overflow) {
            return RequestState.OVERFLOWED;
        }
        if (requests.getInt(slot, OpenRequests.PREP_ERROR) != 0) {
            return RequestState.FAILED;
        }
        return requests.getInt(slot, OpenRequests.RES) == ECANCELED
                ? RequestState.CANCELLED
                : RequestState.COMPLETED;
    }

    /** The state of a request that was given one of several overflows, by whether nothing was lost meanwhile. */
    static RequestState ofOverflowed(OpenRequests requests, int slot, boolean lossless) {
        return lossless && isWhole(requests, slot) ? RequestState.OVERFLOWED : RequestState.INCOMPLETE;
    }

    /** Whether its submission was seen, and nothing ended before it. */
    private static boolean isWhole(OpenRequests requests, int slot) {
        return requests.getLong(slot, OpenRequests.SUBMIT_NS) != RequestView.NO_TIME
                && !requests.has(slot, OpenRequests.UNTIMED);
    }

    /**
     * Whether a request whose end was not seen ended without a CQE, as it was to.
     *
     * @param lost what the session's count of lost records is
     */
    static boolean isSkipped(OpenRequests requests, int slot, int lost) {
        return requests.has(slot, OpenRequests.SKIPS)
                && requests.getInt(slot, OpenRequests.LOST_AT_SUBMIT) == lost
                && (requests.getInt(slot, OpenRequests.PREP_ERROR) == 0
                        || requests.has(slot, OpenRequests.CHAIN_SKIPS));
    }

    /** The state of a request that {@link #isSkipped}. */
    static RequestState ofSkipped(OpenRequests requests, int slot) {
        return requests.getInt(slot, OpenRequests.PREP_ERROR) == 0 ? RequestState.SKIPPED : RequestState.FAILED;
    }
}
