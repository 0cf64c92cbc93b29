package dev.ringspect.protocol.traffic;

import java.util.Optional;

import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.type.Elsewhere;

/**
 * What the protocols in force say about the requests with one {@code cmd_op} on one file. Made once and used for all of
 * them.
 *
 * @param protocol the protocol that the file speaks
 * @param command the command, empty when the protocol does not know the number
 * @param decoder reads the command's fields; there whenever the command is
 * @param elsewhere the command that has the number on other files, where the file's own protocol does not know it
 */
public record ResolvedCommand(Optional<Protocol> protocol, Optional<Command> command,
        Optional<CommandDecoder> decoder, Optional<Elsewhere> elsewhere) {
    /** For requests that no protocol decodes. */
    public static final ResolvedCommand NONE = new ResolvedCommand(Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty());

    /** Whether the protocol is called so. */
    public boolean isOf(String name) {
        return protocol.filter(known -> known.name().equals(name)).isPresent();
    }

    /** Whether the command is called so, by its name or as rows show it: {@code null.ANY}. */
    public boolean isCalled(String text) {
        if (command.isEmpty()) {
            return false;
        }
        String name = command.get().name();
        if (name.equals(text)) {
            return true;
        }
        int dot = text.length() - name.length() - 1;
        return dot > 0 && text.charAt(dot) == '.' && text.endsWith(name) && protocol.isPresent()
                && protocol.get().name().length() == dot && text.startsWith(protocol.get().name());
    }

    static ResolvedCommand of(Protocol protocol, Optional<CommandDecoder> decoder, Optional<Elsewhere> elsewhere) {
        return new ResolvedCommand(Optional.of(protocol), decoder.map(CommandDecoder::command), decoder, elsewhere);
    }
}
