package dev.ringspect.protocol.report;

import java.io.IOException;
import java.io.Writer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonWriter;

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
    private final JsonWriter out;
    private final RequestDetails details;
    private final char[] hex = new char[256];

    /**
     * A writer of lines; flushing and closing are left to the caller.
     *
     * @param lines where they go
     * @param details writes what the request means
     */
    public RequestJson(Writer lines, RequestDetails details) {
        this.lines = lines;
        this.details = details;
        this.out = new JsonWriter(lines);
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
        known(out.name("completeNs"), request.hasResult(), request.completeNs());
        out.name("state").value(request.state().word());
        path(request.path());
        result(request);
        completions(request.completions());
        sqe(request);
        details.values(request, out);
        out.endObject();
        lines.write('\n');
    }

    /** Writes the last line. */
    public void write(TraceSummary summary) throws IOException {
        out.beginObject().name("summary");
        summary.writeTo(out);
        out.endObject();
        lines.write('\n');
    }

    private void ring(Ring ring) throws IOException {
        out.name("ring").beginObject().name("id").value(ring.id());
        known(out.name("fd"), ring.fd() >= 0, ring.fd());
        names("flags", SetupFlags.WORD.names(ring.setupFlags()));
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
        out.name("res2").value(request.hasBigCqe() ? unsigned(request.res2()) : null);
    }

    private void completions(List<Completion> completions) throws IOException {
        out.name("completions").beginArray();
        for (Completion completion : completions) {
            out.beginObject().name("completeNs").value(completion.timeNs()).name("res").value(completion.res());
            out.name("errno").value(Errno.nameOfResult(completion.res()).orElse(null));
            names("cqeFlags", CqeFlags.names(completion.cqeFlags()));
            known(out.name("buffer"), (completion.cqeFlags() & CqeFlags.BUFFER) != 0,
                    CqeFlags.bufferId(completion.cqeFlags()));
            out.name("res2").value(completion.big() ? unsigned(completion.extra1()) : null);
            out.name("overflowed").value(completion.overflowed()).endObject();
        }
        out.endArray();
    }

    private void sqe(RequestView request) throws IOException {
        if (request.sqeSize() == 0) {
            out.name("sqe").nullValue();
            return;
        }
        MemorySegment memory = request.memory();
        for (int i = 0; i < request.sqeSize(); i++) {
            int value = Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, request.sqeOffset() + i));
            hex[2 * i] = Character.forDigit(value >>> 4, 16);
            hex[2 * i + 1] = Character.forDigit(value & 15, 16);
        }
        out.name("sqe").value(new String(hex, 0, 2 * request.sqeSize()));
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
