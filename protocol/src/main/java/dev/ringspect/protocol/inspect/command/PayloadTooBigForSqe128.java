package dev.ringspect.protocol.inspect.command;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.CheckedType;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.model.RingNeeds;
import dev.ringspect.protocol.text.Severity;

/** A payload of more than 80 bytes, which no SQE has room for. */
final class PayloadTooBigForSqe128 implements Inspection {
    private static final Rule RULE = new Rule("L02", "payload-too-big-sqe128", Severity.ERROR,
            "A payload has more than 80 bytes, which is the command area of a 128-byte SQE and the "
                    + "most that any SQE has room for.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        if (set.model().isEmpty()) {
            inSource(set, findings);
        }
        PayloadFit.each(set, sized -> {
            if (sized.size() > RingNeeds.COMMAND_BYTES_SQE128) {
                findings.accept(sized.finding(RULE, sized.payload().display() + " has " + sized.size()
                        + " bytes, which do not fit the 80-byte command area of a 128-byte SQE;"
                        + " pass the address of the data instead"));
            }
        });
    }

    private static void inSource(CheckedSet set, Consumer<Finding> findings) {
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        for (CheckedType checked : set.types()) {
            long size = engine.sizeOf(checked.type());
            if (checked.isPayload() && size > RingNeeds.COMMAND_BYTES_SQE128 && checked.type().where().isPresent()) {
                findings.accept(Finding.of(RULE, checked.type().where().get(), checked.type().display() + " has " + size
                        + " bytes, which do not fit the 80-byte command area of a 128-byte SQE; pass the address of the"
                        + " data instead"));
            }
        }
    }
}
