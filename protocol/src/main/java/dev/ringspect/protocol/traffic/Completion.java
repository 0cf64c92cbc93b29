package dev.ringspect.protocol.traffic;

/**
 * One CQE of a request.
 *
 * @param timeNs when it was posted, ns of CLOCK_MONOTONIC
 * @param res the result, or a negative errno
 * @param cqeFlags {@link dev.ringspect.protocol.uapi.CqeFlags}
 * @param isCqe32 whether it was 32 bytes, so that the next two hold something
 * @param bigCqe0 first big word: a uring_cmd's second result
 * @param bigCqe1 second big word
 * @param overflowed whether it did not fit into the ring
 */
public record Completion(long timeNs, int res, int cqeFlags, boolean isCqe32, long bigCqe0, long bigCqe1,
        boolean overflowed) {}
