package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.text.Severity;

/** A number that says that no data are exchanged, on a command with a payload. */
final class CmdOpDirectionMismatch implements Inspection {
    private static final Rule RULE = new Rule("L15", "cmd_op-direction-mismatch", Severity.WARNING,
            "A command number made by _IO says that the command has no argument, and the command has a "
                    + "payload. The kernel's core does not care, readers and decoders do.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        PayloadFit.each(set, sized -> {
            for (Command.CmdOp number : sized.command().numbers()) {
                String text = Numbers.written(set, number);
                if (text.startsWith("_IO(")) {
                    findings.accept(Finding
                            .of(RULE, number.where(), "the number says that the command takes no data, and"
                                    + " it takes " + sized.payload().display()
                                    + "; write _IOW or _IOWR with the struct")
                            .with(sized.payload().where(), "declared here"));
                }
            }
        });
    }
}
