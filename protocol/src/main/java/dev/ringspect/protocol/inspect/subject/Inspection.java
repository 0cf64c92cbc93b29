package dev.ringspect.protocol.inspect.subject;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;

/** One static inspection: what is wrong with a declaration or a call, whatever the traffic. */
public interface Inspection {
    /** What it is called and what it is about. */
    Rule rule();

    /** Inspects what is in {@code set}. Findings may stand in any text of it; what is suppressed is sorted out later. */
    void inspect(CheckedSet set, Consumer<Finding> findings);
}
