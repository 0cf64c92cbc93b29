package dev.ringspect.protocol.inspect;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.uapi.IoctlNumber;

/** A cmd_op that the file's protocol does not declare. */
final class UnknownCommand implements TrafficInspection {
    @Override
    public String id() {
        return "D06";
    }

    @Override
    public String name() {
        return "unknown-cmd_op";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public Set<Sign> looksFor() {
        return Set.of(Sign.NO_COMMAND);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        if (inspected.command().protocol().isPresent() && inspected.command().command().isEmpty()) {
            out.found(this, severity(), inspected.anchor(), Integer.toUnsignedLong(inspected.request().cmdOp()));
        }
    }

    @Override
    public String message(InspectedRequest inspected, Subject subject) {
        int number = (int) subject.detail();
        String protocol = inspected.command().protocol().map(known -> known.name()).orElse("");
        String parts = number >>> 16 == 0 ? "" : ", that is " + IoctlNumber.of(number);
        return String.format("%s: protocol %s declares no command with that number%s", inspected.called(), protocol,
                parts);
    }
}
