package dev.ringspect.tracer.ring;

/** Takes completions in the order of the completion queue. */
@FunctionalInterface
public interface CqeSink {
    /** One completion; the view is valid until this returns. */
    void completed(Cqe cqe);
}
