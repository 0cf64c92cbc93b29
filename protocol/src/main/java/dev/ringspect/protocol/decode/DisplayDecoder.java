package dev.ringspect.protocol.decode;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

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

    DisplayDecoder(CommandDecoder decoder, Abi abi, int sqeBytes) {
        this.decoder = decoder;
        this.sqeBytes = sqeBytes;
        SlotCompiler compiler = new SlotCompiler(decoder, abi, sqeBytes);
        payload = compiler.payload();
        sqe = compiler.sqe();
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

    /** The value of a word of the CQE. */
    static DecodedValue scalar(Field field, String name, long raw) {
        return new DecodedValue.Scalar(name, field.path(), field.type(), raw, field.wideUnsigned(),
                Meanings.number(field, raw), Meanings.of(field, raw), field.offset(), field.byteLength(),
                field.where());
    }
}
