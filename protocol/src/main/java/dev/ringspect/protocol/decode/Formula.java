package dev.ringspect.protocol.decode;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

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

    /** Where the numbers of requests with SQEs of one size come from. */
    record Source(CommandDecoder decoder, int sqeBytes) {
        Fields at(MemorySegment memory, long at) {
            return new Fields(decoder, decoder.fields(), memory, at, sqeBytes);
        }
    }

    /** The fields of one request, by their indexes. */
    record Fields(CommandDecoder decoder, List<Field> fields, MemorySegment memory, long at,
            int sqeBytes) implements Values {
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
