package dev.ringspect.protocol.inspect.command;

import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.drivercode.DriverCommand;
import dev.ringspect.protocol.drivercode.flow.DriverSource;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.fix.Numbers;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.uapi.IoctlNumber;

/** A command number made by _IOW and its kin whose size is not the payload's. */
final class CmdOpSizeMismatch implements Inspection {
    private static final Rule RULE = new Rule("L14", "cmd_op-size-mismatch", Severity.ERROR,
            "A command number made by _IOW and its kin names another size than the payload has. "
                    + "Decoders and readers believe the number.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        inDriver(set, findings);
        PayloadFit.each(set, sized -> {
            for (Command.CmdOp number : sized.command().numbers()) {
                IoctlNumber parts = IoctlNumber.of((int) number.value());
                // without a direction it need not be an ioctl number at all
                if (parts.direction() != 0 && parts.size() != 0 && parts.size() != sized.size()) {
                    findings.accept(Finding.of(RULE, number.where(),
                            "the number says " + parts.size() + " bytes, and " + sized.payload().display() + " has "
                                    + sized.size())
                            .with(sized.payload().where(), "declared here")
                            .with(Numbers.sized(set, number, sized.payload())));
                }
            }
        });
    }

    /** The number stands in the driver's code or in a header, and the code tells which struct it reads for it. */
    private static void inDriver(CheckedSet set, Consumer<Finding> findings) {
        DriverSource driver = set.driver().orElse(null);
        if (driver == null) {
            return;
        }
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        for (DriverCommand command : driver.commands()) {
            IoctlNumber parts = IoctlNumber.of((int) driver.number(command.name()).orElse(0));
            long size = engine.sizeOf(command.call().type());
            if (parts.direction() != 0 && parts.size() != 0 && parts.size() != size) {
                Location label = set.source().at(command.label());
                findings.accept(Finding
                        .of(RULE, driver.declared(command.name()).orElse(label), command.name() + " says "
                                + parts.size() + " bytes, and " + command.call().type().display()
                                + ", which is read for it, has " + size)
                        .with(Optional.of(label), "handled here")
                        .with(Optional.of(set.source().at(command.call().span())), "read here"));
            }
        }
    }
}
