package dev.ringspect.protocol.decode;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.expr.Values;
import dev.ringspect.protocol.model.ValueRule;

/**
 * A number made of several fields of the payload.
 *
 * @param prefix path of the struct that it belongs to, empty for the payload itself
 * @param rule what makes it
 * @param guard in which cases it is there, where that depends on a member
 * @param symbol for use in expressions; its slots are indexes of fields
 * @param expression ready for evaluation on the fields
 */
record Formula(String prefix, ValueRule rule, Optional<Guard> guard, Symbol.Formula symbol, Expression expression) {
    String path() {
        return FieldCompiler.join(prefix, rule.name());
    }

    /**
     * Where the numbers of requests with SQEs of one size come from. Threads share it; what points at a request is made
     * once and kept, so that asking allocates nothing as long as one thread asks at a time.
     */
    static final class Source {
        private final CommandDecoder decoder;
        private final int sqeBytes;
        private final AtomicReference<@Nullable Fields> spare = new AtomicReference<>();

        Source(CommandDecoder decoder, int sqeBytes) {
            this.decoder = decoder;
            this.sqeBytes = sqeBytes;
        }

        /** Whether the request whose SQE starts at {@code at} has all that {@code expression} needs. */
        boolean has(Expression expression, MemorySegment memory, long at) {
            Fields fields = take(memory, at);
            boolean has = expression.hasAll(fields) && expression.present(fields);
            spare.set(fields);
            return has;
        }

        long evaluate(Expression expression, MemorySegment memory, long at) {
            Fields fields = take(memory, at);
            long value = expression.evaluate(fields);
            spare.set(fields);
            return value;
        }

        private Fields take(MemorySegment memory, long at) {
            Fields kept = spare.getAndSet(null);
            Fields fields = kept == null ? new Fields(decoder, sqeBytes) : kept;
            fields.memory = memory;
            fields.at = at;
            return fields;
        }
    }

    /** The fields of one request, by their indexes. */
    private static final class Fields implements Values {
        private final CommandDecoder decoder;
        private final List<Field> fields;
        private final int sqeBytes;
        private MemorySegment memory = MemorySegment.NULL;
        private long at;

        Fields(CommandDecoder decoder, int sqeBytes) {
            this.decoder = decoder;
            this.fields = decoder.fields();
            this.sqeBytes = sqeBytes;
        }

        @Override
        public boolean has(int slot) {
            return decoder.fits(fields.get(slot), sqeBytes);
        }

        @Override
        public long number(int slot) {
            return decoder.number(fields.get(slot), 0, memory, at);
        }

        @Override
        public boolean textIs(int slot, String text) {
            return false;
        }
    }
}
