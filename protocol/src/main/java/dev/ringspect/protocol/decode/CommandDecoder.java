package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.uapi.FileIdentity;
import dev.ringspect.protocol.uapi.Sqe;

/**
 * Reads one command out of its SQE, the driver's pdu and its CQE. Compiled once from the model, shared by threads. The
 * areas of bytes have decoders of their own; what only words of the CQE need is here.
 */
public final class CommandDecoder {
    private final Protocol protocol;
    private final Command command;
    private final AreaDecoder sqe;
    private final Optional<AreaDecoder> pdu;
    private final List<Field> fields;
    private final List<FieldAccess> cqe;

    private CommandDecoder(Protocol protocol, Command command, Abi abi) {
        this.protocol = protocol;
        this.command = command;
        this.sqe = AreaDecoder.ofSqe(protocol, command, abi);
        this.pdu = command.pdu().map(struct -> AreaDecoder.ofPdu(protocol, struct, abi));
        List<Field> all = new ArrayList<>(sqe.fields());
        command.cqe().forEach(word -> WordFields.add(word, "cqe.", Field.Area.CQE, all));
        this.fields = List.copyOf(all);
        this.cqe = fields.subList(sqe.fields().size(), fields.size()).stream().map(FieldAccess::new).toList();
    }

    /** A decoder for {@code command} of {@code protocol} as a program for {@code abi} submits it. */
    public static CommandDecoder of(Protocol protocol, Command command, Abi abi) {
        return new CommandDecoder(protocol, command, abi);
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

    /** A decoder of the SQE, with the payload in it. */
    public AreaDecoder sqe() {
        return sqe;
    }

    /** A decoder of the driver's own bytes of the command, where they are declared. */
    public Optional<AreaDecoder> pdu() {
        return pdu;
    }

    /** Bytes of the payload as declared, 0 when there is none. */
    public int payloadSize() {
        return sqe.structSize();
    }

    /** All fields but the pdu's: the payload's in order, then those of the SQE, then those of the CQE. */
    public List<Field> fields() {
        return fields;
    }

    /** What reads a field of {@link #fields}. */
    FieldAccess access(Field field) {
        int ofCqe = field.index() - sqe.fields().size();
        return ofCqe < 0 ? sqe.access(field) : cqe.get(ofCqe);
    }

    /** The fields called {@code path}, by their full path, else by their label; several where cases differ. */
    public List<Field> named(String path) {
        return Field.named(path, fields);
    }

    /** The field called {@code path}: its full path, else its label; the first of several where cases differ. */
    public Optional<Field> field(String path) {
        return named(path).stream().findFirst();
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

    /** The command for display, before it completed. */
    public DecodedCommand decode(CommandBytes bytes) {
        return decode(bytes, List.of());
    }

    /**
     * The command for display, with its completion.
     *
     * @param isCqe32 whether the CQE has 32 bytes; bigCqe0 and bigCqe1 are left out otherwise
     */
    public DecodedCommand decode(CommandBytes bytes, int res, int flags, long bigCqe0, long bigCqe1, boolean isCqe32) {
        return decode(bytes, cqe(res, flags, bigCqe0, bigCqe1, isCqe32));
    }

    private DecodedCommand decode(CommandBytes bytes, List<DecodedValue> words) {
        int available = Math.min(payloadSize(), Sqe.payloadSize(bytes.size()));
        return new DecodedCommand(protocol, command, sqe.members(bytes), sqe.words(bytes), words, payloadSize(),
                available);
    }

    /** Whether the command says what words of its CQEs mean. */
    public boolean explainsCqe() {
        return !cqe.isEmpty();
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
        return cqe.stream().map(FieldAccess::field)
                .filter(field -> presentInCqe(field, res, isCqe32) && !misnames(field, res));
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
