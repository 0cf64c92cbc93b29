package dev.ringspect.protocol.layout;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.google.gson.stream.JsonWriter;

import dev.ringspect.protocol.layout.StructLayout.Hole;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.text.LineColumn;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;

/** Prints layouts: for people in the manner of pahole, for programs as JSON. */
public final class LayoutPrinter {
    private final Function<String, Optional<SourceText>> sources;
    private final Optional<String> recorded;

    /**
     * A printer.
     *
     * @param sources the text of a location's {@link Location#source}, for line numbers
     */
    public LayoutPrinter(Function<String, Optional<SourceText>> sources) {
        this(sources, Optional.empty());
    }

    private LayoutPrinter(Function<String, Optional<SourceText>> sources, Optional<String> recorded) {
        this.sources = sources;
        this.recorded = recorded;
    }

    /** A printer for layouts that a file records, of {@code machine}; no file records what they are aligned to. */
    public static LayoutPrinter ofRecorded(String machine) {
        return new LayoutPrinter(_ -> Optional.empty(), Optional.of(machine));
    }

    /** A printer for types that all stand in one text. */
    public static LayoutPrinter of(SourceText text) {
        return new LayoutPrinter(uri -> uri.equals(text.uri()) ? Optional.of(text) : Optional.empty());
    }

    /** One struct or union as C with offsets, sizes and holes in comments; several lines, each ended. */
    public String text(StructLayout layout) {
        return new LayoutText(layout, place(layout.type().where()), recorded).print();
    }

    /** An enum with its values as C writes it; several lines, each ended. */
    public String text(Type.EnumType type, Abi abi) {
        StringBuilder text = new StringBuilder(type.display()).append(" {\n");
        boolean signed = abi.isSigned(type.underlying().kind());
        for (Type.Enumerator constant : type.enumerators()) {
            text.append("    ").append(constant.name()).append(" = ")
                    .append(signed ? Long.toString(constant.value()) : Long.toUnsignedString(constant.value()))
                    .append(",\n");
        }
        return text.append("    /* ").append(abi.word()).append(": size ").append(abi.sizeOf(type.underlying().kind()))
                .append(signed ? ", signed" : ", unsigned").append(", values ").append(type.enumerators().size())
                .append(" */\n};\n").toString();
    }

    /**
     * The object that {@code layout --json} prints, without a line end.
     *
     * @param abi the ABI of {@code layouts}
     * @param captures what a trace may copy; where it copies nothing, nothing is said of it
     * @param problems what is wrong with {@code problemSource}
     * @param problemSource the text that {@code problems} are about
     */
    public String json(Abi abi, List<StructLayout> layouts, List<CapturedTarget> captures, List<Problem> problems,
            SourceText problemSource) {
        StringWriter text = new StringWriter();
        try (JsonWriter out = new JsonWriter(text)) {
            out.setHtmlSafe(false);
            out.setSerializeNulls(true);
            out.beginObject().name("schema").value(1).name("abi").value(recorded.orElse(abi.word())).name("types")
                    .beginArray();
            for (StructLayout layout : layouts) {
                type(layout, out);
            }
            out.endArray();
            if (!captures.isEmpty()) {
                captures(captures, out);
            }
            out.name("problems").beginArray();
            for (Problem problem : problems) {
                problem(problem, problemSource, out);
            }
            out.endArray().endObject();
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return text.toString();
    }

    private static void captures(List<CapturedTarget> captures, JsonWriter out) throws IOException {
        out.name("captures").beginArray();
        for (CapturedTarget capture : captures) {
            out.beginObject().name("about").value(capture.about()).name("field").value(capture.field());
            out.name("target").value(capture.target()).name("bytes").value(capture.bytes());
            out.name("in").value(capture.in()).name("out").value(capture.out()).endObject();
        }
        out.endArray();
    }

    private void type(StructLayout layout, JsonWriter out) throws IOException {
        Type.Struct type = layout.type();
        out.beginObject().name("kind").value(type.keyword().word()).name("name").value(type.name());
        out.name("file");
        Optional<Location> where = type.where();
        Optional<LineColumn> position = where.flatMap(this::position);
        out.value(where.map(location -> file(location.source())).orElse(null));
        out.name("line").value(position.map(at -> at.line() + 1).orElse(null));
        out.name("size").value(layout.size()).name("align");
        out.value(recorded.isEmpty() ? Integer.valueOf(layout.align()) : null);
        members(layout.shown(), out);
        out.name("holes").beginArray();
        for (Hole hole : layout.holes()) {
            out.beginObject().name("offset").value(hole.offset()).name("size").value(hole.size()).endObject();
        }
        out.endArray().name("tailPadding").value(layout.tailPadding()).endObject();
    }

    private void members(List<MemberLayout> members, JsonWriter out) throws IOException {
        out.name("members").beginArray();
        for (MemberLayout member : members) {
            boolean bits = member.member().isBitField();
            out.beginObject().name("name").value(member.member().name());
            out.name("type").value(member.member().type().display());
            out.name("offset").value(member.offset()).name("size").value(member.size());
            out.name("bitOffset").value(bits ? Long.valueOf(member.bitOffset()) : null);
            out.name("bitWidth").value(bits ? Integer.valueOf(member.member().bitWidth()) : null);
            members(member.members(), out);
            out.endObject();
        }
        out.endArray();
    }

    private static void problem(Problem problem, SourceText source, JsonWriter out) throws IOException {
        LineColumn at = source.position(problem.span().start());
        out.beginObject().name("file").value(file(source.uri())).name("line").value(at.line() + 1);
        out.name("column").value(at.column() + 1).name("severity").value(problem.severity().word());
        out.name("message").value(problem.message()).endObject();
    }

    private Optional<LineColumn> position(Location location) {
        return sources.apply(location.source()).map(text -> text.position(location.span().start()));
    }

    private String place(Optional<Location> where) {
        return where.map(location -> file(location.source())
                + position(location).map(at -> ":" + (at.line() + 1)).orElse("")).orElse("");
    }

    /** The path of a {@code file:} URI, any other name as it is. */
    public static String file(String uri) {
        try {
            return uri.startsWith("file:") ? Path.of(URI.create(uri)).toString() : uri;
        } catch (IllegalArgumentException notAPath) {
            return uri;
        }
    }
}
