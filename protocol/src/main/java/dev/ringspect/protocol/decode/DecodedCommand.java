package dev.ringspect.protocol.decode;

import java.util.List;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Protocol;

/**
 * A request's meaning, for display.
 *
 * @param protocol the protocol
 * @param command the command
 * @param payload members of the payload in order, empty when the command has none
 * @param sqe the fields of the SQE that the command uses
 * @param cqe the words of the CQE that the command explains; empty as long as there is no completion
 * @param payloadSize bytes of the payload as declared
 * @param payloadAvailable bytes of it that the SQE has
 */
public record DecodedCommand(Protocol protocol, Command command, List<DecodedValue> payload, List<DecodedValue> sqe,
        List<DecodedValue> cqe, int payloadSize, int payloadAvailable) {
    public DecodedCommand {
        payload = List.copyOf(payload);
        sqe = List.copyOf(sqe);
        cqe = List.copyOf(cqe);
    }

    /** Whether a part of the payload lies past the end of the SQE. */
    public boolean cut() {
        return payloadAvailable < payloadSize;
    }
}
