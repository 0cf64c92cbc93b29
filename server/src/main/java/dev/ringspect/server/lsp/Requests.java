package dev.ringspect.server.lsp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Cancelled;
import dev.ringspect.server.state.Extent;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Workspace;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The dispatcher: runs a feature on a snapshot off the reader's thread, and turns what it throws into the protocol's
 * errors. A feature that fails costs one answer, never the server.
 */
final class Requests {
    private static final Logger LOG = System.getLogger("ringspect.lsp");

    private final Workspace workspace;
    private final Lifecycle lifecycle;
    private final Client client;

    Requests(Workspace workspace, Lifecycle lifecycle, Client client) {
        this.workspace = workspace;
        this.lifecycle = lifecycle;
        this.client = client;
    }

    /**
     * Answers a request about one text; only an edit of that text overtakes it.
     *
     * @param document the text, as the client names it
     * @param unknown the answer for a text that the server does not know
     * @param feature makes the answer
     */
    <T extends @Nullable Object> CompletableFuture<T> about(String method, @Nullable TextDocumentIdentifier document,
            T unknown, Function<Asked, T> feature) {
        String uri = uri(document);
        return read(method, new Extent.OneText(uri), asking(uri, unknown, feature));
    }

    /** As {@link #about}, where the answer speaks of other texts too, so that a change of these overtakes it as well. */
    <T extends @Nullable Object> CompletableFuture<T> across(String method, @Nullable TextDocumentIdentifier document,
            T unknown, Function<Asked, T> feature) {
        return read(method, new Extent.AllTexts(), asking(uri(document), unknown, feature));
    }

    private <T extends @Nullable Object> BiFunction<Snapshot, Cancel, T> asking(String uri, T unknown,
            Function<Asked, T> feature) {
        Positions positions = client.facts().positions();
        return (at, cancel) -> {
            Optional<SourceText> text = at.texts().text(uri);
            return text.isEmpty() ? unknown : feature.apply(new Asked(at, text.get(), positions, cancel));
        };
    }

    /** Answers a request about texts: a change within {@code extent} ends it with {@code ContentModified}. */
    <T extends @Nullable Object> CompletableFuture<T> read(String method, Extent extent,
            BiFunction<Snapshot, Cancel, T> feature) {
        return read(method, extent, feature,
                new ResponseError(ResponseErrorCode.ContentModified, "a text was edited", null));
    }

    /**
     * Answers a request about texts.
     *
     * @param extent what it looks at
     * @param overtaken the error when a change of that overtakes it
     */
    <T extends @Nullable Object> CompletableFuture<T> read(String method, Extent extent,
            BiFunction<Snapshot, Cancel, T> feature, ResponseError overtaken) {
        lifecycle.requireRunning();
        Cancel cancel = new Cancel();
        CompletableFuture<T> reply = new CompletableFuture<>();
        var _ = reply.whenComplete((answer, thrown) -> {
            if (reply.isCancelled()) {
                cancel.cancel(Cancel.Reason.REQUESTED);
            }
        });
        var _ = workspace.read(cancel, extent, feature).whenComplete((answer, thrown) -> {
            if (thrown == null) {
                reply.complete(answer);
            } else {
                reply.completeExceptionally(error(method, thrown, overtaken));
            }
        });
        return reply;
    }

    /** What a request calls the text that it is about. */
    static String uri(@Nullable TextDocumentIdentifier document) {
        return required(required(document, "textDocument").getUri(), "textDocument.uri");
    }

    /** A range that a request asks for, which has both its ends. */
    static Range range(@Nullable Range range) {
        Range given = required(range, "range");
        var _ = required(given.getStart(), "range.start");
        var _ = required(given.getEnd(), "range.end");
        return given;
    }

    /** A part of a request's parameters that the protocol demands; without it the request is the client's mistake. */
    static <T> T required(@Nullable T part, String name) {
        if (part == null) {
            throw new ResponseErrorException(
                    new ResponseError(ResponseErrorCode.InvalidParams, "the parameters have no " + name, null));
        }
        return part;
    }

    private static Throwable error(String method, Throwable thrown, ResponseError overtaken) {
        return switch (thrown) {
            case Cancelled cancelled -> switch (cancelled.reason()) {
                case REQUESTED -> new CancellationException();
                case EDITED -> new ResponseErrorException(overtaken);
                case CLOSED -> new ResponseErrorException(
                        new ResponseError(ResponseErrorCode.ServerCancelled, "the server is going down", null));
            };
            case ResponseErrorException refusal -> refusal;
            default -> {
                LOG.log(Level.ERROR, method + " failed", thrown);
                yield new ResponseErrorException(new ResponseError(ResponseErrorCode.InternalError,
                        method + " failed: " + thrown + "; the server's log has more", null));
            }
        };
    }
}
