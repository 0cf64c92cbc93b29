package dev.ringspect.protocol.inspect.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Devices;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.BuiltinProtocols;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.uapi.IoctlNumber;

/** A type letter and number that another command has already. */
public final class CmdOpCollision implements Inspection {
    private static final Rule RULE = new Rule("L16", "cmd_op-type-collision", Severity.WARNING,
            "Type byte and number of an ioctl-encoded cmd_op are those of another command of the file or "
                    + "of a driver in the kernel. Tools that know the number alone take one for the other.");

    /** The letters of the built-in protocols, which are read for a file that uses one of them alone: that takes longer than all inspections of it. */
    public static final Set<Integer> TAKEN = Set.of((int) 'N', (int) 'u', 0x94);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.model().flatMap(ProtocolModel::protocol).ifPresent(protocol -> {
            boolean taken = protocol.commands().stream().flatMap(command -> command.numbers().stream())
                    .anyMatch(
                            number -> isEncoded(number) && TAKEN.contains(IoctlNumber.of((int) number.value()).type()));
            Map<Integer, Command> known = taken ? ofTheKernel(protocol) : Map.of();
            Map<Integer, Command> own = new HashMap<>();
            for (Command command : protocol.commands()) {
                for (Command.CmdOp number : command.numbers()) {
                    if (isEncoded(number)) {
                        number(command, number, known, own, findings);
                    }
                }
            }
        });
    }

    /** The numbers of drivers in the kernel, those left out whose own files {@code protocol} may describe. */
    private static Map<Integer, Command> ofTheKernel(Protocol protocol) {
        Map<Integer, Command> known = new HashMap<>();
        BuiltinProtocols.models().stream().flatMap(model -> model.protocol().stream())
                .filter(other -> !meet(protocol, other))
                .forEach(other -> other.commands().forEach(command -> command.numbers().forEach(number -> {
                    if (isEncoded(number)) {
                        known.putIfAbsent(key(number), command);
                    }
                })));
        return known;
    }

    /** Reading and writing one thing by one number is usual, and so is a second size for 32-bit programs. */
    private static void number(Command command, Command.CmdOp number, Map<Integer, Command> known,
            Map<Integer, Command> own, Consumer<Finding> findings) {
        IoctlNumber parts = IoctlNumber.of((int) number.value());
        Command sibling = own.putIfAbsent(parts.direction() << 16 | key(number), command);
        Command foreign = known.get(key(number));
        if (sibling != null && !sibling.name().equals(command.name())
                && sibling.numbers().stream().noneMatch(same -> same.value() == number.value())) {
            findings.accept(Finding.of(RULE, number.where(), parts + " has the type and number of command "
                    + sibling.name() + "; take another number")
                    .with(Optional.of(sibling.where()), "the other command"));
        } else if (foreign != null) {
            findings.accept(Finding.of(RULE, number.where(), parts + " has the type and number of command "
                    + foreign.name() + " of " + foreign.protocol() + "; take another letter or number"));
        }
    }

    public static boolean isEncoded(Command.CmdOp number) {
        IoctlNumber parts = IoctlNumber.of((int) number.value());
        return parts.type() != 0 && parts.direction() != 0 && parts.size() != 0;
    }

    private static int key(Command.CmdOp number) {
        return (int) number.value() & 0xFFFF;
    }

    /** A file that describes a driver of the kernel itself uses that driver's numbers. */
    private static boolean meet(Protocol one, Protocol other) {
        return one.name().equals(other.name()) || Devices.meet(one, other);
    }
}
