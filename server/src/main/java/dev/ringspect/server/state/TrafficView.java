package dev.ringspect.server.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.FieldPath;

/**
 * What the traces of the editor saw so far, as plain data, taken at one moment. Fields and commands are told apart
 * by name, not by place, so that a view stays right while their texts are edited.
 *
 * @param traces the sessions, oldest first, those that ended too
 * @param fields what each declared field was seen with
 * @param commands what each declared command was seen with
 * @param findings what the traffic proved, in the order in which it was first seen
 */
public record TrafficView(List<Trace> traces, Map<FieldPath, FieldTraffic> fields,
        Map<CommandName, CommandTraffic> commands, List<TrafficFinding> findings) {
    /** No trace was started. */
    public static final TrafficView NONE = new TrafficView(List.of(), Map.of(), Map.of(), List.of());

    public TrafficView {
        traces = List.copyOf(traces);
        fields = Map.copyOf(fields);
        commands = Map.copyOf(commands);
        findings = List.copyOf(findings);
    }

    /** Whether a trace runs. */
    public boolean isTracing() {
        return traces.stream().anyMatch(trace -> trace.ended().isEmpty());
    }

    /**
     * One session.
     *
     * @param id its number, from 1
     * @param target what it traces, for a person: {@code pid 42}, {@code all processes}, or a command line
     * @param requests requests seen so far
     * @param lost event records that the kernel could not deliver
     * @param ended why it is over, empty while it runs
     */
    public record Trace(int id, String target, long requests, long lost, Optional<String> ended) {}

    /**
     * How often a value was seen.
     *
     * @param value the value as text, by the field's declared meaning
     * @param count in how many requests
     */
    public record ValueCount(String value, long count) {}

    /**
     * What a field was seen with.
     *
     * @param seen in how many requests
     * @param values values seen, most frequent first, as many as are worth showing
     * @param others in how many requests the value was none of these
     * @param range smallest and largest value, empty when the field's values have no order
     * @param last the last request that had it
     * @param lastValue the value in that request
     */
    public record FieldTraffic(long seen, List<ValueCount> values, long others, Optional<String> range,
            RequestLine last, String lastValue) {
        public FieldTraffic {
            values = List.copyOf(values);
        }
    }

    /**
     * What a command was seen with.
     *
     * @param seen how many requests
     * @param results how they ended, most frequent first
     * @param last the last one
     */
    public record CommandTraffic(long seen, List<ValueCount> results, RequestLine last) {
        public CommandTraffic {
            results = List.copyOf(results);
        }
    }

    /**
     * A request in one line.
     *
     * @param number its number in its session, from 1
     * @param process name and id of the process that sent it, {@code fio[1234]}
     * @param command what it was, {@code null/ECHO}
     * @param result how it ended, {@code 0} or {@code -22 EINVAL}, or its state
     */
    public record RequestLine(long number, String process, String command, String result) {}

    /**
     * What traffic proved.
     *
     * @param session the session that saw it
     * @param finding what it proved about whom, without a place: where that is declared changes with every edit
     * @param first the first request that showed it
     * @param count how many requests showed it
     */
    public record TrafficFinding(int session, Finding finding, RequestLine first, long count) {}
}
