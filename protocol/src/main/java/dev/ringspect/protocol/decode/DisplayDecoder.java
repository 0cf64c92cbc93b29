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
    private final List<Slot> payload;
    private final List<Slot> sqe;
    private final List<Slot> named;

    DisplayDecoder(CommandDecoder decoder, Abi abi, int sqeBytes) {
        this.decoder = decoder;
        this.sqeBytes = sqeBytes;
        SlotCompiler compiler = new SlotCompiler(decoder, abi, sqeBytes);
        payload = compiler.payload();
        sqe = compiler.sqe();
        named = Stream.concat(payload.stream(), sqe.stream()).flatMap(slot -> named(slot).stream()).toList();
    }

    int sqeBytes() {
        return sqeBytes;
    }

    /** The SQE at {@code at}, with the words of its CQE. */
    DecodedCommand decode(MemorySegment memory, long at, List<DecodedValue> cqe) {
        int size = decoder.payloadSize();
        int available = Math.min(size, Math.max(0, sqeBytes - CommandDecoder.PAYLOAD_OFFSET));
        return new DecodedCommand(decoder.protocol(), decoder.command(), Slot.all(payload, memory, at),
                Slot.all(sqe, memory, at), cqe, size, available);
    }

    /** The same as {@link DecodedJson#writeFields} writes of the tree. */
    void write(MemorySegment memory, long at, JsonWriter out) throws IOException {
        out.beginObject();
        writeMembers(payload, memory, at, out);
        writeMembers(sqe, memory, at, out);
        out.endObject();
    }

    private static void writeMembers(List<Slot> slots, MemorySegment memory, long at, JsonWriter out)
            throws IOException {
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            if (slot instanceof Slot.Guarded guarded) {
                if (!guarded.holds(memory, at)) {
                    continue;
                }
                slot = guarded.slot();
            }
            if (slot instanceof Slot.Members anonymous && anonymous.name().isEmpty()) {
                writeMembers(anonymous.members(), memory, at, out);
            } else {
                write(slot, memory, at, out.name(slot.name()));
            }
        }
    }

    private static void write(Slot slot, MemorySegment memory, long at, JsonWriter out) throws IOException {
        switch (slot) {
            case Slot.Word number -> DecodedJson.number(number.field(), number.type(), number.raw(memory, at), out);
            case Slot.Buffer buffer -> write(buffer.word(), memory, at, out);
            case Slot.Computed computed -> {
                if (!computed.present(memory, at)) {
                    out.nullValue();
                } else if (computed.wide()) {
                    out.value("0x" + Long.toHexString(computed.raw(memory, at)));
                } else {
                    out.value(computed.raw(memory, at));
                }
            }
            case Slot.BigNumber number -> out.value(number.text(memory, at));
            case Slot.Characters characters -> out.value(characters.text(memory, at));
            case Slot.Absent _ -> out.nullValue();
            case Slot.Guarded guarded -> write(guarded.slot(), memory, at, out);
            case Slot.Members struct -> {
                out.beginObject();
                writeMembers(struct.members(), memory, at, out);
                out.endObject();
            }
            case Slot.Elements array -> {
                out.beginArray();
                int there = array.there(memory, at);
                for (int i = 0; i < there; i++) {
                    write(array.elements().get(i), memory, at, out);
                }
                out.endArray();
            }
        }
    }

    /** What of {@code slot} may have numbers that are called something. */
    private static Optional<Slot> named(Slot slot) {
        return switch (slot) {
            case Slot.Word word -> Called.possible(word.field()) ? Optional.of(word) : Optional.empty();
            case Slot.Buffer buffer -> named(buffer.word());
            case Slot.Computed _,Slot.BigNumber _,Slot.Characters _,Slot.Absent _ -> Optional.empty();
            case Slot.Guarded guarded -> named(guarded.slot())
                    .map(inner -> new Slot.Guarded(inner, guarded.guard(), guarded.sqeBytes()));
            case Slot.Members struct -> {
                List<Slot> inner = struct.members().stream().flatMap(member -> named(member).stream()).toList();
                yield inner.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Slot.Members(struct.name(), struct.path(), struct.type(), inner,
                                struct.offset(), struct.size(), struct.where()));
            }
            // All elements are of one kind; they stay together, since a request may have fewer of them.
            case Slot.Elements array -> array.elements().stream().allMatch(element -> named(element).isPresent())
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

    private static void writeNames(Slot slot, MemorySegment memory, long at, JsonWriter out) throws IOException {
        switch (slot) {
            case Slot.Word word -> {
                Optional<Called> called = Called.of(word.field(), word.raw(memory, at));
                if (called.isPresent()) {
                    boolean ofSqe = word.field().area() == Field.Area.SQE;
                    called.get().writeTo(out.name(ofSqe ? word.name() : word.path()));
                }
            }
            case Slot.Guarded guarded -> {
                if (guarded.holds(memory, at)) {
                    writeNames(guarded.slot(), memory, at, out);
                }
            }
            case Slot.Members struct -> {
                for (Slot member : struct.members()) {
                    writeNames(member, memory, at, out);
                }
            }
            case Slot.Elements array -> {
                int there = array.there(memory, at);
                for (int i = 0; i < there; i++) {
                    writeNames(array.elements().get(i), memory, at, out);
                }
            }
            case Slot.Buffer _,Slot.Computed _,Slot.BigNumber _,Slot.Characters _,Slot.Absent _ -> {
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
