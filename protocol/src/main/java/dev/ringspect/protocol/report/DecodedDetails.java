package dev.ringspect.protocol.report;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import com.google.gson.stream.JsonWriter;

import dev.ringspect.protocol.decode.AreaDecoder;
import dev.ringspect.protocol.decode.Called;
import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.decode.DecodedJson;
import dev.ringspect.protocol.decode.DecodedValue;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.traffic.RequestView;

/** Writes a request's meaning as it was read, with the findings that it shows by itself. */
public final class DecodedDetails implements RequestDetails {
    private final Function<Location, FoundAt> places;
    private final CommandBytes bytes = new CommandBytes();

    /** Details; places are known by their texts alone. */
    public DecodedDetails() {
        this(where -> new FoundAt(where.source(), 0, 0));
    }

    /**
     * Details.
     *
     * @param places says where a place is
     */
    public DecodedDetails(Function<Location, FoundAt> places) {
        this.places = places;
    }

    @Override
    public void values(ReadRequest read, JsonWriter out) throws IOException {
        RequestView request = read.request();
        Optional<CommandDecoder> decoder = read.command().decoder();
        payload(request, decoder, out);
        cqe(request, decoder, out);
        pdu(request, decoder.flatMap(CommandDecoder::pdu), out);
        out.name("findings").beginArray();
        for (Finding finding : read.findings()) {
            out.beginObject().name("id").value(finding.id()).name("severity").value(finding.severity().word())
                    .name("message").value(finding.message());
            at(finding, out.name("at"));
            out.endObject();
        }
        out.endArray();
    }

    private void at(Finding finding, JsonWriter out) throws IOException {
        if (finding.where().isEmpty()) {
            out.nullValue();
            return;
        }
        FoundAt at = places.apply(finding.where().get());
        out.beginObject().name("file").value(at.file());
        if (at.line() == 0) {
            out.name("line").nullValue().name("column").nullValue().endObject();
        } else {
            out.name("line").value(at.line()).name("column").value(at.column()).endObject();
        }
    }

    private void payload(RequestView request, Optional<CommandDecoder> decoder, JsonWriter out)
            throws IOException {
        CommandBytes sqe = request.sqe(bytes);
        if (decoder.isEmpty() || sqe.isEmpty()) {
            out.name("payload").nullValue().name("payloadNames").nullValue();
            return;
        }
        decoder.get().sqe().writeFields(sqe, out.name("payload"));
        decoder.get().sqe().writeNames(sqe, out.name("payloadNames"));
    }

    private static void cqe(RequestView request, Optional<CommandDecoder> decoder, JsonWriter out) throws IOException {
        if (decoder.isEmpty() || !decoder.get().explainsCqe() || !request.hasResult()) {
            out.name("cqe").nullValue().name("cqeNames").nullValue();
            return;
        }
        List<DecodedValue> words = decoder.get().cqe(request.res(), request.cqeFlags(), request.bigCqe0(),
                request.bigCqe1(), request.isCqe32());
        DecodedJson.writeFields(words, out.name("cqe"));
        out.name("cqeNames").beginObject();
        for (Map.Entry<String, Called> name : decoder.get()
                .cqeNames(request.res(), request.cqeFlags(), request.bigCqe0(),
                        request.bigCqe1(), request.isCqe32())
                .entrySet()) {
            name.getValue().writeTo(out.name(name.getKey()));
        }
        out.endObject();
    }

    /** The bytes alone where no protocol declares what the driver keeps there. */
    private void pdu(RequestView request, Optional<AreaDecoder> decoder, JsonWriter out) throws IOException {
        CommandBytes pdu = request.pdu(bytes);
        if (pdu.isEmpty()) {
            out.name("pdu").nullValue().name("pduNames").nullValue();
        } else if (decoder.isPresent()) {
            decoder.get().writeFields(pdu, out.name("pdu"));
            decoder.get().writeNames(pdu, out.name("pduNames"));
        } else {
            out.name("pdu").beginObject().name("bytes")
                    .value(HexFormat.of().formatHex(pdu.copy())).endObject();
            out.name("pduNames").nullValue();
        }
    }
}
