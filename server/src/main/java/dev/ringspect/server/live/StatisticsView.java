package dev.ringspect.server.live;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.LongFunction;

import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.decode.Field;
import dev.ringspect.protocol.decode.FieldText;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.statistics.CommandStatistics;
import dev.ringspect.protocol.statistics.FieldStatistics;
import dev.ringspect.protocol.statistics.ValueCounts;
import dev.ringspect.protocol.traffic.Outcome;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.server.state.TrafficView.CommandTraffic;
import dev.ringspect.server.state.TrafficView.FieldTraffic;
import dev.ringspect.server.state.TrafficView.RequestLine;
import dev.ringspect.server.state.TrafficView.ValueCount;

/** Statistics as the text that an editor shows. */
final class StatisticsView {
    private static final int SHOWN = 8;

    private StatisticsView() {}

    /** Adds a command that had requests, and its fields, to views in the making. */
    static void add(CommandStatistics command, Map<CommandName, CommandTraffic> commands,
            Map<FieldPath, FieldTraffic> fields) {
        CommandDecoder decoder = command.decoder();
        CommandName name = new CommandName(decoder.protocol().name(), decoder.command().name());
        CommandStatistics.Last last = command.last();
        RequestLine line = new RequestLine(last.seq(), process(last.comm(), last.pid()), called(name),
                Outcome.text(last.outcome()));
        commands.put(name, new CommandTraffic(command.requests(), shown(command.outcomes(), Outcome::text), line));
        for (FieldStatistics field : command.fields()) {
            if (field.requests() > 0) {
                fields.put(new FieldPath(name.protocol(), name.command(), field.field().path()), field(field, line));
            }
        }
    }

    /** A request in one line; one that no protocol knows is called by its opcode. */
    static RequestLine line(RequestView request, Optional<CommandName> command) {
        String called = command.map(StatisticsView::called).orElseGet(() -> Opcode.nameOf(request.opcode()));
        return new RequestLine(request.seq(), process(request.comm(), request.pid()), called,
                Outcome.text(Outcome.of(request)));
    }

    private static String called(CommandName command) {
        return command.protocol() + "/" + command.command();
    }

    private static String process(String comm, int pid) {
        return (comm.isEmpty() ? "pid " : comm) + "[" + pid + "]";
    }

    private static FieldTraffic field(FieldStatistics seen, RequestLine last) {
        Field field = seen.field();
        List<ValueCount> shown = shown(seen.values(), seen.isArray()
                ? value -> value == FieldStatistics.ALL_ZERO ? "all 0" : "not all 0"
                : value -> text(field, value));
        long others = seen.requests() - shown.stream().mapToLong(ValueCount::count).sum();
        Optional<String> range = seen.min() == seen.max()
                ? Optional.empty()
                : Optional.of(FieldText.number(field, seen.min()) + " and " + FieldText.number(field, seen.max()));
        return new FieldTraffic(seen.requests(), shown, others, range, last, lastText(seen));
    }

    private static List<ValueCount> shown(ValueCounts counts, LongFunction<String> text) {
        return counts.values().stream().limit(SHOWN)
                .map(value -> new ValueCount(text.apply(value.value()), value.count()))
                .toList();
    }

    private static String lastText(FieldStatistics seen) {
        long[] last = seen.last();
        if (!seen.isArray()) {
            return text(seen.field(), last[0]);
        }
        StringJoiner elements = new StringJoiner(", ", "[", "]");
        for (long element : last) {
            elements.add(FieldText.number(seen.field(), element));
        }
        return elements.toString();
    }

    private static String text(Field field, long value) {
        String number = FieldText.number(field, value);
        return FieldText.of(field, value).map(meaning -> meaning + " (" + number + ")").orElse(number);
    }
}
