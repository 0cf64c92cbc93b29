package dev.ringspect.protocol.report;

import java.io.IOException;

import com.google.gson.stream.JsonWriter;

/** Writes what a request means, into the JSON object that {@link RequestJson} has open. */
public interface RequestDetails {
    /** For requests that nothing decodes: every member is there, and null or empty. */
    RequestDetails NONE = new RequestDetails() {
        @Override
        public void values(ReadRequest read, JsonWriter out) throws IOException {
            out.name("payload").nullValue().name("payloadNames").nullValue().name("cqe").nullValue().name("cqeNames")
                    .nullValue().name("pdu").nullValue().name("pduNames").nullValue().name("findings").beginArray()
                    .endArray();
        }
    };

    /**
     * Writes the members {@code payload}, {@code cqe}, {@code pdu}, what their numbers are called, and {@code findings},
     * with their names.
     */
    void values(ReadRequest read, JsonWriter out) throws IOException;
}
