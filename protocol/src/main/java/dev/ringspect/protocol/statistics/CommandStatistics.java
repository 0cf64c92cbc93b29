package dev.ringspect.protocol.statistics;

import java.util.Arrays;
import java.util.List;

import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.decode.Field;
import dev.ringspect.protocol.decode.FieldReader;
import dev.ringspect.protocol.decode.FieldVisitor;
import dev.ringspect.protocol.traffic.Outcome;
import dev.ringspect.protocol.traffic.RequestView;

/**
 * What the requests of one command were: how many, how they ended, how long they took, and their fields. Adding a request
 * allocates nothing.
 */
public final class CommandStatistics {

    private final LatencyHistogram latency = new LatencyHistogram();
    private final ValueCounts outcomes = new ValueCounts();
    private final FieldVisitor visitor = new Counting();
    private final CommandBytes sqe = new CommandBytes();
    private CommandDecoder decoder;
    private FieldStatistics[] fields;
    private long requests;
    private long lastSeq;
    private int lastPid;
    private String lastComm = "";
    private long lastOutcome;
    private long lastNs;

    /** Nothing counted yet. */
    public CommandStatistics(CommandDecoder decoder) {
        this.decoder = decoder;
        this.fields = decoder.fields().stream().map(FieldStatistics::new).toArray(FieldStatistics[]::new);
    }

    /**
     * The last request of a command.
     *
     * @param seq its {@link RequestView#seq}
     * @param pid the process that sent it
     * @param comm that process's name, empty when it is not known
     * @param outcome how it ended, as {@link Outcome} numbers it
     */
    public record Last(long seq, int pid, String comm, long outcome) {}

    /** Goes on by another declaration; fields that it did not touch keep what they saw. */
    void use(CommandDecoder newer) {
        if (newer.equals(decoder)) {
            return;
        }
        FieldStatistics[] before = fields;
        fields = newer.fields().stream()
                .map(field -> Arrays.stream(before).filter(known -> known.isAbout(field)).findFirst()
                        .orElseGet(() -> new FieldStatistics(field)))
                .toArray(FieldStatistics[]::new);
        decoder = newer;
    }

    /**
     * Counts one request.
     *
     * @param by reads it: this command's decoder, or the one for the ABI of a 32-bit task
     */
    void add(RequestView request, CommandDecoder by) {
        requests++;
        lastSeq = request.seq();
        lastPid = request.pid();
        lastComm = request.comm();
        lastOutcome = Outcome.of(request);
        lastNs = Math.max(request.submitNs(), request.completeNs());
        outcomes.add(lastOutcome);
        latency.add(request.latencyNs());
        if (request.sqeSize() > 0) {
            by.sqe().visit(request.sqe(sqe), visitor);
        }
        if (request.hasResult()) {
            completion(request, by);
        }
    }

    /**
     * Counts all that {@code more} counted too: the same command, in another session of this machine. Fields that it reads
     * otherwise, by an older declaration, are left out.
     */
    public void addAll(CommandStatistics more) {
        boolean newer = more.lastNs > lastNs || requests == 0;
        if (newer && more.requests > 0) {
            lastSeq = more.lastSeq;
            lastPid = more.lastPid;
            lastComm = more.lastComm;
            lastOutcome = more.lastOutcome;
            lastNs = more.lastNs;
        }
        requests += more.requests;
        outcomes.addAll(more.outcomes);
        latency.addAll(more.latency);
        for (FieldStatistics field : fields) {
            Arrays.stream(more.fields).filter(other -> other.isAbout(field.field())).findFirst()
                    .ifPresent(other -> field.addAll(other, newer));
        }
    }

    private void completion(RequestView request, CommandDecoder by) {
        List<Field> all = by.fields();
        for (int i = all.size() - 1; i >= 0 && all.get(i).area() == Field.Area.CQE; i--) {
            Field field = all.get(i);
            if (CommandDecoder.presentInCqe(field, request.res(), request.isCqe32())) {
                visitor.value(field, 0,
                        by.number(field, request.res(), request.cqeFlags(), request.bigCqe0(), request.bigCqe1()));
            }
        }
    }

    private final class Counting implements FieldVisitor {
        @Override
        public void value(Field field, int element, long value) {
            fields[field.index()].add(value);
        }

        @Override
        public void array(FieldReader array, CommandBytes bytes, int count) {
            fields[array.field().index()].add(array, bytes, count);
        }
    }

    /** The command's decoder, which knows its protocol, its command and its ABI. */
    public CommandDecoder decoder() {
        return decoder;
    }

    /** How many requests. */
    public long requests() {
        return requests;
    }

    /** How they ended, as {@link Outcome} numbers it. */
    public ValueCounts outcomes() {
        return outcomes;
    }

    /** Times from submission to the last completion. */
    public LatencyHistogram latency() {
        return latency;
    }

    /** The fields, in the decoder's order. */
    public List<FieldStatistics> fields() {
        return List.of(fields);
    }

    /** The last request; all 0 when there was none. */
    public Last last() {
        return new Last(lastSeq, lastPid, lastComm, lastOutcome);
    }
}
