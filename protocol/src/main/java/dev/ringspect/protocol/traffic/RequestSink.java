package dev.ringspect.protocol.traffic;

/** Takes requests in the order of their end. */
@FunctionalInterface
public interface RequestSink {
    /**
     * One request that ended, or that was open at the end.
     *
     * @param request borrowed: not to be kept after the call returns, see {@link RequestView#keep}
     */
    void request(RequestView request);
}
