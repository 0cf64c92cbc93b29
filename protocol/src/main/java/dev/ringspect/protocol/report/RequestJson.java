package dev.ringspect.protocol.report;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonWriter;
import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.traffic.ColumnValue;
import dev.ringspect.protocol.traffic.Completion;
import dev.ringspect.protocol.traffic.RequestColumn;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.traffic.Ring;
import dev.ringspect.protocol.uapi.CqeFlags;
import dev.ringspect.protocol.uapi.Errno;

/**
 * Writes requests as JSON lines, schema 1: one compact object a line, whose members {@link RequestColumn} lists; what the
 * request means comes after them. Every member is always there; what is not known,
 * or does not exist, is null. {@code userData}, {@code cmdOp} and {@code res2} are {@code "0x..."} strings; times are ns
 * of CLOCK_MONOTONIC; {@code sqe} is 128 or 256 hex digits; {@code errno} is a name such as {@code "EINVAL"}.
 */
public final class RequestJson {
    private static final Member[] LINE = line();

    private final Writer lines;
    private final LineBuffer line = new LineBuffer();
    private final JsonWriter out = writer(line);
    private final LineBuffer ringLine = new LineBuffer();
    private final CommandBytes bytes = new CommandBytes();
    private final RequestDetails details;
    private ResolvedCommand command = ResolvedCommand.NONE;
    private @Nullable Ring lastRing;
    private String lastRingText = "";

    /**
     * A member of a line.
     *
     * @param columns of an object its own members; none of any other
     */
    private record Member(String key, ColumnValue value, Predicate<RequestView> known, List<Member> columns) {}

    private static Member[] line() {
        Map<String, Member> line = new LinkedHashMap<>();
        for (RequestColumn column : RequestColumn.ALL) {
            column.json().ifPresent(json -> {
                Member member = new Member(json.key(), column.value(), json.known(), List.of());
                json.object().ifPresentOrElse(
                        object -> line.merge(object, new Member(object, member.value, member.known, List.of(member)),
                                (known, more) -> new Member(object, known.value, known.known,
                                        Stream.concat(known.columns.stream(), more.columns.stream()).toList())),
                        () -> line.put(member.key, member));
            });
        }
        return line.values().toArray(Member[]::new);
    }

    /**
     * A writer of lines; flushing and closing are left to the caller.
     *
     * @param lines where they go
     * @param details writes what the request means
     */
    public RequestJson(Writer lines, RequestDetails details) {
        this.lines = lines;
        this.details = details;
    }

    private static JsonWriter writer(LineBuffer to) {
        JsonWriter writer = new JsonWriter(to);
        // Several values one after the other are no JSON text, but they are JSON lines.
        writer.setStrictness(Strictness.LENIENT);
        writer.setSerializeNulls(true);
        writer.setHtmlSafe(false);
        return writer;
    }

    /** Writes one request as one line. */
    public void write(RequestView request) throws IOException {
        command = details.command(request);
        out.beginObject();
        for (Member member : LINE) {
            out.name(member.key);
            if (member.columns.isEmpty()) {
                write(member, request, out, line);
            } else {
                out.jsonValue(ring(member, request));
            }
        }
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
    private String ring(Member ring, RequestView request) throws IOException {
        if (!request.ring().equals(lastRing)) {
            JsonWriter object = writer(ringLine);
            object.beginObject();
            for (Member member : ring.columns) {
                write(member, request, object.name(member.key), ringLine);
            }
            object.endObject();
            lastRing = request.ring();
            lastRingText = ringLine.take();
        }
        return lastRingText;
    }

    /**
     * Writes the value of a member that has its name already.
     *
     * @param text what {@code to} writes into
     */
    private void write(Member member, RequestView request, JsonWriter to, LineBuffer text) throws IOException {
        switch (member.value) {
            case ColumnValue.Numeric number -> {
                if (!member.known.test(request)) {
                    to.nullValue();
                } else if (number.hex()) {
                    hex(number.of().applyAsLong(request), to, text);
                } else {
                    // The writer is told that a value follows, which makes no text of it and looks for nothing to escape.
                    to.jsonValue("");
                    text.number(number.of().applyAsLong(request));
                }
            }
            case ColumnValue.Flags flags -> names(flags.names().apply(flags.of().applyAsInt(request)), to);
            case ColumnValue.Text own -> to.value(member.known.test(request) ? own.of().apply(request) : null);
            case ColumnValue.Words words -> names(words.of().apply(request), to);
            case ColumnValue.Meant meant -> to.value(meant.of().apply(command).orElse(null));
            case ColumnValue.Completions completions -> completions(completions.of().apply(request), request);
            case ColumnValue.Bytes area -> {
                if (area.of().at(request, bytes).isEmpty()) {
                    to.nullValue();
                } else {
                    to.jsonValue("");
                    text.quotedHex(bytes);
                }
            }
        }
    }

    private static void hex(long value, JsonWriter to, LineBuffer text) throws IOException {
        to.jsonValue("");
        text.write('"');
        text.hex(value);
        text.write('"');
    }

    private void completions(List<Completion> completions, RequestView request) throws IOException {
        out.beginArray();
        for (Completion completion : completions) {
            out.beginObject();
            known("completeNs", completion.timeNs() != RequestView.NO_TIME, completion.timeNs());
            known("res", true, completion.res());
            out.name("errno").value(Errno.nameOfResult(completion.res()).orElse(null));
            names(CqeFlags.names(completion.cqeFlags()), out.name("cqeFlags"));
            known("buffer", (completion.cqeFlags() & CqeFlags.BUFFER) != 0,
                    CqeFlags.bufferId(completion.cqeFlags()));
            out.name("res2");
            if (completion.isCqe32()) {
                hex(completion.bigCqe0(), out, line);
            } else {
                out.nullValue();
            }
            out.name("overflowed").value(completion.overflowed()).endObject();
        }
        out.endArray();
        if (completions.size() < request.completionCount()) {
            out.name("completionCount").value(request.completionCount());
        }
    }

    private static void names(List<String> names, JsonWriter member) throws IOException {
        member.beginArray();
        for (String name : names) {
            member.value(name);
        }
        member.endArray();
    }

    private void known(String member, boolean known, long value) throws IOException {
        out.name(member);
        if (known) {
            out.jsonValue("");
            line.number(value);
        } else {
            out.nullValue();
        }
    }
}
