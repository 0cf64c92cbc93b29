package dev.ringspect.protocol.inspect.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Devices;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Device;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Severity;

/** Two commands with one number on one file. */
final class DuplicateCommandNumber implements Inspection {
    private static final Rule RULE = new Rule("U03", "duplicate-cmd_op", Severity.ERROR,
            "Two commands of a protocol have the same cmd_op on the same files. Only the first is ever "
                    + "recognised.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.model().flatMap(ProtocolModel::protocol).ifPresent(protocol -> {
            Map<Long, List<Command>> known = new HashMap<>();
            for (Command command : protocol.commands()) {
                for (Command.CmdOp number : command.numbers()) {
                    List<Command> same = known.computeIfAbsent(number.value() & command.mask(),
                            _ -> new ArrayList<>());
                    same.stream().filter(other -> !other.on().equals(command.on()))
                            .filter(other -> Devices.meet(devices(protocol, other), devices(protocol, command)))
                            .findFirst().ifPresent(other -> findings.accept(finding(number, command, other)));
                    same.add(command);
                }
            }
        });
    }

    private static Finding finding(Command.CmdOp number, Command command, Command other) {
        return Finding.of(RULE, number.where(), "0x" + Long.toHexString(number.value()) + " is "
                + (other.where().equals(command.where()) ? "said twice" : "command " + other.name() + " already"))
                .with(Optional.of(other.where()), "the other command");
    }

    private static List<Device> devices(Protocol protocol, Command command) {
        return command.on().isEmpty() ? protocol.on() : command.on();
    }
}
