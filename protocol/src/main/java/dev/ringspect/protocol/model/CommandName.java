package dev.ringspect.protocol.model;

/**
 * The name of a command, over all protocols.
 *
 * @param protocol the protocol's name
 * @param command the command's name
 */
public record CommandName(String protocol, String command) {
    /** What {@code command} is called. */
    public static CommandName of(Command command) {
        return new CommandName(command.protocol(), command.name());
    }
}
