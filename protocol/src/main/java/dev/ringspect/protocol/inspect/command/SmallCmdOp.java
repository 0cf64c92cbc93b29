package dev.ringspect.protocol.inspect.command;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Commands;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.text.Severity;

/** A plain small number, which many drivers use. */
final class SmallCmdOp implements Inspection {
    private static final Rule RULE = new Rule("L17", "cmd_op-small-constant", Severity.WARNING,
            "A cmd_op such as 1 or 2 is what sockets, fuse and old ublk use too: whoever sees the number "
                    + "alone cannot tell them apart. A number made by _IOWR names the driver's letter and the "
                    + "payload's size.");

    /** The largest number that ublk, fuse, sockets and the kernel's mock file use without an encoding. */
    private static final long MOST = 0x30;

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        Commands.of(set).forEach(command -> {
            for (Command.CmdOp number : command.numbers()) {
                if (number.value() <= MOST && !number.where().source().startsWith("builtin:")) {
                    findings.accept(Finding.of(RULE, number.where(), "cmd_op " + number.value() + " is also a number of"
                            + " sockets, fuse and others; make one by _IOWR with a letter of your own, unless programs"
                            + " use this one already"));
                }
            }
        });
    }
}
