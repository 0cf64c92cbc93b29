package dev.ringspect.protocol.decode;

import java.util.List;
import java.util.Optional;

/** How many elements of an array a request has; what says so may differ between cases. Asking allocates nothing. */
public final class Count {
    private final Said[] said;
    private final boolean allOtherwise;
    private final int inner;

    /** What says it in a case. */
    record Said(Optional<Guard> guard, Quantity number) {}

    /**
     * @param said what says it, the first whose case the request is
     * @param allOtherwise whether all elements are there where nothing says it; else none is
     * @param inner numbers that one counted element has, more than one in an array of arrays
     */
    Count(List<Said> said, boolean allOtherwise, int inner) {
        this.said = said.toArray(Said[]::new);
        this.allOtherwise = allOtherwise;
        this.inner = inner;
    }

    /** Elements that the request has, of {@code room} that there is room for. A count below 0 is none. */
    int elements(CommandBytes bytes, int room) {
        for (Said one : said) {
            if (one.guard.isPresent() && !one.guard.get().holds(bytes)) {
                continue;
            }
            if (!one.number.present(bytes)) {
                return room;
            }
            long number = one.number.number(bytes);
            return number >= 0 ? (int) Math.min(number, room) : one.number.unsigned() ? room : 0;
        }
        return allOtherwise ? room : 0;
    }

    /** Numbers that the request has, of {@code room} that there is room for. */
    int numbers(CommandBytes bytes, int room) {
        return inner == 1
                ? elements(bytes, room)
                : Math.min(room, inner * elements(bytes, room / inner));
    }
}
