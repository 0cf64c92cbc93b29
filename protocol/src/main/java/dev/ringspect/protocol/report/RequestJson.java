package dev.ringspect.protocol.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonWriter;
import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.traffic.Completion;
import dev.ringspect.protocol.traffic.PathMark;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.Ring;
import dev.ringspect.protocol.uapi.CqeFlags;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.protocol.uapi.SqeFlags;

/**
 * Writes requests as JSON lines, schema 1: one compact object a line. Every member is always there; what is not known,
 * or does not exist, is null. {@code userData}, {@code cmdOp} and {@code res2} are {@code "0x..."} strings; times are ns
 * of CLOCK_MONOTONIC; {@code sqe} is 128 or 256 hex digits; {@code errno} is a name such as {@code "EINVAL"}.
 */
public final class RequestJson {
    private final Writer lines;
    private final LineBuffer line = new LineBuffer();
    private final JsonWriter out;
    private final CommandBytes bytes = new CommandBytes();
    private final RequestDetails details;
    private @Nullable Ring lastRing;
    private String lastRingText = "";

    /**
     * A writer of lines; flushing and closing are left to the caller.
     *
     * @param lines where they go
     * @param details writes what the request means
     */
    public RequestJson(Writer lines, RequestDetails details) {
        this.lines = lines;
        this.details = details;
        this.out = new JsonWriter(line);
        // Several values one after the other are no JSON text, but they are JSON lines.
        out.setStrictness(Strictness.LENIENT);
        out.setSerializeNulls(true);
        out.setHtmlSafe(false);
    }

    /** Writes one request as one line. */
    public void write(RequestView request) throws IOException {
        out.beginObject();
        out.name("seq").value(request.seq());
        ring(request.ring());
        out.name("pid").value(request.pid());
        known(out.name("tid"), request.tid() != 0, request.tid());
        out.name("comm").value(request.comm());
        int opcode = request.opcode();
        if (opcode == RequestView.UNKNOWN_OPCODE) {
            out.name("opcode").nullValue().name("op").nullValue();
        } else {
            out.name("opcode").value(Opcode.nameOf(opcode)).name("op").value(opcode);
        }
        out.name("userData").value(unsigned(request.userData()));
        names("sqeFlags", SqeFlags.WORD.names(request.sqeFlags()));
        known(out.name("fd"), request.sqeSize() > 0, request.fd());
        out.name("device").value(request.device().isEmpty() ? null : request.device());
        details.names(request, out);
        boolean hasCommand = request.isUringCmd() && (request.sqeSize() > 0 || request.cmdOp() != 0);
        out.name("cmdOp").value(hasCommand ? unsigned(Integer.toUnsignedLong(request.cmdOp())) : null);
        known(out.name("submitNs"), request.submitSeen(), request.submitNs());
        known(out.name("completeNs"), request.completeNs() != RequestView.NO_TIME, request.completeNs());
        out.name("state").value(request.state().word());
        path(request.marks());
        result(request);
        List<Completion> completions = request.completions();
        completions(completions);
        if (completions.size() < request.completionCount()) {
            out.name("completionCount").value(request.completionCount());
        }
        sqe(request);
        details.values(request, out);
        out.endObject();
        line.write('\n');
        line.moveTo(lines);
    }

    /** Writes the last line. */
    public void write(TraceSummary summary) throws IOException {
        out.beginObject().name("summary");
        summary.writeTo(out);
        out.endObject();
        line.write('\n');
        line.moveTo(lines);
    }

    /** A ring is described once: its requests come one after the other, nearly always. */
    private void ring(Ring ring) throws IOException {
        if (!ring.equals(lastRing)) {
            StringWriter text = new StringWriter();
            try (JsonWriter object = new JsonWriter(text)) {
                ring(ring, object);
            }
            lastRing = ring;
            lastRingText = text.toString();
        }
        out.name("ring").jsonValue(lastRingText);
    }

    private static void ring(Ring ring, JsonWriter out) throws IOException {
        out.beginObject().name("id").value(ring.id());
        known(out.name("fd"), ring.fd() >= 0, ring.fd());
        out.name("flags").beginArray();
        for (String name : SetupFlags.WORD.names(ring.setupFlags())) {
            out.value(name);
        }
        out.endArray();
        known(out.name("sqEntries"), ring.sqEntries() != 0, ring.sqEntries());
        known(out.name("cqEntries"), ring.cqEntries() != 0, ring.cqEntries());
        out.endObject();
    }

    private void path(int path) throws IOException {
        out.name("path").beginArray();
        for (PathMark mark : PathMark.marks(path)) {
            out.value(mark.word());
        }
        out.endArray();
    }

    private void result(RequestView request) throws IOException {
        boolean has = request.hasResult();
        known(out.name("res"), has, request.res());
        Optional<String> errno = has ? Errno.nameOfResult(request.res()) : Optional.empty();
        out.name("errno").value(errno.orElse(null));
        names("cqeFlags", CqeFlags.names(request.cqeFlags()));
        out.name("res2").value(request.isCqe32() ? unsigned(request.bigCqe0()) : null);
    }

    private void completions(List<Completion> completions) throws IOException {
        out.name("completions").beginArray();
        for (Completion completion : completions) {
            out.beginObject();
            known(out.name("completeNs"), completion.timeNs() != RequestView.NO_TIME, completion.timeNs());
            out.name("res").value(completion.res());
            out.name("errno").value(Errno.nameOfResult(completion.res()).orElse(null));
            names("cqeFlags", CqeFlags.names(completion.cqeFlags()));
            known(out.name("buffer"), (completion.cqeFlags() & CqeFlags.BUFFER) != 0,
                    CqeFlags.bufferId(completion.cqeFlags()));
            out.name("res2").value(completion.isCqe32() ? unsigned(completion.bigCqe0()) : null);
            out.name("overflowed").value(completion.overflowed()).endObject();
        }
        out.endArray();
    }

    private void sqe(RequestView request) throws IOException {
        if (request.sqeSize() == 0) {
            out.name("sqe").nullValue();
            return;
        }
        // The writer puts the name and is told that a value follows, which needs no search for what to escape.
        out.name("sqe").jsonValue("");
        line.quotedHex(request.sqe(bytes));
    }

    private void names(String member, List<String> names) throws IOException {
        out.name(member).beginArray();
        for (String name : names) {
            out.value(name);
        }
        out.endArray();
    }

    private static void known(JsonWriter member, boolean known, long value) throws IOException {
        if (known) {
            member.value(value);
        } else {
            member.nullValue();
        }
    }

    private static String unsigned(long value) {
        return "0x" + Long.toHexString(value);
    }
}
