package dev.ringspect.server.lsp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.server.live.StartOutcome;
import dev.ringspect.server.live.TraceRequest;
import dev.ringspect.server.live.Traces;
import dev.ringspect.server.feature.TrafficDiagnostics;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Extent;
import dev.ringspect.server.state.TrafficView;
import dev.ringspect.server.state.TrafficView.CommandTraffic;
import dev.ringspect.server.state.TrafficView.TrafficFinding;
import dev.ringspect.server.state.Workspace;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/**
 * The {@code ringspect.trace...} commands, and {@code ringspect.traffic.last}, which shows and returns a sentence. A trace is answered as
 * {@code {"id":1,"target":"pid 42","requests":0,"lost":0,"running":true,"findings":[]}}, with {@code "ended"} when it is over;
 * {@code findings} are those about what no text declares, since others stand on their lines.
 */
final class TraceCommands {
    static final String START = "ringspect.trace.start";
    static final String STOP = "ringspect.trace.stop";
    static final String STATUS = "ringspect.trace.status";
    static final String LAST = "ringspect.traffic.last";
    /** All of them. */
    static final List<String> ALL = List.of(START, STOP, STATUS, LAST);

    private final Traces traces;
    private final Workspace workspace;
    private final Client client;
    private final Lifecycle lifecycle;
    private final Executor background;

    TraceCommands(Traces traces, Workspace workspace, Client client, Lifecycle lifecycle, Executor background) {
        this.traces = traces;
        this.workspace = workspace;
        this.client = client;
        this.lifecycle = lifecycle;
        this.background = background;
    }

    CompletableFuture<Object> execute(ExecuteCommandParams params) {
        lifecycle.requireRunning();
        List<Object> arguments = params.getArguments() == null ? List.of() : params.getArguments();
        return switch (Requests.required(params.getCommand(), "command")) {
            case START -> start(TraceArguments.start(arguments));
            case STOP -> {
                OptionalInt id = TraceArguments.stop(arguments);
                yield later(() -> traces.stop(id));
            }
            case STATUS -> later(traces::status);
            case LAST -> last(TraceArguments.command(arguments));
            default -> throw new ResponseErrorException(new ResponseError(ResponseErrorCode.InvalidParams,
                    "there is no command " + params.getCommand(), null));
        };
    }

    private CompletableFuture<Object> start(TraceRequest request) {
        return workspace.settled().thenApplyAsync(at -> {
            if (!at.configuration().trusted()) {
                throw refused("Ringspect does not trace in a workspace that is not trusted. Trust the workspace first");
            }
            return switch (traces.start(request)) {
                case StartOutcome.Running(TrafficView.Trace trace) -> json(trace, List.of());
                case StartOutcome.Refused(String message, String fix) ->
                    throw refused(fix.isEmpty() ? message : message + "; " + fix);
            };
        }, background);
    }

    /** Shows the last request that was the command. */
    private CompletableFuture<Object> last(CommandName command) {
        return workspace.settled().thenApply(at -> {
            CommandTraffic seen = at.traffic().commands().get(command);
            String message = seen == null
                    ? "No request was " + command.protocol() + "/" + command.command() + " yet"
                    : "Request " + seen.last().number() + " of " + seen.last().process() + ": "
                            + seen.last().command() + " gave " + seen.last().result();
            client.proxy().showMessage(new MessageParams(MessageType.Info, message));
            return message;
        });
    }

    /** Tells the person, who may have started the command from a menu, and makes the error of the answer. */
    private ResponseErrorException refused(String message) {
        client.proxy().showMessage(new MessageParams(MessageType.Error, message));
        return new ResponseErrorException(new ResponseError(ResponseErrorCode.RequestFailed, message, null));
    }

    /** Answers with what {@code command} says of some sessions, and with what they showed when it was done. */
    private CompletableFuture<Object> later(Supplier<List<TrafficView.Trace>> command) {
        return CompletableFuture.supplyAsync(command, background)
                .thenCompose(sessions -> workspace.read(new Cancel(), new Extent.None(), (at, cancel) -> {
                    List<TrafficFinding> found = TrafficDiagnostics.of(at, cancel).undeclared();
                    return sessions.stream().map(session -> json(session, found)).toList();
                }));
    }

    private static Object json(TrafficView.Trace trace, List<TrafficFinding> undeclared) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", trace.id());
        json.put("target", trace.target());
        json.put("requests", trace.requests());
        json.put("lost", trace.lost());
        json.put("running", trace.ended().isEmpty());
        trace.ended().ifPresent(why -> json.put("ended", why));
        json.put("findings", undeclared.stream().filter(seen -> seen.session() == trace.id()).map(TraceCommands::json)
                .toList());
        return json;
    }

    private static Object json(TrafficFinding seen) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", seen.finding().id());
        json.put("severity", seen.finding().severity().word());
        json.put("message", seen.finding().message());
        json.put("requests", seen.count());
        return json;
    }
}
