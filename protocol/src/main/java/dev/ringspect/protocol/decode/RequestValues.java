package dev.ringspect.protocol.decode;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.expr.Symbols;
import dev.ringspect.protocol.expr.Values;
import dev.ringspect.protocol.model.RingWord;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.text.Span;

/**
 * The values of one request at a time, for expressions about one command: payload members and the command's own names
 * bare, words of the SQE and CQE, of the ring and members of the pdu qualified, constants of its protocol. It is pointed at a request, then asked; that
 * allocates nothing. One thread uses it, and expressions are compiled with {@link #find} before the first request.
 */
public final class RequestValues implements Symbols, Values {
    private static final Span NOWHERE = new Span(0, 0);

    private final CommandDecoder decoder;
    private final List<Asked> slots = new ArrayList<>();
    private MemorySegment memory = MemorySegment.NULL;
    private long at;
    private int sqeBytes;
    private MemorySegment pduMemory = MemorySegment.NULL;
    private long pduOffset;
    private int pduBytes;
    private boolean ringKnown;
    private int ringFlags;
    private int sqEntries;
    private int cqEntries;
    private boolean completed;
    private boolean wide;
    private int res;
    private int flags;
    private long big0;
    private long big1;

    /** What an expression asks for by number; the first ones are the decoder's fields. */
    private sealed interface Asked {
        /** The number in one of several fields that are never there at once. */
        record OneOf(List<Field> fields) implements Asked {}

        /** What the request's ring was set up with. */
        record OfRing(RingWord word) implements Asked {}

        /** The number in one of several fields of the pdu that are never there at once. */
        record OfPdu(CommandDecoder by, List<Field> fields) implements Asked {}

        /** Whether one of several formulas can be computed. */
        record AnyOf(List<Formula> formulas) implements Asked {}

        /** Whether it is some case: 1 or 0. */
        record Case(Guard guard) implements Asked {}
    }

    /** Values of the command that {@code decoder} reads. */
    public RequestValues(CommandDecoder decoder) {
        this.decoder = decoder;
        decoder.fields().forEach(field -> slots.add(new Asked.OneOf(List.of(field))));
    }

    @Override
    public Optional<Symbol> find(String path) {
        List<Field> fields = decoder.named(path).stream().filter(found -> !found.array()).toList();
        if (!fields.isEmpty()) {
            return Optional.of(variable(fields));
        }
        Optional<Symbol> elsewhere = RingWord.named(path)
                .<Symbol>map(word -> new Symbol.Variable(slot(new Asked.OfRing(word)), false))
                .or(() -> ofPdu(path));
        if (elsewhere.isPresent()) {
            return elsewhere;
        }
        return word(path).map(field -> variable(List.of(field))).or(() -> formula(path))
                .or(() -> decoder.protocol().constant(path));
    }

    private Optional<Symbol> ofPdu(String path) {
        if (decoder.pdu().isEmpty() || !path.startsWith("pdu.")) {
            return Optional.empty();
        }
        List<Field> fields = decoder.pdu().get().named(path.substring("pdu.".length())).stream()
                .filter(found -> !found.array()).toList();
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(new Symbol.Variable(slot(new Asked.OfPdu(decoder.pdu().get(), fields)),
                        fields.stream().anyMatch(Field::wideUnsigned)));
    }

    /** A number that is one of several fields, whichever the request has. */
    private Symbol variable(List<Field> fields) {
        boolean wide = fields.stream().anyMatch(Field::wideUnsigned);
        return new Symbol.Variable(fields.size() == 1 ? fields.getFirst().index() : slot(new Asked.OneOf(fields)),
                wide);
    }

    private int slot(Asked slot) {
        int known = slots.indexOf(slot);
        if (known < 0) {
            slots.add(slot);
        }
        return known < 0 ? slots.size() - 1 : known;
    }

    /** A number made of others; of several with one name the one of the request's case. */
    private Optional<Symbol> formula(String path) {
        List<Formula> formulas = decoder.formulas().stream().filter(one -> one.path().equals(path)).toList();
        if (formulas.isEmpty()) {
            return Optional.empty();
        }
        if (formulas.size() == 1 && formulas.getFirst().guard().isEmpty()) {
            return Optional.of(formulas.getFirst().symbol());
        }
        Map<String, Symbol> names = new HashMap<>();
        names.put("none", new Symbol.Variable(slot(new Asked.OneOf(List.of())), false));
        Expr choice = name("none");
        for (int i = formulas.size() - 1; i >= 0; i--) {
            Formula formula = formulas.get(i);
            names.put("value" + i, formula.symbol());
            names.put("case" + i, formula.guard()
                    .<Symbol>map(guard -> new Symbol.Variable(slot(new Asked.Case(guard)), false))
                    .orElseGet(() -> new Symbol.Constant(1, false)));
            choice = new Expr.Conditional(name("case" + i), name("value" + i), choice, NOWHERE);
        }
        Map<String, Symbol> known = Map.copyOf(names);
        return Optional.of(new Symbol.Formula(choice, name -> Optional.ofNullable(known.get(name)),
                OptionalInt.of(slot(new Asked.AnyOf(formulas)))));
    }

    private static Expr name(String name) {
        return new Expr.Name(name, NOWHERE);
    }

    private Optional<Field> word(String path) {
        Field.Area area = path.startsWith("cqe.") ? Field.Area.CQE : Field.Area.SQE;
        for (Asked slot : slots) {
            if (slot instanceof Asked.OneOf(List<Field> fields) && fields.size() == 1
                    && fields.getFirst().path().equals(path) && fields.getFirst().area() == area) {
                return Optional.of(fields.getFirst());
            }
        }
        Optional<Field> made = SqeWord.named(path)
                .map(word -> FieldCompiler.word(word, slots.size(), area, path, List.of(), Optional.empty()));
        made.ifPresent(field -> slots.add(new Asked.OneOf(List.of(field))));
        return made;
    }

    /**
     * Points at a request that has not completed.
     *
     * @param memory memory that holds the SQE; it is read until the next call
     * @param at where the SQE starts
     * @param sqeBytes 64 or 128
     */
    public void submitted(MemorySegment memory, long at, int sqeBytes) {
        this.memory = memory;
        this.at = at;
        this.sqeBytes = sqeBytes;
        this.completed = false;
        this.wide = false;
        this.ringKnown = false;
        this.pduBytes = 0;
    }

    /** Adds the ring to the request pointed at; entries that are not known are 0. */
    public void ring(int setupFlags, int sq, int cq) {
        this.ringKnown = true;
        this.ringFlags = setupFlags;
        this.sqEntries = sq;
        this.cqEntries = cq;
    }

    /** Adds the driver's own bytes to the request pointed at; they are read until the next request. */
    public void pdu(MemorySegment bytes, long offset, int size) {
        this.pduMemory = bytes;
        this.pduOffset = offset;
        this.pduBytes = size;
    }

    /** Adds the completion to the request pointed at; {@code wide} when the CQE has 32 bytes. */
    public void completed(int res, int flags, long big0, long big1, boolean wide) {
        this.completed = true;
        this.res = res;
        this.flags = flags;
        this.big0 = big0;
        this.big1 = big1;
        this.wide = wide;
    }

    @Override
    public boolean has(int slot) {
        return switch (slots.get(slot)) {
            case Asked.Case _ -> true;
            case Asked.OneOf one -> present(one) != null;
            case Asked.AnyOf any -> present(any);
            case Asked.OfRing(RingWord word) -> ringKnown && word.known(sqEntries, cqEntries);
            case Asked.OfPdu pdu -> present(pdu) != null;
        };
    }

    private @Nullable Field present(Asked.OfPdu pdu) {
        for (int i = 0; i < pdu.fields().size(); i++) {
            Field field = pdu.fields().get(i);
            if (pdu.by().present(field, pduMemory, CommandDecoder.pduAt(pduOffset), CommandDecoder.pduEnd(pduBytes))) {
                return field;
            }
        }
        return null;
    }

    private boolean present(Asked.AnyOf any) {
        for (int i = 0; i < any.formulas().size(); i++) {
            Formula formula = any.formulas().get(i);
            boolean here = formula.guard().isEmpty() || formula.guard().get().holds(memory, at, sqeBytes);
            if (here && formula.expression().hasAll(this) && formula.expression().present(this)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Field present(Asked.OneOf one) {
        for (int i = 0; i < one.fields().size(); i++) {
            Field field = one.fields().get(i);
            boolean there = switch (field.area()) {
                case PAYLOAD, SQE -> decoder.present(field, memory, at, sqeBytes);
                case CQE -> completed && (wide || field.offset() < FieldCompiler.CQE_BIG0);
            };
            if (there) {
                return field;
            }
        }
        return null;
    }

    @Override
    public long number(int slot) {
        return switch (slots.get(slot)) {
            case Asked.Case(Guard guard) -> guard.holds(memory, at, sqeBytes) ? 1 : 0;
            case Asked.AnyOf any -> present(any) ? 1 : 0;
            case Asked.OfRing(RingWord word) -> word.of(ringFlags, sqEntries, cqEntries);
            case Asked.OfPdu pdu -> {
                Field field = present(pdu);
                yield field == null ? 0 : pdu.by().number(field, 0, pduMemory, CommandDecoder.pduAt(pduOffset));
            }
            case Asked.OneOf one -> {
                Field field = present(one);
                yield field == null
                        ? 0
                        : field.area() == Field.Area.CQE
                                ? decoder.number(field, res, flags, big0, big1)
                                : decoder.number(field, 0, memory, at);
            }
        };
    }

    @Override
    public boolean textIs(int slot, String text) {
        return false;
    }
}
