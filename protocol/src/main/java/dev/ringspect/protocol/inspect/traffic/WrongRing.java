package dev.ringspect.protocol.inspect.traffic;

import java.util.List;
import java.util.Set;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.SetupFlags;

/** A ring that was not set up with what the command needs. */
final class WrongRing implements TrafficInspection {
    @Override
    public String id() {
        return "D05";
    }

    @Override
    public String name() {
        return "wrong-ring-for-provider";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.WRONG_RING);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        if (inspected.onWrongRing()) {
            out.found(this, severity(), inspected.anchor(), 0);
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        RequestView request = inspected.request();
        String needs = inspected.command().command().map(command -> command.needs().toString()).orElse("");
        List<String> has = SetupFlags.WORD.names(request.ring().setupFlags());
        return inspected.called() + " needs a ring set up with " + needs + "; this one has "
                + (has.isEmpty() ? "none of them (64-byte SQEs, 16-byte CQEs)" : String.join(", ", has));
    }
}
