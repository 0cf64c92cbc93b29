package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.model.RingNeeds;
import dev.ringspect.protocol.text.Severity;

/** A payload of more than 80 bytes, which no SQE has room for. */
final class PayloadTooBigForSqe128 implements Inspection {
    @Override
    public String id() {
        return "L02";
    }

    @Override
    public String name() {
        return "payload-too-big-sqe128";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public void inspect(ProtocolModel model, Consumer<Finding> findings) {
        PayloadFit.each(model, sized -> {
            if (sized.size() > RingNeeds.COMMAND_BYTES_SQE128) {
                findings.accept(sized.finding(this, sized.payload().display() + " has " + sized.size()
                        + " bytes, which do not fit the 80-byte command area of a 128-byte SQE;"
                        + " pass the address of the data instead"));
            }
        });
    }
}
