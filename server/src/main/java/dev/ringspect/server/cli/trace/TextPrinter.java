package dev.ringspect.server.cli.trace;

import java.util.function.LongSupplier;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.TrafficFinding;
import dev.ringspect.protocol.report.LineBuffer;
import dev.ringspect.protocol.report.ReadRequest;
import dev.ringspect.protocol.report.TraceSummary;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.server.cli.terminal.Terminal;

/** One aligned line a request, its findings beneath, for a person. */
public final class TextPrinter implements RequestPrinter {
    private static final String BENEATH = " ".repeat(8);

    private final Terminal terminal;
    private final RequestReading reading;
    private final LongSupplier firstNs;
    private final CommandText command = new CommandText();
    private final LineBuffer line = new LineBuffer();
    private boolean begun;
    private long start;

    /**
     * A printer.
     *
     * @param firstNs asked with the first request: when the trace's first request began, which is time 0
     */
    TextPrinter(Terminal terminal, RequestReading reading, LongSupplier firstNs) {
        this.terminal = terminal;
        this.reading = reading;
        this.firstNs = firstNs;
    }

    @Override
    public void request(ReadRequest read) {
        if (!begun) {
            begun = true;
            start = firstNs.getAsLong();
            terminal.print(terminal.paint(Terminal.Ink.STRONG, RequestText.header()));
        }
        RequestText.columns(line, read.request(), start);
        command.name(line, read);
        line.write(' ');
        command.values(line, read);
        terminal.print(line.take());
        for (Finding finding : read.findings()) {
            terminal.print(BENEATH + paint(finding));
        }
    }

    private String paint(Finding finding) {
        return terminal.paint(Terminal.inkOf(finding.severity()), reading.line(finding));
    }

    @Override
    public void pause() {
        terminal.flush();
    }

    @Override
    public void end(TraceSummary summary) {
        if (begun) {
            terminal.print("");
        }
        for (TrafficFinding finding : reading.findings()) {
            terminal.print(paint(finding.finding()) + times(finding));
        }
        terminal.print(sentence(summary));
        terminal.flush();
    }

    /** How often it was found: {@code , 3 times, first in request 4}. */
    public static String times(TrafficFinding finding) {
        return finding.count() == 1
                ? ", in request " + finding.firstSeq()
                : ", in " + finding.count() + " requests from " + finding.firstSeq() + " on";
    }

    /** The summary in a line. */
    static String sentence(TraceSummary summary) {
        StringBuilder text = new StringBuilder().append(summary.requests()).append(" requests");
        String between = ": ";
        for (RequestState state : RequestState.values()) {
            long count = summary.byState().getOrDefault(state, 0L);
            if (count > 0) {
                text.append(between).append(count).append(' ').append(state.word());
                between = ", ";
            }
        }
        text.append("; ").append(summary.events()).append(" events, ").append(summary.lost()).append(" lost");
        summary.exitCode().ifPresent(code -> text.append("; the command's exit code was ").append(code));
        return text.toString();
    }
}
