package dev.ringspect.protocol.inspect.traffic;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.ringspect.protocol.finding.Subject;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.Device;
import dev.ringspect.protocol.text.Severity;

/** A cmd_op that is a command, but one of other files than it was sent to. */
final class CommandOnOtherNode implements TrafficInspection {
    @Override
    public String id() {
        return "D07";
    }

    @Override
    public String name() {
        return "op-on-wrong-node";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.NO_COMMAND);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        if (inspected.command().elsewhere().isPresent()) {
            out.found(this, severity(), inspected.anchor(), Integer.toUnsignedLong(inspected.request().cmdOp()));
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        Command command = inspected.command().elsewhere().orElseThrow().command();
        List<Device> on = inspected.command().elsewhere().orElseThrow().on();
        return inspected.called() + ": that number is " + command.protocol() + "." + command.name() + ", a command of "
                + on.stream().map(Device::display).collect(Collectors.joining(", ")) + "; it went to another file"
                + UnknownCommand.answered(inspected);
    }

    @Override
    public Subject subject(InspectedRequest inspected) {
        return new Subject.OfCommand(CommandName.of(inspected.command().elsewhere().orElseThrow().command()));
    }
}
