package dev.ringspect.protocol.traffic;

import static dev.ringspect.protocol.traffic.OpenRequests.INDEXED;
import static dev.ringspect.protocol.traffic.OpenRequests.NONE;
import static dev.ringspect.protocol.traffic.OpenRequests.RING_KEY;
import static dev.ringspect.protocol.traffic.OpenRequests.SAME_NEXT;
import static dev.ringspect.protocol.traffic.OpenRequests.SAME_PREVIOUS;
import static dev.ringspect.protocol.traffic.OpenRequests.USER_DATA;

/**
 * Open requests by (ring, user_data). Users choose user_data, so that many requests may share one; those are a list.
 * Only rings that need it are indexed, since most never post a CQE without a request.
 */
final class UserDataIndex {
    private final OpenRequests requests;
    private final PairTable heads = new PairTable(64);

    UserDataIndex(OpenRequests requests) {
        this.requests = requests;
    }

    /** The first open request with that user_data on that ring, {@link OpenRequests#NONE} without one. */
    int first(long ringKey, long userData) {
        return heads.get(ringKey, userData);
    }

    /** The next one with the same user_data. */
    int next(int slot) {
        return requests.getInt(slot, SAME_NEXT);
    }

    void add(int slot) {
        long ringKey = requests.getLong(slot, RING_KEY);
        long userData = requests.getLong(slot, USER_DATA);
        int head = heads.get(ringKey, userData);
        requests.setInt(slot, SAME_PREVIOUS, NONE);
        requests.setInt(slot, SAME_NEXT, head);
        if (head != NONE) {
            requests.setInt(head, SAME_PREVIOUS, slot);
        }
        heads.put(ringKey, userData, slot);
        requests.mark(slot, INDEXED);
    }

    void remove(int slot) {
        int next = requests.getInt(slot, SAME_NEXT);
        int previous = requests.getInt(slot, SAME_PREVIOUS);
        if (next != NONE) {
            requests.setInt(next, SAME_PREVIOUS, previous);
        }
        if (previous != NONE) {
            requests.setInt(previous, SAME_NEXT, next);
        } else if (next != NONE) {
            heads.put(requests.getLong(slot, RING_KEY), requests.getLong(slot, USER_DATA), next);
        } else {
            heads.remove(requests.getLong(slot, RING_KEY), requests.getLong(slot, USER_DATA));
        }
        requests.unmark(slot, INDEXED);
    }
}
