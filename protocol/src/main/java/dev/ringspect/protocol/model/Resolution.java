package dev.ringspect.protocol.model;

import java.util.Optional;

/**
 * Whose request it is.
 *
 * @param protocol the protocol that the file speaks
 * @param command the command, empty when the protocol does not know the number
 */
public record Resolution(Protocol protocol, Optional<Command> command) {}
