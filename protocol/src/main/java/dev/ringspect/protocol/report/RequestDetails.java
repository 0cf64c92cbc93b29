package dev.ringspect.protocol.report;

import java.io.IOException;

import com.google.gson.stream.JsonWriter;

import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;

/** Writes what a request means, into the JSON object that {@link RequestJson} has open. */
public interface RequestDetails {
    /** For requests that nothing decodes: every member is there, and null or empty. */
    RequestDetails NONE = new RequestDetails() {
        @Override
        public ResolvedCommand command(RequestView request) {
            return ResolvedCommand.NONE;
        }

        @Override
        public void values(RequestView request, JsonWriter out) throws IOException {
            out.name("payload").nullValue().name("payloadNames").nullValue().name("cqe").nullValue().name("cqeNames")
                    .nullValue().name("pdu").nullValue().name("pduNames").nullValue().name("findings").beginArray()
                    .endArray();
        }
    };

    /** What the request is called. */
    ResolvedCommand command(RequestView request);

    /**
     * Writes the members {@code payload}, {@code cqe}, {@code pdu}, what their numbers are called, and {@code findings},
     * with their names.
     */
    void values(RequestView request, JsonWriter out) throws IOException;
}
