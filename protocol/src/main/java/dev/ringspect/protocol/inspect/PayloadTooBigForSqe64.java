package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.model.RingNeeds;
import dev.ringspect.protocol.text.Severity;

/** A payload of more than 16 bytes on a ring that need not have 128-byte SQEs. */
final class PayloadTooBigForSqe64 implements Inspection {
    @Override
    public String id() {
        return "L01";
    }

    @Override
    public String name() {
        return "payload-too-big-sqe64";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public void inspect(ProtocolModel model, Consumer<Finding> findings) {
        PayloadFit.each(model, sized -> {
            if (sized.size() > RingNeeds.COMMAND_BYTES_SQE64 && sized.size() <= RingNeeds.COMMAND_BYTES_SQE128
                    && !sized.command().needs().sqe128()) {
                findings.accept(sized.finding(this, sized.payload().display() + " has " + sized.size()
                        + " bytes, which do not fit the 16-byte command area of a 64-byte SQE; add 'needs sqe128;'"));
            }
        });
    }
}
