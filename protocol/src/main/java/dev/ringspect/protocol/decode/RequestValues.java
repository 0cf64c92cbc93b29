package dev.ringspect.protocol.decode;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.expr.Symbols;
import dev.ringspect.protocol.expr.Values;
import dev.ringspect.protocol.model.SqeWord;

/**
 * The values of one request at a time, for expressions about one command: payload members and the command's own names
 * bare, words of the SQE and CQE qualified, constants of its protocol. It is pointed at a request, then asked; that
 * allocates nothing. One thread uses it, and expressions are compiled with {@link #find} before the first request.
 */
public final class RequestValues implements Symbols, Values {
    private final CommandDecoder decoder;
    private final List<Field> slots;
    private MemorySegment memory = MemorySegment.NULL;
    private long at;
    private int sqeBytes;
    private boolean completed;
    private boolean wide;
    private int res;
    private int flags;
    private long big0;
    private long big1;

    /** Values of the command that {@code decoder} reads. */
    public RequestValues(CommandDecoder decoder) {
        this.decoder = decoder;
        this.slots = new ArrayList<>(decoder.fields());
    }

    @Override
    public Optional<Symbol> find(String path) {
        Optional<Field> field = decoder.field(path).or(() -> word(path)).filter(found -> !found.array());
        return field.<Symbol>map(found -> new Symbol.Variable(found.index(), found.wideUnsigned()))
                .or(() -> decoder.formulas().stream().filter(formula -> formula.path().equals(path)).findFirst()
                        .map(Formula::symbol))
                .or(() -> decoder.protocol().constant(path));
    }

    private Optional<Field> word(String path) {
        Optional<Field> known = slots.stream().filter(field -> field.path().equals(path)).findFirst();
        if (known.isPresent()) {
            return known;
        }
        Field.Area area = path.startsWith("cqe.") ? Field.Area.CQE : Field.Area.SQE;
        Optional<Field> made = SqeWord.named(path)
                .map(word -> FieldCompiler.word(word, slots.size(), area, path, List.of(), Optional.empty()));
        made.ifPresent(slots::add);
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
        Field field = slots.get(slot);
        return switch (field.area()) {
            case PAYLOAD, SQE -> decoder.fits(field, sqeBytes);
            case CQE -> completed && (wide || field.offset() < FieldCompiler.CQE_BIG0);
        };
    }

    @Override
    public long number(int slot) {
        Field field = slots.get(slot);
        return switch (field.area()) {
            case PAYLOAD, SQE -> decoder.number(field, 0, memory, at);
            case CQE -> decoder.number(field, res, flags, big0, big1);
        };
    }

    @Override
    public boolean textIs(int slot, String text) {
        return false;
    }
}
