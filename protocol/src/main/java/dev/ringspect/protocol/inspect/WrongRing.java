package dev.ringspect.protocol.inspect;

import java.util.List;

import dev.ringspect.protocol.model.RingFeature;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.protocol.uapi.Sqe;

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
    public void inspect(InspectedRequest inspected, Out out) {
        RequestView request = inspected.request();
        if (inspected.command().command().isEmpty() || !request.submitSeen()) {
            return;
        }
        List<List<RingFeature>> needs = inspected.command().command().get().needs().allOf();
        for (int i = 0; i < needs.size(); i++) {
            if (!meets(request, needs.get(i))) {
                out.found(this, severity(), inspected.anchor(), 0);
                return;
            }
        }
    }

    @Override
    public String message(InspectedRequest inspected, Subject subject) {
        RequestView request = inspected.request();
        String needs = inspected.command().command().map(command -> command.needs().toString()).orElse("");
        List<String> has = SetupFlags.WORD.names(request.ring().setupFlags());
        return inspected.called() + " needs a ring set up with " + needs + "; this one has "
                + (has.isEmpty() ? "none of them (64-byte SQEs, 16-byte CQEs)" : String.join(", ", has));
    }

    private static boolean meets(RequestView request, List<RingFeature> oneOf) {
        for (int i = 0; i < oneOf.size(); i++) {
            if (has(request, oneOf.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(RequestView request, RingFeature feature) {
        int flags = request.ring().setupFlags();
        return switch (feature) {
            // On a ring of mixed sizes each request says by its opcode how long it is.
            case SQE128 -> (flags & SetupFlags.SQE128) != 0 || request.sqeSize() == Sqe.SIZE_128;
            case SQE_MIXED -> (flags & SetupFlags.SQE_MIXED) != 0;
            case CQE32 -> (flags & SetupFlags.CQE32) != 0;
            case CQE_MIXED -> (flags & SetupFlags.CQE_MIXED) != 0;
            case IOPOLL -> (flags & SetupFlags.IOPOLL) != 0;
        };
    }
}
