package dev.ringspect.server.live;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.decode.Field;
import dev.ringspect.protocol.decode.FieldVisitor;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.server.state.TrafficView.CommandName;
import dev.ringspect.server.state.TrafficView.CommandTraffic;
import dev.ringspect.server.state.TrafficView.FieldTraffic;
import dev.ringspect.server.state.TrafficView.RequestLine;

/** What one command was seen with, in its fields and results. Adding a request allocates nothing. */
final class CommandRecord implements FieldVisitor {
    private static final int SHOWN = 8;
    /** Results are counted by their number; a request without one by its state, above every 32-bit result. */
    private static final long STATE = 1L << 40;
    private static final List<RequestState> STATES = List.of(RequestState.values());

    private final CommandName name;
    private CommandDecoder decoder;
    private FieldRecord[] fields;
    private final ValueCounts results = new ValueCounts();
    private long seen;
    private long lastSeq;
    private int lastPid;
    private String lastComm = "";
    private long lastResult;

    CommandRecord(CommandName name, CommandDecoder decoder) {
        this.name = name;
        this.decoder = decoder;
        this.fields = decoder.fields().stream().map(FieldRecord::new).toArray(FieldRecord[]::new);
    }

    /** Reads requests by another declaration from now on; fields that it did not touch keep what they saw. */
    void use(CommandDecoder newer) {
        if (newer.equals(decoder)) {
            return;
        }
        FieldRecord[] before = fields;
        fields = newer.fields().stream().map(field -> kept(before, field)).toArray(FieldRecord[]::new);
        decoder = newer;
    }

    private static FieldRecord kept(FieldRecord[] before, Field field) {
        for (FieldRecord known : before) {
            if (known.isAbout(field)) {
                return known;
            }
        }
        return new FieldRecord(field);
    }

    /**
     * Counts one request.
     *
     * @param by reads it: the command's decoder, or the one for the ABI of a 32-bit task
     */
    void add(RequestView request, CommandDecoder by) {
        seen++;
        lastSeq = request.seq();
        lastPid = request.pid();
        lastComm = request.comm();
        lastResult = result(request);
        results.add(lastResult);
        if (request.sqeSize() > 0) {
            by.visit(request.memory(), request.sqeOffset(), request.sqeSize(), this);
        }
        if (request.hasResult()) {
            addCompletion(request, by);
        }
    }

    private void addCompletion(RequestView request, CommandDecoder by) {
        List<Field> all = by.fields();
        for (int i = all.size() - 1; i >= 0 && all.get(i).area() == Field.Area.CQE; i--) {
            Field field = all.get(i);
            if (request.hasBigCqe() || field.offset() < Long.BYTES * 2) {
                fields[i].add(0, by.number(field, request.res(), request.cqeFlags(), request.res2(),
                        request.extra2()));
            }
        }
    }

    @Override
    public void value(Field field, int element, long value) {
        fields[field.index()].add(element, value);
    }

    private static long result(RequestView request) {
        boolean ended = request.hasResult() || request.state() == RequestState.FAILED;
        return ended ? request.res() : STATE + STATES.indexOf(request.state());
    }

    /** {@code 0}, {@code -22 EINVAL}, or the state of a request without a result. */
    static String resultText(long result) {
        if (result >= STATE) {
            return STATES.get((int) (result - STATE)).word();
        }
        return Errno.nameOfResult((int) result).map(errno -> result + " " + errno).orElse(String.valueOf(result));
    }

    /** A request in one line; one that no protocol knows is called by its opcode. */
    static RequestLine line(RequestView request, Optional<CommandName> command) {
        String called = command.map(known -> known.protocol() + "/" + known.command())
                .orElseGet(() -> Opcode.nameOf(request.opcode()));
        return new RequestLine(request.seq(), process(request.comm(), request.pid()), called,
                resultText(result(request)));
    }

    private static String process(String comm, int pid) {
        return (comm.isEmpty() ? "pid " : comm) + "[" + pid + "]";
    }

    void view(Map<CommandName, CommandTraffic> commands, Map<FieldPath, FieldTraffic> seenFields) {
        if (seen == 0) {
            return;
        }
        RequestLine last = new RequestLine(lastSeq, process(lastComm, lastPid),
                name.protocol() + "/" + name.command(), resultText(lastResult));
        commands.put(name, new CommandTraffic(seen, results.top(SHOWN, CommandRecord::resultText), last));
        Map<FieldPath, FieldTraffic> mine = new HashMap<>();
        for (int i = 0; i < fields.length; i++) {
            FieldPath path = new FieldPath(name.protocol(), name.command(), decoder.fields().get(i).path());
            fields[i].traffic(last).ifPresent(traffic -> mine.put(path, traffic));
        }
        seenFields.putAll(mine);
    }
}
