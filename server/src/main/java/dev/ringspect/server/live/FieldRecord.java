package dev.ringspect.server.live;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.LongFunction;

import dev.ringspect.protocol.decode.Field;
import dev.ringspect.protocol.decode.Meanings;
import dev.ringspect.server.state.TrafficView.FieldTraffic;
import dev.ringspect.server.state.TrafficView.RequestLine;
import dev.ringspect.server.state.TrafficView.ValueCount;

/** What one field was seen with. Of an array the last elements are kept, and whether they all were zero is counted. */
final class FieldRecord {
    private static final int SHOWN = 8;
    private static final long ALL_ZERO = 0;
    private static final long NOT_ALL_ZERO = 1;

    private final Field field;
    private final ValueCounts counts = new ValueCounts();
    private final long[] last;
    private long seen;
    private long smallest;
    private long largest;

    FieldRecord(Field field) {
        this.field = field;
        this.last = new long[field.count()];
    }

    /** Whether what was counted for {@code other} still is about this very field. */
    boolean isAbout(Field other) {
        return field.path().equals(other.path()) && field.area() == other.area() && field.offset() == other.offset()
                && field.bitShift() == other.bitShift() && field.bits() == other.bits()
                && field.count() == other.count() && field.signed() == other.signed()
                && field.endian() == other.endian();
    }

    /** One number; the elements of an array come one after the other. */
    void add(int element, long value) {
        last[element] = value;
        if (element < last.length - 1) {
            return;
        }
        seen++;
        if (last.length > 1) {
            counts.add(allZero() ? ALL_ZERO : NOT_ALL_ZERO);
            return;
        }
        counts.add(value);
        boolean first = seen == 1;
        smallest = first || compare(value, smallest) < 0 ? value : smallest;
        largest = first || compare(value, largest) > 0 ? value : largest;
    }

    private boolean allZero() {
        for (long element : last) {
            if (element != 0) {
                return false;
            }
        }
        return true;
    }

    private int compare(long a, long b) {
        return field.signed() ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    }

    /** What was seen, the last time in {@code request}; empty when nothing was. */
    Optional<FieldTraffic> traffic(RequestLine request) {
        if (seen == 0) {
            return Optional.empty();
        }
        boolean array = last.length > 1;
        LongFunction<String> text = array ? value -> value == ALL_ZERO ? "all 0" : "not all 0" : this::text;
        List<ValueCount> top = counts.top(SHOWN, text);
        boolean ordered = !array && smallest != largest;
        Optional<String> range = ordered
                ? Optional.of(Meanings.number(field, smallest) + " and " + Meanings.number(field, largest))
                : Optional.empty();
        return Optional.of(new FieldTraffic(seen, top, counts.beyond(SHOWN), range, request, lastText()));
    }

    private String lastText() {
        if (last.length == 1) {
            return text(last[0]);
        }
        StringJoiner elements = new StringJoiner(", ", "[", "]");
        for (long element : last) {
            elements.add(Meanings.number(field, element));
        }
        return elements.toString();
    }

    private String text(long value) {
        String number = Meanings.number(field, value);
        return Meanings.of(field, value).map(meaning -> meaning + " (" + number + ")").orElse(number);
    }
}
