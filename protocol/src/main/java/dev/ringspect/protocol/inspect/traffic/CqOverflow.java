package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.Ring;

/** A CQE that did not fit into the completion queue. */
final class CqOverflow implements TrafficInspection {
    @Override
    public String id() {
        return "D33";
    }

    @Override
    public String name() {
        return "cq-overflow";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.OVERFLOWED);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        RequestView request = inspected.request();
        if (request.overflowed()) {
            out.found(this, request.cqeDropped() ? Severity.ERROR : severity(), request.ring(),
                    request.cqeDropped() ? 1 : 0);
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        Ring ring = inspected.request().ring();
        String size = ring.cqEntries() == 0 ? "" : " of " + ring.cqEntries() + " entries";
        return inspected.request().cqeDropped()
                ? "ring " + ring.id() + ": the completion queue" + size
                        + " was full and there was no memory to keep the CQE: it is gone"
                : "ring " + ring.id() + ": the completion queue" + size
                        + " was full; the CQE waits in the kernel until the application reaps faster or asks for more entries";
    }
}
