package dev.ringspect.protocol.inspect.driver;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.model.RingNeeds;
import dev.ringspect.protocol.text.Severity;

/** A type that cmd_data never can return. */
final class RustCmdDataTooBig implements Inspection {
    private static final Rule RULE = new Rule("R01", "cmd_data-too-big", Severity.ERROR,
            "cmd_data reads the 16 command bytes of a 64-byte SQE, on rings with 128-byte SQEs too. For a "
                    + "larger type it answers EINVAL each time.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        set.rust().ifPresent(rust -> rust.calls("cmd_data").forEach(call -> rust.type(call).ifPresent(type -> {
            long size = engine.sizeOf(type);
            if (size > RingNeeds.COMMAND_BYTES_SQE64) {
                findings.accept(Finding.of(RULE, set.source().at(call.nameSpan()),
                        rust.typeName(call).orElse("the type")
                                + " has " + size
                                + " bytes, and cmd_data reads 16: it answers EINVAL each time; pass the address"
                                + " of the data instead")
                        .with(RustFacts.place(rust, call), "declared here"));
            }
        })));
    }
}
