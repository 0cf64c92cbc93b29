package dev.ringspect.server.cli.trace;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

import dev.ringspect.protocol.report.DecodedDetails;
import dev.ringspect.protocol.report.ReadRequest;
import dev.ringspect.protocol.report.RequestJson;
import dev.ringspect.protocol.report.TraceSummary;
import dev.ringspect.server.cli.terminal.Terminal;

/** One JSON object a line; {@code docs/cli.md} says which. */
final class JsonPrinter implements RequestPrinter {
    private static final int BUFFER_CHARACTERS = 1 << 16;

    private final Terminal terminal;
    private final Writer lines;
    private final RequestJson json;

    JsonPrinter(Terminal terminal, RequestReading reading) {
        this.terminal = terminal;
        lines = new BufferedWriter(new OutputStreamWriter(terminal.data(), StandardCharsets.UTF_8), BUFFER_CHARACTERS);
        json = new RequestJson(lines, new DecodedDetails(reading::at));
    }

    @Override
    public void request(ReadRequest read) {
        try {
            json.write(read);
        } catch (IOException e) {
            throw new UncheckedIOException("the output keeps its failures to itself", e);
        }
    }

    @Override
    public void pause() {
        try {
            lines.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the output keeps its failures to itself", e);
        }
        terminal.flush();
    }

    @Override
    public void end(TraceSummary summary) {
        try {
            json.write(summary);
        } catch (IOException e) {
            throw new UncheckedIOException("the output keeps its failures to itself", e);
        }
        pause();
    }
}
