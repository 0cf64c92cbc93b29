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
    /** Has the line's object open for the details. */
    private final JsonWriter out = writer(line);
    /** Writes values one after the other, whose names stand in the line already. */
    private final JsonWriter values = writer(line);
    private final LineBuffer ringLine = new LineBuffer();
    private final JsonWriter ringValues = writer(ringLine);
    private final CommandBytes bytes = new CommandBytes();
    private final RequestDetails details;
    private ResolvedCommand command = ResolvedCommand.NONE;
    private @Nullable Ring lastRing;
    private String lastRingText = "";

    /**
     * A member of a line.
     *
     * @param start its name as a line has it, which is looked through for what to escape once and not for each request
     * @param columns of an object its own members; none of any other
     */
    private record Member(String start, ColumnValue value, Predicate<RequestView> known, List<Member> columns) {
        /** The same object with the members of {@code more}. */
        Member with(Member more) {
            return new Member(start, value, known, Stream.concat(columns.stream(), more.columns.stream()).toList());
        }
    }

    private static String start(String key) {
        return "\"" + key + "\":";
    }

    private static Member[] line() {
        Map<String, Member> line = new LinkedHashMap<>();
        for (RequestColumn column : RequestColumn.ALL) {
            column.json().ifPresent(json -> {
                Member member = new Member(start(json.key()), column.value(), json.known(), List.of());
                json.object().ifPresentOrElse(
                        object -> line.merge(object, new Member(start(object), member.value, member.known,
                                List.of(member)), Member::with),
                        () -> line.put(json.key(), member));
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
    public void write(ReadRequest read) throws IOException {
        RequestView request = read.request();
        command = read.command();
        out.beginObject();
        for (Member member : LINE) {
            line.write(member.start);
            if (member.columns.isEmpty()) {
                write(member, request, values, line);
            } else {
                line.write(ring(member, request));
            }
            line.write(',');
        }
        // To the writer this is the object's first member, so that it puts no comma before it.
        details.values(read, out);
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
            String next = "{";
            for (Member member : ring.columns) {
                ringLine.write(next);
                ringLine.write(member.start);
                write(member, request, ringValues, ringLine);
                next = ",";
            }
            ringLine.write('}');
            lastRing = request.ring();
            lastRingText = ringLine.take();
        }
        return lastRingText;
    }

    /**
     * Writes the value of a member. What needs no quotes and no escapes goes straight into the line.
     *
     * @param text what {@code to} writes into
     */
    private void write(Member member, RequestView request, JsonWriter to, LineBuffer text) throws IOException {
        switch (member.value) {
            case ColumnValue.Numeric number -> {
                if (!member.known.test(request)) {
                    to.nullValue();
                } else if (number.hex()) {
                    hex(number.of().applyAsLong(request), text);
                } else {
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
                    text.quotedHex(bytes);
                }
            }
        }
    }

    private static void hex(long value, LineBuffer text) {
        text.write('"');
        text.hex(value);
        text.write('"');
    }

    private void completions(List<Completion> completions, RequestView request) throws IOException {
        values.beginArray();
        for (Completion completion : completions) {
            values.beginObject();
            known("completeNs", completion.timeNs() != RequestView.NO_TIME, completion.timeNs());
            known("res", true, completion.res());
            values.name("errno").value(Errno.nameOfResult(completion.res()).orElse(null));
            names(CqeFlags.names(completion.cqeFlags()), values.name("cqeFlags"));
            known("buffer", (completion.cqeFlags() & CqeFlags.BUFFER) != 0,
                    CqeFlags.bufferId(completion.cqeFlags()));
            values.name("res2");
            if (completion.isCqe32()) {
                // The writer is told that a value follows.
                values.jsonValue("");
                hex(completion.bigCqe0(), line);
            } else {
                values.nullValue();
            }
            values.name("overflowed").value(completion.overflowed()).endObject();
        }
        values.endArray();
        if (completions.size() < request.completionCount()) {
            line.write(",\"completionCount\":");
            line.number(request.completionCount());
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
        values.name(member);
        if (known) {
            values.jsonValue("");
            line.number(value);
        } else {
            values.nullValue();
        }
    }
}
