package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.TrafficView;
import dev.ringspect.server.state.TrafficView.CommandTraffic;
import dev.ringspect.server.state.TrafficView.FieldTraffic;
import dev.ringspect.server.state.TrafficView.TrafficFinding;
import dev.ringspect.server.state.TrafficView.ValueCount;

/** What the traces saw, in Markdown; nothing as long as no trace was started. */
final class TrafficText {
    private static final int BAR = 20;
    private static final int MOST_FINDINGS = 20;

    private TrafficText() {}

    /** What the fields were seen with: one part for each that was seen, or one that says that none was. */
    static List<String> fields(Snapshot at, List<FieldPath> fields) {
        TrafficView traffic = at.traffic();
        if (traffic.traces().isEmpty() || fields.isEmpty()) {
            return List.of();
        }
        List<String> parts = new ArrayList<>();
        for (FieldPath field : fields) {
            FieldTraffic seen = traffic.fields().get(field);
            if (seen != null) {
                parts.add(field(field, seen, fields.size() > 1));
            }
        }
        return live(traffic, parts);
    }

    /** What a command was seen with. */
    static List<String> command(Snapshot at, CommandName command) {
        TrafficView traffic = at.traffic();
        if (traffic.traces().isEmpty()) {
            return List.of();
        }
        CommandTraffic seen = traffic.commands().get(command);
        return live(traffic, seen == null
                ? List.of()
                : List.of("seen in **" + count(seen.seen()) + "**\n\n" + table("result", seen.results(), 0, seen.seen())
                        + "\n\nlast: " + TrafficDiagnostics.line(seen.last())));
    }

    /** How often the commands of a protocol were seen. */
    static List<String> protocol(Snapshot at, Protocol protocol) {
        TrafficView traffic = at.traffic();
        if (traffic.traces().isEmpty()) {
            return List.of();
        }
        List<ValueCount> counts = new ArrayList<>();
        long sum = 0;
        for (Command command : protocol.commands()) {
            CommandTraffic seen = traffic.commands().get(new CommandName(protocol.name(), command.name()));
            if (seen != null) {
                counts.add(new ValueCount(command.name(), seen.seen()));
                sum += seen.seen();
            }
        }
        List<String> parts = live(traffic,
                counts.isEmpty() ? List.of() : List.of(table("command", counts, 0, sum)));
        parts.addAll(undeclared(at));
        return parts;
    }

    /** What the traffic proved about no declaration, which has no line of its own to stand on. */
    private static List<String> undeclared(Snapshot at) {
        List<TrafficFinding> findings = TrafficDiagnostics.of(at, new Cancel()).undeclared();
        if (findings.isEmpty()) {
            return List.of();
        }
        StringBuilder text = new StringBuilder("about what no protocol file declares:\n```\n");
        findings.stream().limit(MOST_FINDINGS)
                .forEach(seen -> text.append(TrafficDiagnostics.sentence(seen)).append('\n'));
        if (findings.size() > MOST_FINDINGS) {
            text.append("and ").append(findings.size() - MOST_FINDINGS).append(" more\n");
        }
        text.append("```");
        return List.of(text.toString());
    }

    private static List<String> live(TrafficView traffic, List<String> seen) {
        List<String> parts = new ArrayList<>();
        parts.add("---");
        parts.add("**Traffic** (" + traffic.traces().stream()
                .map(trace -> trace.target() + (trace.ended().isEmpty() ? "" : ", ended"))
                .collect(Collectors.joining("; ")) + ")");
        parts.addAll(seen.isEmpty() ? List.of("not seen yet") : seen);
        long lost = traffic.traces().stream().mapToLong(TrafficView.Trace::lost).sum();
        if (lost > 0) {
            parts.add("⚠ " + grouped(lost) + " event records were lost, so these counts are too small");
        }
        return parts;
    }

    private static String field(FieldPath field, FieldTraffic seen, boolean several) {
        StringBuilder text = new StringBuilder();
        if (several) {
            text.append("in `").append(field.command()).append("`: ");
        }
        text.append("seen in **").append(count(seen.seen())).append("**");
        seen.range().ifPresent(range -> text.append(", between ").append(range));
        text.append("\n\n").append(table("value", seen.values(), seen.others(), seen.seen()));
        text.append("\n\nlast: `").append(seen.lastValue()).append("` in ")
                .append(TrafficDiagnostics.line(seen.last()));
        return text.toString();
    }

    private static String table(String head, List<ValueCount> counts, long others, long all) {
        StringBuilder text = new StringBuilder("| " + head + " | requests | share | |\n|---|---:|---:|---|\n");
        counts.forEach(value -> row(text, "`" + value.value() + "`", value.count(), all));
        if (others > 0) {
            row(text, "others", others, all);
        }
        return text.toString().stripTrailing();
    }

    private static void row(StringBuilder text, String value, long count, long all) {
        double share = all == 0 ? 0 : (double) count / all;
        text.append("| ").append(value).append(" | ").append(grouped(count)).append(" | ")
                .append(String.format(Locale.ROOT, "%.1f %%", share * 100)).append(" | ")
                .append("█".repeat((int) Math.ceil(share * BAR))).append(" |\n");
    }

    private static String count(long requests) {
        return requests == 1 ? "1 request" : grouped(requests) + " requests";
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
