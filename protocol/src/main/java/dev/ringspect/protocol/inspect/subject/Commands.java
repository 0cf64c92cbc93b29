package dev.ringspect.protocol.inspect.subject;

import java.util.List;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolModel;

/** The commands that a checked text declares. */
public final class Commands {
    private Commands() {}

    public static List<Command> of(CheckedSet set) {
        return set.model().flatMap(ProtocolModel::protocol).map(Protocol::commands).orElse(List.of());
    }
}
