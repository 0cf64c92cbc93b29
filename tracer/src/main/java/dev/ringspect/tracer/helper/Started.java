package dev.ringspect.tracer.helper;

import dev.ringspect.tracer.session.Refusal;

/** How starting the helper ended. */
public sealed interface Started {
    /**
     * It is attached; the receiver closes the link.
     *
     * @param link the connection to it
     */
    record Running(HelperLink link) implements Started {}

    /**
     * It is not, and nothing of it is left.
     *
     * @param refusal why, and what to do
     */
    record Refused(Refusal refusal) implements Started {}
}
