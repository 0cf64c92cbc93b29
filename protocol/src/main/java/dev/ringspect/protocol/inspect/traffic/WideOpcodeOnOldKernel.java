package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.SetupFlags;

/** NOP128 or URING_CMD128 on a kernel that does not have them. */
final class WideOpcodeOnOldKernel implements TrafficInspection {
    @Override
    public String id() {
        return "D50";
    }

    @Override
    public String name() {
        return "opcode128-on-old";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.REFUSED);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        RequestView request = inspected.request();
        boolean wide = request.opcode() == Opcode.NOP128.number() || request.opcode() == Opcode.URING_CMD128.number();
        if (wide && request.prepError() == -Errno.EINVAL.number() && isOld(inspected)) {
            out.found(this, severity(), inspected.anchor(), request.opcode());
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        String kernel = inspected.kernel().map(release -> "Linux " + release).orElse("this kernel");
        return Opcode.nameOf(inspected.request().opcode()) + " is an opcode of Linux 6.19; " + kernel
                + " answers -EINVAL";
    }

    private static boolean isOld(InspectedRequest inspected) {
        if (inspected.kernel().isPresent()) {
            return !inspected.kernel().get().atLeast(Opcode.URING_CMD128.since());
        }
        // Only a kernel that has these opcodes could have set such a ring up.
        return (inspected.request().ring().setupFlags() & SetupFlags.SQE_MIXED) == 0;
    }
}
