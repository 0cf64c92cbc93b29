package dev.ringspect.server.cli.trace;

import java.util.Optional;

import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.decode.DecodedCommand;
import dev.ringspect.protocol.report.LineBuffer;
import dev.ringspect.protocol.report.ReadRequest;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;

/** The last column of a request, for a person: its command, and the fields of that. Used by one thread. */
public final class CommandText {
    private final CommandBytes bytes = new CommandBytes();

    /** Writes the name of a command: {@code demo.IO}; nothing for what is none. */
    public void name(LineBuffer out, ReadRequest read) {
        if (!read.request().isUringCmd()) {
            return;
        }
        ResolvedCommand command = read.command();
        if (command.protocol().isPresent()) {
            out.write(command.protocol().get().name());
            out.write('.');
        }
        if (command.command().isPresent()) {
            out.write(command.command().get().name());
        } else {
            out.write(command.protocol().isPresent() ? "? cmd_op 0x" : "cmd_op 0x");
            out.write(Integer.toHexString(read.request().cmdOp()));
        }
    }

    /** Writes the decoded fields; nothing when none are declared, or the SQE was not seen. */
    public void values(LineBuffer out, ReadRequest read) {
        RequestView request = read.request();
        Optional<CommandDecoder> decoder = read.command().decoder();
        if (decoder.isEmpty() || request.sqeSize() == 0) {
            return;
        }
        DecodedCommand decoded = request.hasResult()
                ? decoder.get().decode(request.sqe(bytes), request.res(),
                        request.cqeFlags(), request.bigCqe0(), request.bigCqe1(), request.isCqe32())
                : decoder.get().decode(request.sqe(bytes));
        ValueText.write(out, decoded);
        if (request.pduSize() > 0 && decoder.get().pdu().isPresent()) {
            out.write(" pdu={");
            ValueText.write(out, decoder.get().pdu().get().members(request.pdu(bytes)));
            out.write('}');
        }
    }
}
