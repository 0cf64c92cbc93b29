package dev.ringspect.server.cli;

import java.util.Optional;

import dev.ringspect.protocol.report.TraceSummary;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.RequestState;

/** One aligned line a request, for a person. */
final class TextPrinter implements RequestPrinter {
    private final Terminal terminal;
    private boolean begun;
    private long start;

    TextPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void request(Request request) {
        if (!begun) {
            begun = true;
            start = request.submitSeen() ? request.submitNs() : request.completeNs();
            terminal.print(terminal.paint(Terminal.Ink.STRONG, RequestText.header()));
        }
        terminal.print(RequestText.line(request, start, meaning(request)));
    }

    private static String meaning(Request request) {
        return request.isUringCmd() ? "cmd_op " + "0x%x".formatted(request.cmdOp()) : "";
    }

    @Override
    public void pause() {
        terminal.flush();
    }

    @Override
    public void end(TraceSummary summary) {
        terminal.print((begun ? "\n" : "") + sentence(summary));
        terminal.flush();
    }

    /** The summary in a line. */
    static String sentence(TraceSummary summary) {
        StringBuilder text = new StringBuilder().append(summary.requests()).append(" requests");
        String between = ": ";
        for (RequestState state : RequestState.values()) {
            long count = Optional.ofNullable(summary.byState().get(state)).orElse(0L);
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
