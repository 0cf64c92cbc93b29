package dev.ringspect.protocol.inspect.command;

import java.util.function.Consumer;
import java.util.regex.Pattern;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.fix.Numbers;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Commands;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.uapi.IoctlNumber;

/** A number of the _IO family that is written out. */
final class ArchDependentCmdOp implements Inspection {
    private static final Rule RULE = new Rule("L18", "arch-dependent-cmd_op", Severity.WARNING,
            "The number looks as if made by _IOR or _IOW and is written as a constant. alpha, mips, "
                    + "powerpc and sparc encode direction and size in other bits, so there the macro gives another "
                    + "number.");

    private static final Pattern LITERAL = Pattern.compile("\\(?\\s*(0[xX][0-9a-fA-F]+|\\d+)[uUlL]*\\s*\\)?");

    private static final long WITHOUT_SIZE = 0xC000_FFFFL;

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        Commands.of(set).forEach(command -> {
            for (Command.CmdOp number : command.numbers()) {
                IoctlNumber parts = IoctlNumber.of((int) number.value());
                boolean oneWay = parts.direction() == IoctlNumber.READ || parts.direction() == IoctlNumber.WRITE;
                if (oneWay && !isVariant(command, number) && parts.size() != 0 && parts.type() > 0x20
                        && LITERAL.matcher(Numbers.written(set, number)).matches()) {
                    findings.accept(Finding.of(RULE, number.where(), number.text() + " is " + parts + " on x86 and arm,"
                            + " and another number on mips, powerpc, sparc and alpha; write the macro")
                            .with(Numbers.macro(set, command, number, parts)));
                }
            }
        });
    }

    /** A second size of a number that the command has too: the one of 32-bit programs, for which there is no macro. */
    private static boolean isVariant(Command command, Command.CmdOp number) {
        return command.numbers().stream().anyMatch(other -> other.value() != number.value()
                && (other.value() & WITHOUT_SIZE) == (number.value() & WITHOUT_SIZE));
    }
}
