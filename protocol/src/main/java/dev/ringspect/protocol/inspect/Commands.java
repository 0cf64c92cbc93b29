package dev.ringspect.protocol.inspect;

import java.util.List;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.ProtocolModel;

/** The commands that a checked text declares. */
final class Commands {
    private Commands() {}

    static List<Command> of(CheckedSet set) {
        return set.model().flatMap(ProtocolModel::protocol).map(Protocol::commands).orElse(List.of());
    }
}
