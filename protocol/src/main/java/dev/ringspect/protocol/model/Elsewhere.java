package dev.ringspect.protocol.model;

import java.util.List;

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
