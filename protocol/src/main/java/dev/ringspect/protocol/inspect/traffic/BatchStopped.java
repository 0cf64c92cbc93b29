package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.protocol.uapi.SqeFlags;

/** A request that was refused at prep, so that the kernel took no more of the batch that it came with. */
final class BatchStopped implements TrafficInspection {
    @Override
    public String id() {
        return "D41";
    }

    @Override
    public String name() {
        return "batch-stopped";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.REFUSED);
    }

    /**
     * A refused SQE that is linked to the next one does not stop the batch: the kernel goes on to build the chain, which then
     * fails as a whole. The kernel's own thread (SQPOLL) comes back for the rest at once.
     */
    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        RequestView request = inspected.request();
        boolean goesOn = (request.ring().setupFlags() & (SetupFlags.SUBMIT_ALL | SetupFlags.SQPOLL)) != 0
                || (request.sqeFlags() & (SqeFlags.IO_LINK | SqeFlags.IO_HARDLINK)) != 0;
        if (request.prepError() != 0 && request.left() != 0 && !goesOn) {
            out.found(this, severity(), inspected.anchor(), 0);
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        int left = inspected.request().left();
        return inspected.called() + " was refused when it was prepared, and the ring lacks IORING_SETUP_SUBMIT_ALL: the"
                + " kernel took no more of the batch, "
                + (left == 1 ? "1 SQE" : Integer.toUnsignedString(left) + " SQEs")
                + " after it " + (left == 1 ? "was" : "were") + " not submitted and "
                + (left == 1 ? "waits" : "wait") + " in the queue for the next io_uring_enter";
    }
}
