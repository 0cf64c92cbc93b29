package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.model.RingNeeds;
import dev.ringspect.protocol.text.Severity;

/** A payload of more than 16 bytes on a ring that need not have 128-byte SQEs. */
final class PayloadTooBigForSqe64 implements Inspection {
    private static final Rule RULE = new Rule("L01", "payload-too-big-sqe64", Severity.ERROR,
            "A payload of more than 16 bytes is declared for a ring that need not have 128-byte SQEs. "
                    + "The command area of a 64-byte SQE has 16 bytes; a driver that reads more sees the next "
                    + "submission.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        PayloadFit.each(set, sized -> {
            if (sized.size() > RingNeeds.COMMAND_BYTES_SQE64 && sized.size() <= RingNeeds.COMMAND_BYTES_SQE128
                    && !sized.command().needs().sqe128()) {
                findings.accept(sized.finding(RULE, sized.payload().display() + " has " + sized.size()
                        + " bytes, which do not fit the 16-byte command area of a 64-byte SQE; add 'needs sqe128;'")
                        .with(ProtocolEdits.needs(set, sized.command(), "sqe128")));
            }
        });
    }
}
