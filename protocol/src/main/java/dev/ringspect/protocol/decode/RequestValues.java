package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.expr.Symbols;
import dev.ringspect.protocol.expr.Values;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.model.RingWord;
import dev.ringspect.protocol.model.SqeWord;

/**
 * The values of one request at a time, for expressions about one command: payload members and the command's own names
 * bare, words of the SQE and CQE, of the ring and members of the pdu qualified, constants of its protocol. It is pointed at a request, then asked; that
 * allocates nothing. One thread uses it, and expressions are compiled with {@link #find} before the first request.
 */
public final class RequestValues implements Symbols, Values {
    private final CommandDecoder decoder;
    private final List<Asked> variables = new ArrayList<>();
    private final CommandBytes noPdu = new CommandBytes();
    private CommandBytes sqe = new CommandBytes();
    private CommandBytes pdu = noPdu;
    private boolean ringKnown;
    private int ringFlags;
    private int sqEntries;
    private int cqEntries;
    private boolean completed;
    private boolean isCqe32;
    private int res;
    private int flags;
    private long bigCqe0;
    private long bigCqe1;

    /** What an expression asks for by number; the first ones are the decoder's fields. */
    private sealed interface Asked {
        /** The number in one of several fields that are never there at once. */
        record OneOf(List<FieldAccess> fields) implements Asked {}

        /** What the request's ring was set up with. */
        record OfRing(RingWord word) implements Asked {}

        /** The number in one of several fields of the pdu that are never there at once. */
        record OfPdu(List<FieldAccess> fields) implements Asked {}

        /** The number that one of several formulas about an area makes, that of the request's case. */
        record Made(List<Formula> formulas, ByteArea area) implements Asked {}

        /** A number that is a field in some cases and made of others in some: never both at once. */
        record Either(Asked field, Asked made) implements Asked {}
    }

    /** Values of the command that {@code decoder} reads. */
    public RequestValues(CommandDecoder decoder) {
        this.decoder = decoder;
        decoder.fields().forEach(field -> variables.add(new Asked.OneOf(List.of(decoder.access(field)))));
    }

    @Override
    public Optional<Symbol> find(String path) {
        List<Field> fields = decoder.named(path).stream().filter(found -> !found.array()).toList();
        if (!fields.isEmpty()) {
            return Optional.of(variable(fields, made(decoder.sqe(), path)));
        }
        List<Field> elements = elements(decoder.sqe(), path);
        if (!elements.isEmpty()) {
            return Optional.of(either(new Asked.OneOf(accesses(elements)), wide(elements), Optional.empty()));
        }
        Optional<Symbol> elsewhere = RingWord.named(path)
                .<Symbol>map(word -> new Symbol.Variable(variable(new Asked.OfRing(word)), false))
                .or(() -> ofPdu(path));
        if (elsewhere.isPresent()) {
            return elsewhere;
        }
        return word(path).<Symbol>map(symbol -> symbol)
                .or(() -> made(decoder.sqe(), path))
                .or(() -> decoder.sqe().names().find(path));
    }

    @Override
    public Abi abi() {
        return decoder.sqe().names().abi();
    }

    @Override
    public OptionalLong sizeOf(Expr.TypeName type) {
        return decoder.sqe().names().sizeOf(type);
    }

    @Override
    public OptionalLong offsetOf(Expr.TypeName type, String path) {
        return decoder.sqe().names().offsetOf(type, path);
    }

    private Optional<Symbol> ofPdu(String path) {
        if (decoder.pdu().isEmpty() || !path.startsWith("pdu.")) {
            return Optional.empty();
        }
        AreaDecoder area = decoder.pdu().get();
        String name = path.substring("pdu.".length());
        List<Field> named = area.named(name).stream().filter(found -> !found.array()).toList();
        List<Field> fields = named.isEmpty() ? elements(area, name) : named;
        Optional<Symbol.Variable> made = made(area, name);
        return fields.isEmpty()
                ? made.map(symbol -> symbol)
                : Optional.of(either(new Asked.OfPdu(fields.stream()
                        .map(field -> field.index() < 0 ? new FieldAccess(field) : area.access(field)).toList()),
                        wide(fields), made));
    }

    /** The element of an array of numbers that {@code path} names; several where cases differ. */
    private static List<Field> elements(AreaDecoder by, String path) {
        return path.endsWith("]")
                ? by.elementFields().stream().filter(field -> field.path().equals(path)).toList()
                : List.of();
    }

    /** A number that is one of several fields, or made of others, whichever the request has. */
    private Symbol.Variable variable(List<Field> fields, Optional<Symbol.Variable> made) {
        return fields.size() == 1 && made.isEmpty()
                ? new Symbol.Variable(fields.getFirst().index(), wide(fields))
                : either(new Asked.OneOf(accesses(fields)), wide(fields), made);
    }

    private List<FieldAccess> accesses(List<Field> fields) {
        return fields.stream().map(field -> field.index() < 0 ? new FieldAccess(field) : decoder.access(field))
                .toList();
    }

    private Symbol.Variable either(Asked field, boolean wide, Optional<Symbol.Variable> made) {
        return made.isEmpty()
                ? new Symbol.Variable(variable(field), wide)
                : new Symbol.Variable(variable(new Asked.Either(field, variables.get(made.get().variable()))),
                        wide || made.get().unsigned());
    }

    private static boolean wide(List<Field> fields) {
        return fields.stream().anyMatch(Field::wideUnsigned);
    }

    private int variable(Asked asked) {
        int known = variables.indexOf(asked);
        if (known < 0) {
            variables.add(asked);
        }
        return known < 0 ? variables.size() - 1 : known;
    }

    /** A number made of others; of several with one name the one of the request's case. */
    private Optional<Symbol.Variable> made(AreaDecoder by, String path) {
        List<Formula> formulas = by.formulas().stream().filter(one -> one.path().equals(path)).toList();
        return formulas.isEmpty()
                ? Optional.empty()
                : Optional.of(new Symbol.Variable(variable(new Asked.Made(formulas, by.area())),
                        formulas.stream().anyMatch(formula -> formula.number().unsigned())));
    }

    /** A word of the SQE or CQE that the command does not declare, made when it is first named. */
    private Optional<Symbol.Variable> word(String path) {
        Field.Area area = path.startsWith("cqe.") ? Field.Area.CQE : Field.Area.SQE;
        for (int i = 0; i < variables.size(); i++) {
            if (variables.get(i) instanceof Asked.OneOf(List<FieldAccess> fields) && fields.size() == 1) {
                Field field = fields.getFirst().field();
                if (field.path().equals(path) && field.area() == area) {
                    return Optional.of(new Symbol.Variable(i, field.wideUnsigned()));
                }
            }
        }
        return SqeWord.named(path)
                .map(word -> WordFields.of(word, variables.size(), area, path, List.of(), Optional.empty()))
                .map(field -> {
                    variables.add(new Asked.OneOf(List.of(new FieldAccess(field))));
                    return new Symbol.Variable(field.index(), field.wideUnsigned());
                });
    }

    /** Points at a request that has not completed; its SQE is read until the next call. */
    public void submitted(CommandBytes itsSqe) {
        this.sqe = itsSqe;
        this.pdu = noPdu;
        this.completed = false;
        this.isCqe32 = false;
        this.ringKnown = false;
    }

    /** Adds the ring to the request pointed at; entries that are not known are 0. */
    public void ring(int setupFlags, int sq, int cq) {
        this.ringKnown = true;
        this.ringFlags = setupFlags;
        this.sqEntries = sq;
        this.cqEntries = cq;
    }

    /** Adds the driver's own bytes to the request pointed at; they are read until the next request. */
    public void pdu(CommandBytes itsPdu) {
        this.pdu = itsPdu;
    }

    /** Adds the completion to the request pointed at; {@code isCqe32} when the CQE has 32 bytes. */
    public void completed(int res, int flags, long bigCqe0, long bigCqe1, boolean isCqe32) {
        this.completed = true;
        this.res = res;
        this.flags = flags;
        this.bigCqe0 = bigCqe0;
        this.bigCqe1 = bigCqe1;
        this.isCqe32 = isCqe32;
    }

    @Override
    public boolean has(int variable) {
        return has(variables.get(variable));
    }

    private boolean has(Asked asked) {
        return switch (asked) {
            case Asked.Either(Asked field, Asked made) -> has(field) || has(made);
            case Asked.OneOf one -> present(one) != null;
            case Asked.Made made -> present(made) != null;
            case Asked.OfRing(RingWord word) -> ringKnown && word.known(sqEntries, cqEntries);
            case Asked.OfPdu ofPdu -> present(ofPdu) != null;
        };
    }

    private @Nullable FieldAccess present(Asked.OfPdu asked) {
        for (int i = 0; i < asked.fields().size(); i++) {
            FieldAccess field = asked.fields().get(i);
            if (field.present(pdu)) {
                return field;
            }
        }
        return null;
    }

    private @Nullable Formula present(Asked.Made made) {
        CommandBytes bytes = bytes(made.area());
        for (int i = 0; i < made.formulas().size(); i++) {
            Formula formula = made.formulas().get(i);
            boolean here = formula.guard().isEmpty() || formula.guard().get().holds(bytes);
            if (here && formula.number().present(bytes)) {
                return formula;
            }
        }
        return null;
    }

    private CommandBytes bytes(ByteArea area) {
        return switch (area) {
            case SQE -> sqe;
            case PDU -> pdu;
        };
    }

    private @Nullable FieldAccess present(Asked.OneOf one) {
        for (int i = 0; i < one.fields().size(); i++) {
            FieldAccess field = one.fields().get(i);
            boolean there = switch (field.field().area()) {
                case PAYLOAD, SQE -> field.present(sqe);
                case CQE -> completed && CommandDecoder.presentInCqe(field.field(), res, isCqe32);
            };
            if (there) {
                return field;
            }
        }
        return null;
    }

    @Override
    public long number(int variable) {
        return number(variables.get(variable));
    }

    private long number(Asked asked) {
        return switch (asked) {
            case Asked.Either(Asked field, Asked made) -> has(field) ? number(field) : number(made);
            case Asked.Made made -> {
                Formula formula = present(made);
                yield formula == null ? 0 : formula.number().number(bytes(made.area()));
            }
            case Asked.OfRing(RingWord word) -> word.of(ringFlags, sqEntries, cqEntries);
            case Asked.OfPdu ofPdu -> {
                FieldAccess field = present(ofPdu);
                yield field == null ? 0 : field.number(pdu, 0);
            }
            case Asked.OneOf one -> {
                FieldAccess field = present(one);
                yield field == null
                        ? 0
                        : field.field().area() == Field.Area.CQE
                                ? decoder.number(field.field(), res, flags, bigCqe0, bigCqe1)
                                : field.number(sqe, 0);
            }
        };
    }

    @Override
    public boolean textIs(int variable, String text) {
        return false;
    }
}
