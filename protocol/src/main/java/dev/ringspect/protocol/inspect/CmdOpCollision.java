package dev.ringspect.protocol.inspect;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.uapi.IoctlNumber;

/** A type letter and number that another command has already. */
final class CmdOpCollision implements Inspection {
    private static final Rule RULE = new Rule("L16", "cmd_op-type-collision", Severity.WARNING,
            "Type byte and number of an ioctl-encoded cmd_op are those of another command of the file or "
                    + "of a driver in the kernel. Tools that know the number alone take one for the other.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.model().flatMap(ProtocolModel::protocol).ifPresent(protocol -> {
            Map<Integer, Command> known = new HashMap<>();
            set.others().stream().flatMap(other -> other.protocol().stream())
                    .filter(other -> other.where().source().startsWith("builtin:") && !meet(protocol, other))
                    .forEach(other -> other.commands().forEach(command -> command.numbers().forEach(number -> {
                        if (isEncoded(number)) {
                            known.putIfAbsent(key(number), command);
                        }
                    })));
            Map<Integer, Long> own = new HashMap<>();
            for (Command command : protocol.commands()) {
                for (Command.CmdOp number : command.numbers()) {
                    number(command, number, known, own, findings);
                }
            }
        });
    }

    private static void number(Command command, Command.CmdOp number, Map<Integer, Command> known,
            Map<Integer, Long> own, Consumer<Finding> findings) {
        if (!isEncoded(number)) {
            return;
        }
        IoctlNumber parts = IoctlNumber.of((int) number.value());
        Command other = known.putIfAbsent(key(number), command);
        Long before = own.put(key(number), number.value());
        boolean same = before != null && before == number.value();
        if (other != null && !same && !(other.protocol().equals(command.protocol()) && other == command)) {
            String whose = other.protocol().equals(command.protocol())
                    ? "command " + other.name()
                    : "command " + other.name() + " of " + other.protocol();
            Optional<Location> where = Optional.of(other.where())
                    .filter(place -> !place.source().startsWith("builtin:"));
            findings.accept(Finding.of(RULE, number.where(), parts + " has the type and number of " + whose
                    + "; take another number").with(where, "the other command"));
        }
    }

    private static boolean isEncoded(Command.CmdOp number) {
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
