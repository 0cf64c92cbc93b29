package dev.ringspect.protocol.report;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.Optional;

import com.google.gson.stream.JsonWriter;

import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.inspect.Finding;
import dev.ringspect.protocol.inspect.TrafficInspector;
import dev.ringspect.protocol.traffic.CommandResolver;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;

/** Writes a request's meaning as the protocols in force decode it, with the findings that it shows by itself. */
public final class DecodedDetails implements RequestDetails {
    private final CommandResolver resolver;
    private final TrafficInspector inspector;

    /**
     * Details by these protocols.
     *
     * @param resolver finds each request's command
     * @param inspector finds what each request shows; nothing is counted in it
     */
    public DecodedDetails(CommandResolver resolver, TrafficInspector inspector) {
        this.resolver = resolver;
        this.inspector = inspector;
    }

    @Override
    public void names(RequestView request, JsonWriter out) throws IOException {
        ResolvedCommand resolved = resolver.resolve(request);
        out.name("protocol").value(resolved.protocol().map(protocol -> protocol.name()).orElse(null));
        out.name("command").value(resolved.command().map(command -> command.name()).orElse(null));
    }

    @Override
    public void values(RequestView request, JsonWriter out) throws IOException {
        ResolvedCommand resolved = resolver.resolve(request);
        payload(request, resolved.decoder(), out.name("payload"));
        pdu(request, resolved.decoder().flatMap(CommandDecoder::pdu), out.name("pdu"));
        out.name("findings").beginArray();
        for (Finding finding : inspector.findingsOf(request, resolved)) {
            out.beginObject().name("id").value(finding.id()).name("severity").value(finding.severity().word())
                    .name("message").value(finding.message()).endObject();
        }
        out.endArray();
    }

    private static void payload(RequestView request, Optional<CommandDecoder> decoder, JsonWriter out)
            throws IOException {
        if (decoder.isEmpty() || request.sqeSize() == 0) {
            out.nullValue();
            return;
        }
        decoder.get().writeFields(request.memory(), request.sqeOffset(), request.sqeSize(), out);
    }

    /** The bytes alone where no protocol declares what the driver keeps there. */
    private static void pdu(RequestView request, Optional<CommandDecoder> decoder, JsonWriter out) throws IOException {
        if (request.pduSize() == 0) {
            out.nullValue();
        } else if (decoder.isPresent()) {
            decoder.get().writeFields(request.memory(), CommandDecoder.pduAt(request.pduOffset()),
                    CommandDecoder.pduEnd(request.pduSize()), out);
        } else {
            MemorySegment pdu = request.memory().asSlice(request.pduOffset(), request.pduSize());
            out.beginObject().name("bytes").value(HexFormat.of().formatHex(pdu.toArray(ValueLayout.JAVA_BYTE)))
                    .endObject();
        }
    }
}
