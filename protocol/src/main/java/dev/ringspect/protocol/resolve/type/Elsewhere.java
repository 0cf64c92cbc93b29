package dev.ringspect.protocol.resolve.type;

import java.util.List;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Device;

/**
 * A command that a number is on other files than the one it was sent to.
 *
 * @param command the command
 * @param on the files that it is spoken on
 */
public record Elsewhere(Command command, List<Device> on) {
    public Elsewhere {
        on = List.copyOf(on);
    }
}
