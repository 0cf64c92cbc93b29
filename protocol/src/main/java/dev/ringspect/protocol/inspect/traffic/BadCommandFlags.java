package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.uapi.Errno;

/** A uring_cmd whose uring_cmd_flags the kernel refuses. */
final class BadCommandFlags implements TrafficInspection {
    @Override
    public String id() {
        return "D03";
    }

    @Override
    public String name() {
        return "bad-cmd-flags";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.ODD_SQE);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        if (inspected.request().isUringCmd()
                && CoreFields.flagsFault(inspected.request()) != CoreFields.FlagsFault.NONE) {
            out.found(this, severity(), inspected.anchor(), 0);
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        return inspected.called() + ": "
                + CoreFields.refusedFlags(inspected.request()).orElse("uring_cmd_flags are wrong")
                + "; the kernel answers -" + refusal(inspected);
    }

    /** Kernels before 6.18 had another answer to provided buffers. */
    private static String refusal(InspectedRequest inspected) {
        return Errno.nameOfResult(inspected.request().prepError()).orElse("EINVAL");
    }
}
