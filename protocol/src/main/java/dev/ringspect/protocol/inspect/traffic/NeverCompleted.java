package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.traffic.RequestView;

/** A command that was still open when the session ended, of a provider that does not hold commands back. */
final class NeverCompleted implements TrafficInspection {
    @Override
    public String id() {
        return "D25";
    }

    @Override
    public String name() {
        return "never-completed";
    }

    @Override
    public Severity severity() {
        return Severity.INFO;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.OPEN);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        RequestView request = inspected.request();
        boolean mayRest = inspected.command().command().isPresent() && inspected.command().command().get().pending();
        if (request.isUringCmd() && request.state() == RequestState.PENDING && !mayRest && !request.hasResult()) {
            out.found(this, severity(), inspected.anchor(), 0);
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        return inspected.called()
                + " had no completion when the session ended; if it never gets one, its ring cannot be"
                + " torn down (declare the command pending if it may rest in the driver)";
    }
}
