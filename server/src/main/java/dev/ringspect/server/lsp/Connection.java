package dev.ringspect.server.lsp;

import java.io.EOFException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletionException;

import com.google.gson.stream.MalformedJsonException;
import org.eclipse.lsp4j.jsonrpc.JsonRpcException;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageConsumer;
import org.eclipse.lsp4j.jsonrpc.messages.MessageIssue;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.eclipse.lsp4j.services.LanguageClient;
import org.jspecify.annotations.Nullable;

/**
 * LSP4J's connection, with errors that a person can read: what a client sends that can't be used is the client's mistake
 * and answered as that, in a sentence, and no stack trace leaves the server.
 */
final class Connection extends Launcher.Builder<LanguageClient> {
    private static final Logger LOG = System.getLogger("ringspect.lsp");

    @Override
    public Launcher<LanguageClient> create() {
        MessageJsonHandler json = createJsonHandler();
        RemoteEndpoint remote = createRemoteEndpoint(json);
        LanguageClient client = createProxy(remote);
        return createLauncher(executorService, client, remote,
                createMessageProcessor(new WholeMessages(input, json, remote), wrapMessageConsumer(remote), client));
    }

    @Override
    protected RemoteEndpoint createRemoteEndpoint(MessageJsonHandler json) {
        MessageConsumer out = wrapMessageConsumer(new StreamMessageConsumer(output, json));
        MessageTrace traced = new MessageTrace(ServiceEndpoints.toEndpoint(localServices),
                (method, told) -> out.consume(notification(method, told)));
        CheckedEndpoint local = new CheckedEndpoint(traced, getSupportedMethods());
        RemoteEndpoint remote = new RemoteEndpoint(out, local, Connection::error) {
            @Override
            protected void handleRequestIssues(RequestMessage request, List<MessageIssue> issues) {
                ResponseMessage answer = createErrorResponseMessage(request, error(request, issues));
                out.consume(answer);
            }
        };
        json.setMethodProvider(remote);
        remote.setJsonHandler(json);
        return remote;
    }

    private static NotificationMessage notification(String method, Object parameters) {
        NotificationMessage message = new NotificationMessage();
        message.setJsonrpc("2.0");
        message.setMethod(method);
        message.setParams(parameters);
        return message;
    }

    private static ResponseError error(RequestMessage request, List<MessageIssue> issues) {
        MessageIssue issue = issues.getFirst();
        Exception cause = issue.getCause();
        if (request.getMethod() == null || cause == null || isNoJson(cause)) {
            String why = cause == null ? issue.getText() : sentence(cause);
            return new ResponseError(issue.getIssueCode(), "the message can't be read: " + why, null);
        }
        return new ResponseError(ResponseErrorCode.InvalidParams,
                "the parameters of " + request.getMethod() + " can't be read: " + sentence(cause), null);
    }

    private static boolean isNoJson(@Nullable Throwable cause) {
        return cause != null
                && (cause instanceof MalformedJsonException || cause instanceof EOFException
                        || isNoJson(cause.getCause()));
    }

    /** What the innermost cause says, without where to read about the JSON library and without its classes' names. */
    private static String sentence(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? "they are of another type"
                : message.lines().findFirst().orElse("");
    }

    private static ResponseError error(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && (cause instanceof CompletionException
                || cause.getCause() instanceof ResponseErrorException
                || cause instanceof java.lang.reflect.InvocationTargetException
                || cause.getCause() instanceof java.lang.reflect.InvocationTargetException)) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case ResponseErrorException refusal -> refusal.getResponseError();
            case UnsupportedOperationException _ -> new ResponseError(ResponseErrorCode.MethodNotFound,
                    "the server does not serve this method", null);
            // nobody is there to read the answer
            case JsonRpcException gone when JsonRpcException.indicatesStreamClosed(gone) ->
                new ResponseError(ResponseErrorCode.InternalError, "the client is gone", null);
            default -> {
                LOG.log(Level.ERROR, "a request failed", thrown);
                yield new ResponseError(ResponseErrorCode.InternalError,
                        "the request failed: " + cause + "; the server's log has more", null);
            }
        };
    }
}
