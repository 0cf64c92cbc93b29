package dev.ringspect.protocol.inspect;

import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.uapi.IoctlNumber;

/** A command number made by _IOW and its kin whose size is not the payload's. */
final class CmdOpSizeMismatch implements Inspection {
    @Override
    public String id() {
        return "L14";
    }

    @Override
    public String name() {
        return "cmd_op-size-mismatch";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public void inspect(ProtocolModel model, Consumer<Finding> findings) {
        PayloadFit.each(model, sized -> {
            for (Command.CmdOp number : sized.command().numbers()) {
                IoctlNumber parts = IoctlNumber.of((int) number.value());
                // without a direction it need not be an ioctl number at all
                if (parts.direction() != 0 && parts.size() != 0 && parts.size() != sized.size()) {
                    findings.accept(new Finding(id(), severity(),
                            "the number says " + parts.size() + " bytes, and " + sized.payload().display() + " has "
                                    + sized.size(),
                            Optional.of(number.where()), sized.payload().where().stream().toList()));
                }
            }
        });
    }
}
