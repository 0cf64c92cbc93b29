package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.model.Command;
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
}
