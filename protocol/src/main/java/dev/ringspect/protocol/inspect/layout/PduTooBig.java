package dev.ringspect.protocol.inspect.layout;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.CheckedType;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.inspect.subject.Role;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.text.Severity;

/** A driver's state of more than the 32 bytes that a command has for it. */
final class PduTooBig implements Inspection {
    private static final Rule RULE = new Rule("L03", "pdu-too-big", Severity.ERROR,
            "The driver's own state of a command is larger than io_uring_cmd.pdu, which has 32 bytes. In "
                    + "C io_uring_cmd_to_pdu does not compile with it; in Rust every access answers EINVAL.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        for (CheckedType checked : set.types()) {
            long size = checked.roles().contains(Role.PDU) ? engine.sizeOf(checked.type()) : 0;
            if (size > Command.PDU_BYTES && checked.type().where().isPresent()) {
                findings.accept(Finding.of(RULE, checked.type().where().get(), checked.type().display() + " has " + size
                        + " bytes, and a command has 32 for the driver's state; keep the rest elsewhere and a pointer"
                        + " to it here"));
            }
        }
    }
}
