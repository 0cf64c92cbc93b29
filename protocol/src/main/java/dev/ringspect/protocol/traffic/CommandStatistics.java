package dev.ringspect.protocol.traffic;

import java.util.List;

import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.decode.Field;
import dev.ringspect.protocol.decode.FieldVisitor;

/** What the requests of one command were: how many, how they ended, how long they took, and their fields. */
public final class CommandStatistics {
    private static final int ERRNOS = 32;

    private final CommandDecoder decoder;
    private final List<FieldStatistics> fields;
    private final FrequentValues errors = new FrequentValues(ERRNOS);
    private final LatencyHistogram latency = new LatencyHistogram();
    private final FieldVisitor visitor = this::visit;
    private long requests;
    private long failed;
    private long seq;

    CommandStatistics(CommandDecoder decoder) {
        this.decoder = decoder;
        this.fields = decoder.fields().stream().map(FieldStatistics::new).toList();
    }

    void add(RequestView request) {
        requests++;
        seq = request.seq();
        latency.add(request.latencyNs());
        if (request.hasResult() && request.res() < 0) {
            failed++;
            errors.add(-(long) request.res());
        }
        decoder.visit(request.memory(), request.sqeOffset(), request.sqeSize(), visitor);
        if (request.hasResult()) {
            completion(request);
        }
    }

    private void completion(RequestView request) {
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i).field();
            // The words behind byte 16 are there in a 32-byte CQE only.
            if (field.area() == Field.Area.CQE && (request.hasBigCqe() || field.offset() < 16)) {
                fields.get(i).add(seq, decoder.number(field, request.res(), request.cqeFlags(), request.res2(),
                        request.extra2()));
            }
        }
    }

    private void visit(Field field, int element, long value) {
        fields.get(field.index()).add(seq, value);
    }

    /** The command's decoder, which knows its protocol, its command and its ABI. */
    public CommandDecoder decoder() {
        return decoder;
    }

    /** How many requests. */
    public long requests() {
        return requests;
    }

    /** How many of them had a negative result. */
    public long failed() {
        return failed;
    }

    /** The errnos, as positive numbers. */
    public List<FrequentValues.Value> errors() {
        return errors.top();
    }

    /** Times from submission to the last completion. */
    public LatencyHistogram latency() {
        return latency;
    }

    /** The fields, in the decoder's order. */
    public List<FieldStatistics> fields() {
        return fields;
    }
}
