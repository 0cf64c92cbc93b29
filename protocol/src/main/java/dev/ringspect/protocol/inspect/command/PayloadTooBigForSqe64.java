package dev.ringspect.protocol.inspect.command;

import java.util.function.Consumer;

import dev.ringspect.protocol.drivercode.DriverCall;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.fix.ProtocolEdits;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.CheckedType;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.inspect.subject.Role;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
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
        if (set.model().isEmpty()) {
            inSource(set, findings);
        }
        PayloadFit.each(set, sized -> {
            if (sized.size() > RingNeeds.COMMAND_BYTES_SQE64 && sized.size() <= RingNeeds.COMMAND_BYTES_SQE128
                    && !sized.command().needs().sqe128()) {
                findings.accept(sized.finding(RULE, sized.payload().display() + " has " + sized.size()
                        + " bytes, which do not fit the 16-byte command area of a 64-byte SQE; add 'needs sqe128;'")
                        .with(ProtocolEdits.needs(set, sized.command(), "sqe128")));
            }
        });
    }

    /** Structs that a remark marks, and calls of driver code that never asks whether the SQE is large enough. */
    private static void inSource(CheckedSet set, Consumer<Finding> findings) {
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        for (CheckedType checked : set.types()) {
            long size = engine.sizeOf(checked.type());
            if (checked.roles().contains(Role.PAYLOAD_SQE64) && tooBig(size) && checked.type().where().isPresent()) {
                findings.accept(Finding.of(RULE, checked.type().where().get(), checked.type().display() + " has " + size
                        + " bytes, which do not fit the 16-byte command area of a 64-byte SQE"));
            }
        }
        if (set.source().text().contains("IO_URING_F_SQE128")) {
            return;
        }
        for (DriverCall call : set.driverCalls()) {
            long size = engine.sizeOf(call.type());
            if (call.kind() == DriverCall.Kind.PAYLOAD && tooBig(size)) {
                findings.accept(Finding.of(RULE, set.source().at(call.span()), call.type().display() + " has " + size
                        + " bytes and a 64-byte SQE 16 for it; test issue_flags & IO_URING_F_SQE128 first")
                        .with(call.type().where(), "declared here"));
            }
        }
    }

    private static boolean tooBig(long size) {
        return size > RingNeeds.COMMAND_BYTES_SQE64 && size <= RingNeeds.COMMAND_BYTES_SQE128;
    }
}
