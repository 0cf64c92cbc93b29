package dev.ringspect.protocol.decode;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.gson.stream.JsonWriter;

import dev.ringspect.protocol.layout.Abi;

/**
 * What a person reads of one command's requests with SQEs of one size: the layout is walked once, and each request only
 * fills in its numbers, as a tree or straight into JSON. Immutable.
 */
final class DisplayDecoder {
    private final CommandDecoder decoder;
    private final int sqeBytes;
    private final List<DisplayNode> payload;
    private final List<DisplayNode> sqe;
    private final List<DisplayNode> named;

    DisplayDecoder(CommandDecoder decoder, Abi abi, int sqeBytes) {
        this.decoder = decoder;
        this.sqeBytes = sqeBytes;
        DisplayCompiler compiler = new DisplayCompiler(decoder, abi, sqeBytes);
        payload = compiler.payload();
        sqe = compiler.sqe();
        named = Stream.concat(payload.stream(), sqe.stream()).flatMap(node -> named(node).stream()).toList();
    }

    int sqeBytes() {
        return sqeBytes;
    }

    /** The SQE at {@code at}, with the words of its CQE. */
    DecodedCommand decode(MemorySegment memory, long at, List<DecodedValue> cqe) {
        int size = decoder.payloadSize();
        int available = Math.min(size, Math.max(0, sqeBytes - CommandDecoder.PAYLOAD_OFFSET));
        return new DecodedCommand(decoder.protocol(), decoder.command(), DisplayNode.all(payload, memory, at),
                DisplayNode.all(sqe, memory, at), cqe, size, available);
    }

    /** The same as {@link DecodedJson#writeFields} writes of the tree. */
    void write(MemorySegment memory, long at, JsonWriter out) throws IOException {
        out.beginObject();
        writeMembers(payload, memory, at, out);
        writeMembers(sqe, memory, at, out);
        out.endObject();
    }

    private static void writeMembers(List<DisplayNode> nodes, MemorySegment memory, long at, JsonWriter out)
            throws IOException {
        for (int i = 0; i < nodes.size(); i++) {
            DisplayNode node = nodes.get(i);
            if (node instanceof DisplayNode.Guarded guarded) {
                if (!guarded.holds(memory, at)) {
                    continue;
                }
                node = guarded.node();
            }
            if (node instanceof DisplayNode.Members anonymous && anonymous.name().isEmpty()) {
                writeMembers(anonymous.members(), memory, at, out);
            } else {
                write(node, memory, at, out.name(node.name()));
            }
        }
    }

    private static void write(DisplayNode node, MemorySegment memory, long at, JsonWriter out) throws IOException {
        switch (node) {
            case DisplayNode.Word number ->
                DecodedJson.number(number.field(), number.type(), number.raw(memory, at), out);
            case DisplayNode.Buffer buffer -> write(buffer.word(), memory, at, out);
            case DisplayNode.Computed computed -> {
                if (!computed.present(memory, at)) {
                    out.nullValue();
                } else if (computed.wide()) {
                    out.value("0x" + Long.toHexString(computed.raw(memory, at)));
                } else {
                    out.value(computed.raw(memory, at));
                }
            }
            case DisplayNode.BigNumber number -> out.value(number.text(memory, at));
            case DisplayNode.Characters characters -> out.value(characters.text(memory, at));
            case DisplayNode.Absent _ -> out.nullValue();
            case DisplayNode.Guarded guarded -> write(guarded.node(), memory, at, out);
            case DisplayNode.Members struct -> {
                out.beginObject();
                writeMembers(struct.members(), memory, at, out);
                out.endObject();
            }
            case DisplayNode.Elements array -> {
                out.beginArray();
                int there = array.there(memory, at);
                for (int i = 0; i < there; i++) {
                    write(array.elements().get(i), memory, at, out);
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
                    .map(inner -> new DisplayNode.Guarded(inner, guarded.guard(), guarded.sqeBytes()));
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

    /** See {@link CommandDecoder#writeNames}. */
    void writeNames(MemorySegment memory, long at, JsonWriter out) throws IOException {
        out.beginObject();
        for (int i = 0; i < named.size(); i++) {
            writeNames(named.get(i), memory, at, out);
        }
        out.endObject();
    }

    private static void writeNames(DisplayNode node, MemorySegment memory, long at, JsonWriter out) throws IOException {
        switch (node) {
            case DisplayNode.Word word -> {
                Optional<Called> called = Called.of(word.field(), word.raw(memory, at));
                if (called.isPresent()) {
                    boolean ofSqe = word.field().area() == Field.Area.SQE;
                    called.get().writeTo(out.name(ofSqe ? word.name() : word.path()));
                }
            }
            case DisplayNode.Guarded guarded -> {
                if (guarded.holds(memory, at)) {
                    writeNames(guarded.node(), memory, at, out);
                }
            }
            case DisplayNode.Members struct -> {
                for (DisplayNode member : struct.members()) {
                    writeNames(member, memory, at, out);
                }
            }
            case DisplayNode.Elements array -> {
                int there = array.there(memory, at);
                for (int i = 0; i < there; i++) {
                    writeNames(array.elements().get(i), memory, at, out);
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
