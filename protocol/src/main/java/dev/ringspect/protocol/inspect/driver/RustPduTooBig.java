package dev.ringspect.protocol.inspect.driver;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.text.Severity;

/** A type that read_pdu and write_pdu never can take. */
final class RustPduTooBig implements Inspection {
    private static final Rule RULE = new Rule("R02", "pdu-too-big", Severity.ERROR,
            "A command has 32 bytes for the driver's state. read_pdu and write_pdu answer EINVAL at run "
                    + "time for a larger type; nothing fails when the driver is built.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        set.rust().ifPresent(rust -> rust.calls("read_pdu", "write_pdu")
                .forEach(call -> rust.type(call).ifPresent(type -> {
                    long size = engine.sizeOf(type);
                    if (size > Command.PDU_BYTES) {
                        findings.accept(Finding.of(RULE, set.source().at(call.nameSpan()),
                                rust.typeName(call).orElse("the type") + " has " + size + " bytes, and the pdu 32: "
                                        + call.name() + " answers EINVAL each time; keep a pointer in it instead")
                                .with(RustFacts.place(rust, call), "declared here"));
                    }
                })));
    }
}
