package dev.ringspect.protocol.decode;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.google.gson.stream.JsonWriter;
import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.Refinement;
import dev.ringspect.protocol.model.RingNeeds;
import dev.ringspect.protocol.uapi.FileIdentity;
import dev.ringspect.protocol.uapi.Sqe;

/**
 * Reads the fields of one command out of SQE and CQE bytes. Compiled once from the model, shared by threads.
 * Reading a field that does not lie within the SQE's bytes is the caller's mistake: ask {@link #fits} first. The methods
 * that visit, and {@link #number}, allocate nothing.
 */
public final class CommandDecoder {
    /** Where the payload starts within the SQE. */
    public static final int PAYLOAD_OFFSET = 48;

    private final Protocol protocol;
    private final Command command;
    private final Abi abi;
    private final boolean inSqe;
    private final int payloadSize;
    private final List<Field> fields;
    private final FieldAccess[] accesses;
    private final List<Formula> formulas;
    private final Shape shape;
    private final Optional<CommandDecoder> pdu;
    private volatile @Nullable DisplayDecoder display;
    private volatile @Nullable DisplayDecoder wideDisplay;

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

    /** @param inSqe whether the bytes are those of an SQE, whose other words are at hand too */
    private CommandDecoder(Protocol protocol, Command command, Abi abi, boolean inSqe) {
        this.inSqe = inSqe;
        this.protocol = protocol;
        this.command = command;
        this.abi = abi;
        LayoutEngine engine = new LayoutEngine(abi);
        this.payloadSize = (int) Math.min(Integer.MAX_VALUE, command.payload().map(engine::sizeOf).orElse(0L));
        FieldCompiler compiler = new FieldCompiler(protocol, command, engine, inSqe);
        this.fields = compiler.compile(command);
        this.accesses = fields.stream().map(FieldAccess::new).toArray(FieldAccess[]::new);
        this.formulas = List.copyOf(compiler.formulas());
        this.shape = compiler.shape();
        this.pdu = command.pdu().map(struct -> new CommandDecoder(protocol, new Command(command.protocol(),
                command.name(), command.where(), List.of(), Command.EVERY_BIT, command.since(), Optional.of(struct),
                Optional.empty(), Refinement.NONE, List.of(), List.of(), List.of(), List.of(), false, RingNeeds.NONE,
                List.of()), abi, false));
    }

    /** A decoder for {@code command} of {@code protocol} as a program for {@code abi} submits it. */
    public static CommandDecoder of(Protocol protocol, Command command, Abi abi) {
        return new CommandDecoder(protocol, command, abi, true);
    }

    /** A decoder for programs of this machine. */
    public static CommandDecoder of(Protocol protocol, Command command) {
        return of(protocol, command, Abi.host());
    }

    /** The protocol. */
    public Protocol protocol() {
        return protocol;
    }

    /** The command. */
    public Command command() {
        return command;
    }

    /**
     * A decoder of the driver's own bytes of the command, where they are declared. To it they are a payload: ask it with
     * {@link #pduAt} for where the SQE starts, and with {@link #pduEnd} for the SQE's size.
     */
    public Optional<CommandDecoder> pdu() {
        return pdu;
    }

    /** What {@link #pdu} takes for the start of the SQE when the pdu lies at {@code offset}. */
    public static long pduAt(long offset) {
        return offset - PAYLOAD_OFFSET;
    }

    /** What {@link #pdu} takes for the bytes of the SQE when the pdu has {@code bytes}; 0 when it is not there. */
    public static int pduEnd(int bytes) {
        return bytes == 0 ? 0 : PAYLOAD_OFFSET + bytes;
    }

    /** Bytes of the payload as declared, 0 when there is none. */
    public int payloadSize() {
        return payloadSize;
    }

    /** All fields: the payload's in order, then those of the SQE, then those of the CQE. */
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

    /** Whether its bytes are those of an SQE, so that words of the SQE can be asked too. */
    boolean inSqe() {
        return inSqe;
    }

    /** The fields called {@code path}, by their full path, else by their label; several where cases differ. */
    public List<Field> named(String path) {
        List<Field> found = fields.stream().filter(field -> field.path().equals(path)).toList();
        return found.isEmpty() ? fields.stream().filter(field -> field.label().equals(path)).toList() : found;
    }

    /**
     * Each element of an array of numbers as a field, {@code words[2]}, for {@link RequestValues} and for names; none of them
     * is among {@link #fields}, so that nothing here can be asked about one.
     */
    public List<Field> elementFields() {
        return ElementFields.of(fields);
    }

    /** The field called {@code path}: its full path, else its label; the first of several where cases differ. */
    public Optional<Field> field(String path) {
        return named(path).stream().findFirst();
    }

    /**
     * Whether all of {@code field} lies within an SQE of {@code sqeBytes} bytes; of an array whose elements are counted at
     * least its start. A CQE field never does.
     */
    public boolean fits(Field field, int sqeBytes) {
        return accesses[field.index()].fits(sqeBytes);
    }

    /**
     * How many elements of {@code field} a request has: as many as its declaration says, and never more than the array
     * and the SQE hold; 1 for what is no array.
     *
     * @param memory memory that holds the SQE
     * @param at where it starts
     * @param sqeBytes 64 or 128
     */
    public int elements(Field field, MemorySegment memory, long at, int sqeBytes) {
        return accesses[field.index()].elements(memory, at, sqeBytes);
    }

    /**
     * Whether a request has {@code field}: it lies within the SQE, and the members that decide about it have the values for
     * it. A CQE field is there once the request completed, and here it never is.
     *
     * @param memory memory that holds the SQE, at any alignment
     * @param at where the SQE starts in it
     * @param sqeBytes 64 or 128
     */
    public boolean present(Field field, MemorySegment memory, long at, int sqeBytes) {
        return accesses[field.index()].present(memory, at, sqeBytes);
    }

    /**
     * The number in a payload or SQE field.
     *
     * @param field one of {@link #fields}
     * @param element index within its array, 0 unless it is one
     * @param memory memory that holds the SQE, at any alignment
     * @param at where the SQE starts in it
     * @return the number, sign- or zero-extended by the field's type
     */
    public long number(Field field, int element, MemorySegment memory, long at) {
        return accesses[field.index()].number(memory, at, element);
    }

    /**
     * Whether a CQE has {@code field}, a word of it or bits of one. A negative {@code res} is an errno, of which bits mean
     * nothing.
     *
     * @param isCqe32 whether the CQE has 32 bytes
     */
    public static boolean presentInCqe(Field field, int res, boolean isCqe32) {
        boolean ofErrno = res < 0 && field.offset() == FieldCompiler.CQE_RES && field.bits() < Integer.SIZE;
        return (isCqe32 || field.offset() < FieldCompiler.BIG_CQE0) && !ofErrno;
    }

    /**
     * Whether {@code res} is an errno, and {@code field} a command's own name for its result, which is then no such thing:
     * -125 is no key. What is said about the result may count on errnos.
     */
    private static boolean misnames(Field field, int res) {
        if (res >= 0 || field.offset() != FieldCompiler.CQE_RES || field.label().equals("res")) {
            return false;
        }
        for (int i = 0; i < field.meanings().size(); i++) {
            boolean countsOnErrnos = switch (field.meanings().get(i)) {
                case FieldMeaning.OneOf(Type.EnumType type) -> type.nameOf(res).isPresent();
                case FieldMeaning.Errno _,FieldMeaning.MustBe _,FieldMeaning.Within _ -> true;
                case FieldMeaning.FlagsOf _,FieldMeaning.PointerTo _,FieldMeaning.Text _,FieldMeaning.Time _,FieldMeaning.Order _,FieldMeaning.Count _,FieldMeaning.Bits _ ->
                    false;
            };
            if (countsOnErrnos) {
                return false;
            }
        }
        return true;
    }

    /** The number in a CQE field. */
    public long number(Field field, int res, int flags, long bigCqe0, long bigCqe1) {
        long word = word(field, res, flags, bigCqe0, bigCqe1);
        boolean whole = field.bits() == (field.offset() < FieldCompiler.BIG_CQE0 ? Integer.SIZE : Long.SIZE);
        return whole ? word : word >>> field.bitShift() & (1L << field.bits()) - 1;
    }

    private static long word(Field field, int res, int flags, long bigCqe0, long bigCqe1) {
        return switch (field.offset()) {
            case FieldCompiler.CQE_RES -> res;
            case FieldCompiler.CQE_FLAGS -> flags & 0xFFFF_FFFFL;
            case FieldCompiler.BIG_CQE0 -> bigCqe0;
            case FieldCompiler.BIG_CQE1 -> bigCqe1;
            default -> throw new IllegalArgumentException(field.path() + " is not a word of the CQE");
        };
    }

    /**
     * Visits every number of the payload and of the SQE fields that the request has.
     *
     * @param memory memory that holds the SQE
     * @param at where it starts
     * @param sqeBytes 64 or 128
     */
    public void visit(MemorySegment memory, long at, int sqeBytes, FieldVisitor visitor) {
        // Fields of one case stand side by side and share its guard, which is asked once for all of them.
        @Nullable
        Guard asked = null;
        boolean held = false;
        for (FieldAccess access : accesses) {
            if (!access.fits(sqeBytes)) {
                continue;
            }
            @Nullable
            Guard guard = access.guard();
            if (guard != null) {
                if (guard != asked) {
                    asked = guard;
                    held = guard.holds(memory, at, sqeBytes);
                }
                if (!held) {
                    continue;
                }
            }
            int elements = access.elements(memory, at, sqeBytes);
            if (access.isArray()) {
                visitor.array(access.reader(), memory, at, elements);
            } else if (elements > 0) {
                visitor.value(access.field(), 0, access.number(memory, at, 0));
            }
        }
    }

    /**
     * The command for display, before it completed.
     *
     * @param memory memory that holds the SQE
     * @param at where it starts
     * @param sqeBytes 64 or 128
     */
    public DecodedCommand decode(MemorySegment memory, long at, int sqeBytes) {
        return display(sqeBytes).decode(memory, at, List.of());
    }

    /**
     * The command for display, with its completion.
     *
     * @param isCqe32 whether the CQE has 32 bytes; bigCqe0 and bigCqe1 are left out otherwise
     */
    public DecodedCommand decode(MemorySegment memory, long at, int sqeBytes, int res, int flags, long bigCqe0,
            long bigCqe1,
            boolean isCqe32) {
        return display(sqeBytes).decode(memory, at, cqe(res, flags, bigCqe0, bigCqe1, isCqe32));
    }

    /** Whether the command says what words of its CQEs mean. */
    public boolean explainsCqe() {
        return fields.stream().anyMatch(field -> field.area() == Field.Area.CQE);
    }

    /**
     * The words of a CQE that the command explains.
     *
     * @param isCqe32 whether the CQE has 32 bytes; bigCqe0 and bigCqe1 are left out otherwise
     */
    public List<DecodedValue> cqe(int res, int flags, long bigCqe0, long bigCqe1, boolean isCqe32) {
        return explained(res, isCqe32)
                .map(field -> DisplayDecoder.scalar(field, field.label(), number(field, res, flags, bigCqe0, bigCqe1)))
                .toList();
    }

    /** What the words of {@link #cqe} are called, by their names; what has no name is left out. */
    public Map<String, Called> cqeNames(int res, int flags, long bigCqe0, long bigCqe1, boolean isCqe32) {
        Map<String, Called> names = new LinkedHashMap<>();
        explained(res, isCqe32).forEach(field -> Called.of(field, number(field, res, flags, bigCqe0, bigCqe1))
                .ifPresent(called -> names.put(field.label(), called)));
        return names;
    }

    private Stream<Field> explained(int res, boolean isCqe32) {
        return fields.stream().filter(field -> field.area() == Field.Area.CQE)
                .filter(field -> presentInCqe(field, res, isCqe32) && !misnames(field, res));
    }

    /**
     * Writes what {@link DecodedJson#writeFields} writes of the decoded command, without making it.
     *
     * @param memory memory that holds the SQE
     * @param at where it starts
     * @param sqeBytes 64 or 128
     */
    public void writeFields(MemorySegment memory, long at, int sqeBytes, JsonWriter out) throws IOException {
        display(sqeBytes).write(memory, at, out);
    }

    /**
     * Writes an object with what the numbers of {@link #writeFields} are called: by each field's path the name of a
     * constant or an errno, or an array of the names of flags. What has no name is left out.
     *
     * @param memory memory that holds the SQE
     * @param at where it starts
     * @param sqeBytes 64 or 128
     */
    public void writeNames(MemorySegment memory, long at, int sqeBytes, JsonWriter out) throws IOException {
        display(sqeBytes).writeNames(memory, at, out);
    }

    /** Most decoders only count; so what displays is compiled when it is first asked for. Two threads may both do so. */
    private DisplayDecoder display(int sqeBytes) {
        DisplayDecoder known = sqeBytes == Sqe.SIZE_128 ? wideDisplay : display;
        if (known != null && known.sqeBytes() == sqeBytes) {
            return known;
        }
        DisplayDecoder made = new DisplayDecoder(this, abi, sqeBytes);
        if (sqeBytes == Sqe.SIZE_128) {
            wideDisplay = made;
        } else {
            display = made;
        }
        return made;
    }

    /**
     * The command of a request to {@code file}, and its decoder where the protocol knows it.
     *
     * @param cmdOp unsigned 32-bit number
     */
    public static Optional<CommandDecoder> forRequest(Protocol protocol, FileIdentity file, long cmdOp) {
        return protocol.command(file, cmdOp).map(command -> of(protocol, command));
    }
}
