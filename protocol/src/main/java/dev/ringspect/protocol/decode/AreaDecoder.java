package dev.ringspect.protocol.decode;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.gson.stream.JsonWriter;
import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.Refinement;
import dev.ringspect.protocol.model.SqeField;
import dev.ringspect.protocol.uapi.Sqe;

/**
 * Reads the fields of one area of a command: its SQE with the payload in it, or the driver's pdu. Compiled once from the
 * model, shared by threads. Reading a field that does not lie within the bytes is the caller's mistake: ask {@link #fits}
 * first. The methods that visit, and {@link #number}, allocate nothing.
 */
public final class AreaDecoder {
    private final Protocol protocol;
    private final Abi abi;
    private final ByteArea area;
    private final Optional<Type.Struct> struct;
    private final int structSize;
    private final List<Field> fields;
    private final FieldAccess[] accesses;
    private final List<Formula> formulas;
    private final Shape shape;
    private volatile @Nullable DisplayDecoder display;
    private volatile @Nullable DisplayDecoder displayOf128;

    /**
     * What display needs beyond the fields.
     *
     * @param bits fields of bits by the path of their member
     * @param guards in which cases a member that holds others is there
     * @param overlays structs that lie over members in some cases
     * @param counts how many elements an array has, by its path
     */
    record Shape(Map<String, List<Field>> bits, Map<String, Guard> guards,
            Map<String, List<FieldCompiler.Overlaid>> overlays, Map<String, Count> counts) {
        Shape {
            counts = Map.copyOf(counts);
            bits = Map.copyOf(bits);
            guards = Map.copyOf(guards);
            overlays = Map.copyOf(overlays);
        }
    }

    /**
     * @param struct what is declared to lie in the area
     * @param own what is said about it beside what the protocol says about its structs
     * @param words words of the SQE that the command uses
     */
    private AreaDecoder(Protocol protocol, Abi abi, ByteArea area, Optional<Type.Struct> struct, Refinement own,
            List<SqeField> words) {
        this.protocol = protocol;
        this.abi = abi;
        this.area = area;
        this.struct = struct;
        LayoutEngine engine = new LayoutEngine(abi);
        this.structSize = (int) Math.min(Integer.MAX_VALUE, struct.map(engine::sizeOf).orElse(0L));
        FieldCompiler compiler = new FieldCompiler(protocol, own, engine, area);
        this.fields = compiler.compile(struct, words);
        this.accesses = fields.stream().map(FieldAccess::new).toArray(FieldAccess[]::new);
        this.formulas = List.copyOf(compiler.formulas());
        this.shape = compiler.shape();
    }

    /** The SQE of {@code command}: its payload, and the words that it uses. */
    static AreaDecoder ofSqe(Protocol protocol, Command command, Abi abi) {
        return new AreaDecoder(protocol, abi, ByteArea.SQE, command.payload(), command.refinement(), command.sqe());
    }

    /** What the driver keeps in the pdu. */
    static AreaDecoder ofPdu(Protocol protocol, Type.Struct struct, Abi abi) {
        return new AreaDecoder(protocol, abi, ByteArea.PDU, Optional.of(struct), Refinement.NONE, List.of());
    }

    ByteArea area() {
        return area;
    }

    Abi abi() {
        return abi;
    }

    /** What is declared to lie in the area. */
    Optional<Type.Struct> struct() {
        return struct;
    }

    /** Bytes of {@link #struct} as declared, 0 when there is none. */
    int structSize() {
        return structSize;
    }

    /** All fields: the struct's in order, then words of the SQE. */
    public List<Field> fields() {
        return fields;
    }

    /** What reads a field of {@link #fields}. */
    FieldAccess access(Field field) {
        return accesses[field.index()];
    }

    /** The numbers that are made of several fields; they are no fields themselves. */
    List<Formula> formulas() {
        return formulas;
    }

    /** Names of the numbers that are made of several fields, and whether each is an unsigned 64-bit number. */
    public Map<String, Boolean> computed() {
        Map<String, Boolean> names = new HashMap<>();
        formulas.forEach(formula -> names.merge(formula.path(), formula.number().unsigned(), Boolean::logicalAnd));
        return names;
    }

    /** Constants of the protocol, and sizes in programs for the ABI. */
    ProtocolNames names() {
        return new ProtocolNames(protocol, abi);
    }

    Shape shape() {
        return shape;
    }

    /** The fields called {@code path}, by their full path, else by their label; several where cases differ. */
    public List<Field> named(String path) {
        return Field.named(path, fields);
    }

    /**
     * Each element of an array of numbers as a field, {@code words[2]}, for {@link RequestValues} and for names; none of them
     * is among {@link #fields}, so that nothing here can be asked about one.
     */
    public List<Field> elementFields() {
        return ElementFields.of(fields);
    }

    /** Whether all of {@code field} lies within {@code size} bytes; of an array whose elements are counted at least its start. */
    public boolean fits(Field field, int size) {
        return access(field).fits(size);
    }

    /**
     * How many elements of {@code field} a request has: as many as its declaration says, and never more than the array
     * and the bytes hold; 1 for what is no array.
     */
    public int elements(Field field, CommandBytes bytes) {
        return access(field).elements(bytes);
    }

    /**
     * Whether a request has {@code field}: it lies within the bytes, and the members that decide about it have the values
     * for it.
     */
    public boolean present(Field field, CommandBytes bytes) {
        return access(field).present(bytes);
    }

    /**
     * The number in a field.
     *
     * @param field one of {@link #fields}
     * @param element index within its array, 0 unless it is one
     * @return the number, sign- or zero-extended by the field's type
     */
    public long number(Field field, int element, CommandBytes bytes) {
        return access(field).number(bytes, element);
    }

    /** Visits every number of the fields that the request has. */
    public void visit(CommandBytes bytes, FieldVisitor visitor) {
        int size = bytes.size();
        // Fields of one case stand side by side and share its guard, which is asked once for all of them.
        @Nullable
        Guard asked = null;
        boolean held = false;
        for (FieldAccess access : accesses) {
            if (!access.fits(size)) {
                continue;
            }
            @Nullable
            Guard guard = access.guard();
            if (guard != null) {
                if (guard != asked) {
                    asked = guard;
                    held = guard.holds(bytes);
                }
                if (!held) {
                    continue;
                }
            }
            int elements = access.elements(bytes);
            if (access.isArray()) {
                visitor.array(access.reader(), bytes, elements);
            } else if (elements > 0) {
                visitor.value(access.field(), 0, access.number(bytes, 0));
            }
        }
    }

    /** The members of the struct, for display. */
    public List<DecodedValue> members(CommandBytes bytes) {
        return display(bytes.size()).members(bytes);
    }

    /** The words of the SQE that the command uses, for display. */
    List<DecodedValue> words(CommandBytes bytes) {
        return display(bytes.size()).words(bytes);
    }

    /** Writes what {@link DecodedJson#writeFields} writes of the decoded values, without making them. */
    public void writeFields(CommandBytes bytes, JsonWriter out) throws IOException {
        display(bytes.size()).write(bytes, out);
    }

    /**
     * Writes an object with what the numbers of {@link #writeFields} are called: by each field's path the name of a
     * constant or an errno, or an array of the names of flags. What has no name is left out.
     */
    public void writeNames(CommandBytes bytes, JsonWriter out) throws IOException {
        display(bytes.size()).writeNames(bytes, out);
    }

    /** Most decoders only count; so what displays is compiled when it is first asked for. Two threads may both do so. */
    private DisplayDecoder display(int size) {
        DisplayDecoder known = size == Sqe.SIZE_128 ? displayOf128 : display;
        if (known != null && known.size() == size) {
            return known;
        }
        DisplayDecoder made = new DisplayDecoder(this, size);
        if (size == Sqe.SIZE_128) {
            displayOf128 = made;
        } else {
            display = made;
        }
        return made;
    }
}
