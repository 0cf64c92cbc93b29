package dev.ringspect.protocol.resolve;

import java.util.Optional;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Protocol;

/**
 * Whose request it is.
 *
 * @param protocol the protocol that the file speaks
 * @param command the command, empty when the protocol does not know the number
 */
public record Resolution(Protocol protocol, Optional<Command> command) {}
