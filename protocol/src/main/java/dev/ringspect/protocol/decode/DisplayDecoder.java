package dev.ringspect.protocol.decode;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.gson.stream.JsonWriter;

/**
 * What a person reads of one area of a command's requests, where it has one size: the layout is walked once, and each request only
 * fills in its numbers, as a tree or straight into JSON. Immutable.
 */
final class DisplayDecoder {
    private final int size;
    private final List<DisplayNode> members;
    private final List<DisplayNode> words;
    private final List<DisplayNode> named;

    DisplayDecoder(AreaDecoder decoder, int size) {
        this.size = size;
        DisplayCompiler compiler = new DisplayCompiler(decoder, size);
        members = compiler.members();
        words = compiler.words();
        named = Stream.concat(members.stream(), words.stream()).flatMap(node -> named(node).stream()).toList();
    }

    /** How many bytes the area has. */
    int size() {
        return size;
    }

    /** The members of the area's struct. */
    List<DecodedValue> members(CommandBytes bytes) {
        return DisplayNode.all(members, bytes);
    }

    /** The words of the SQE that the command uses. */
    List<DecodedValue> words(CommandBytes bytes) {
        return DisplayNode.all(words, bytes);
    }

    /** The same as {@link DecodedJson#writeFields} writes of the tree. */
    void write(CommandBytes bytes, JsonWriter out) throws IOException {
        out.beginObject();
        writeMembers(members, bytes, out);
        writeMembers(words, bytes, out);
        out.endObject();
    }

    private static void writeMembers(List<DisplayNode> nodes, CommandBytes bytes, JsonWriter out)
            throws IOException {
        for (int i = 0; i < nodes.size(); i++) {
            DisplayNode node = nodes.get(i);
            if (node instanceof DisplayNode.Guarded guarded) {
                if (!guarded.holds(bytes)) {
                    continue;
                }
                node = guarded.node();
            }
            if (node instanceof DisplayNode.Members anonymous && anonymous.name().isEmpty()) {
                writeMembers(anonymous.members(), bytes, out);
            } else {
                write(node, bytes, out.name(node.name()));
            }
        }
    }

    private static void write(DisplayNode node, CommandBytes bytes, JsonWriter out) throws IOException {
        switch (node) {
            case DisplayNode.Word number ->
                DecodedJson.number(number.field(), number.type(), number.raw(bytes), out);
            case DisplayNode.Buffer buffer -> write(buffer.word(), bytes, out);
            case DisplayNode.Computed computed -> {
                if (!computed.present(bytes)) {
                    out.nullValue();
                } else if (computed.wide()) {
                    out.value("0x" + Long.toHexString(computed.raw(bytes)));
                } else {
                    out.value(computed.raw(bytes));
                }
            }
            case DisplayNode.BigNumber number -> out.value(number.text(bytes));
            case DisplayNode.Characters characters -> out.value(characters.text(bytes));
            case DisplayNode.Absent _ -> out.nullValue();
            case DisplayNode.Guarded guarded -> write(guarded.node(), bytes, out);
            case DisplayNode.Members struct -> {
                out.beginObject();
                writeMembers(struct.members(), bytes, out);
                out.endObject();
            }
            case DisplayNode.Elements array -> {
                out.beginArray();
                int there = array.there(bytes);
                for (int i = 0; i < there; i++) {
                    write(array.elements().get(i), bytes, out);
                }
                out.endArray();
            }
        }
    }

    /** What of {@code node} may have numbers that are called something. */
    private static Optional<DisplayNode> named(DisplayNode node) {
        return switch (node) {
            case DisplayNode.Word word -> Called.possible(word.field()) ? Optional.of(word) : Optional.empty();
            case DisplayNode.Buffer buffer -> named(buffer.word());
            case DisplayNode.Computed _,DisplayNode.BigNumber _,DisplayNode.Characters _,DisplayNode.Absent _ ->
                Optional.empty();
            case DisplayNode.Guarded guarded -> named(guarded.node())
                    .map(inner -> new DisplayNode.Guarded(inner, guarded.guard()));
            case DisplayNode.Members struct -> {
                List<DisplayNode> inner = struct.members().stream().flatMap(member -> named(member).stream()).toList();
                yield inner.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new DisplayNode.Members(struct.name(), struct.path(), struct.type(), inner,
                                struct.offset(), struct.size(), struct.where()));
            }
            // All elements are of one kind; they stay together, since a request may have fewer of them.
            case DisplayNode.Elements array -> array.elements().stream().allMatch(element -> named(element).isPresent())
                    ? Optional.of(array)
                    : Optional.empty();
        };
    }

    /** See {@link AreaDecoder#writeNames}. */
    void writeNames(CommandBytes bytes, JsonWriter out) throws IOException {
        out.beginObject();
        for (int i = 0; i < named.size(); i++) {
            writeNames(named.get(i), bytes, out);
        }
        out.endObject();
    }

    private static void writeNames(DisplayNode node, CommandBytes bytes, JsonWriter out) throws IOException {
        switch (node) {
            case DisplayNode.Word word -> {
                Optional<Called> called = Called.of(word.field(), word.raw(bytes));
                if (called.isPresent()) {
                    boolean ofSqe = word.field().area() == Field.Area.SQE;
                    called.get().writeTo(out.name(ofSqe ? word.name() : word.path()));
                }
            }
            case DisplayNode.Guarded guarded -> {
                if (guarded.holds(bytes)) {
                    writeNames(guarded.node(), bytes, out);
                }
            }
            case DisplayNode.Members struct -> {
                for (DisplayNode member : struct.members()) {
                    writeNames(member, bytes, out);
                }
            }
            case DisplayNode.Elements array -> {
                int there = array.there(bytes);
                for (int i = 0; i < there; i++) {
                    writeNames(array.elements().get(i), bytes, out);
                }
            }
            case DisplayNode.Buffer _,DisplayNode.Computed _,DisplayNode.BigNumber _,DisplayNode.Characters _,DisplayNode.Absent _ -> {
                // These have no names.
            }
        }
    }

    /** The value of a word of the CQE. */
    static DecodedValue scalar(Field field, String name, long raw) {
        return new DecodedValue.Scalar(name, field.path(), field.type(), raw, field.wideUnsigned(),
                FieldText.number(field, raw), FieldText.of(field, raw), Optional.empty(),
                field.offset(), field.byteLength(),
                field.where());
    }
}
