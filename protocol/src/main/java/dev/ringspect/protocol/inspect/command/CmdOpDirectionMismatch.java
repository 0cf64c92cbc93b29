package dev.ringspect.protocol.inspect.command;

import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.drivercode.HandlerArm;
import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.fix.Numbers;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;
import dev.ringspect.protocol.uapi.IoctlNumber;

/** A number whose direction is not that of the data: none on a command with a payload, or not what the handler does. */
final class CmdOpDirectionMismatch implements Inspection {
    private static final Rule RULE = new Rule("L15", "cmd_op-direction-mismatch", Severity.WARNING,
            "A command number says by _IO, _IOR or _IOW which way data go, and they go another way: the command has a "
                    + "payload, or its handler copies to or from the program. The kernel's core does not care, readers and "
                    + "decoders do.");

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
                                    + "; write _IOW or _IOWR with the struct, unless programs use the number already")
                            .with(sized.payload().where(), "declared here")
                            .with(Numbers.directed(set, number, sized.payload())));
                }
            }
        });
        for (HandlerArm arm : set.handlerArms()) {
            arm.toUser().filter(_ -> (arm.direction() & IoctlNumber.READ) == 0).ifPresent(
                    call -> findings.accept(finding(set, arm, call, "copies to the program")));
            arm.fromUser().filter(_ -> (arm.direction() & IoctlNumber.WRITE) == 0).ifPresent(
                    call -> findings.accept(finding(set, arm, call, "copies from the program")));
        }
    }

    private static Finding finding(CheckedSet set, HandlerArm arm, Span call, String does) {
        int needed = (arm.toUser().isPresent() ? IoctlNumber.READ : 0)
                | (arm.fromUser().isPresent() ? IoctlNumber.WRITE : 0) | arm.direction();
        return Finding.of(RULE, set.source().at(arm.label()), arm.name() + " is made by " + macro(arm.direction())
                + ", and its handler " + does + "; make it by " + macro(needed)
                + ", unless programs use the number already")
                .with(Optional.of(set.source().at(call)), "here")
                // a macro without a type has to be given one, which nobody knows here
                .with(arm.macro().filter(_ -> arm.direction() != 0)
                        .map(span -> Fix.quick("Make " + arm.name() + " by " + macro(needed), set.source().uri(),
                                new TextEdit(span, macro(needed)))));
    }

    private static String macro(int direction) {
        return switch (direction) {
            case 0 -> "_IO";
            case IoctlNumber.WRITE -> "_IOW";
            case IoctlNumber.READ -> "_IOR";
            default -> "_IOWR";
        };
    }
}
