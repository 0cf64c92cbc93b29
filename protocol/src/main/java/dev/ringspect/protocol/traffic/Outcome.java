package dev.ringspect.protocol.traffic;

import java.util.List;

import dev.ringspect.protocol.uapi.Errno;

/** How requests ended, as one number each, so that outcomes can be counted: the result, or the state without one. */
public final class Outcome {
    /** Above every 32-bit result. */
    private static final long STATE = 1L << 40;
    private static final List<RequestState> STATES = List.of(RequestState.values());

    private Outcome() {}

    /** The number of a request's outcome. */
    public static long of(RequestView request) {
        boolean ended = request.hasResult() || request.state() == RequestState.FAILED;
        return ended ? request.res() : STATE + STATES.indexOf(request.state());
    }

    /** {@code 0}, {@code -22 EINVAL}, or the state of a request without a result. */
    public static String text(long outcome) {
        if (outcome >= STATE) {
            return STATES.get((int) (outcome - STATE)).word();
        }
        return Errno.nameOfResult((int) outcome).map(errno -> outcome + " " + errno).orElse(String.valueOf(outcome));
    }
}
