package dev.ringspect.server.lsp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import org.eclipse.lsp4j.jsonrpc.MessageIssueHandler;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageProducer;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.MessageIssue;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;

/**
 * Takes the client's messages as wholes. LSP4J stops in the middle of one that is wrong: what follows would then be taken
 * for the next message's header, and an id after the parameters, where a client may put it, would not be seen, so that a
 * request would never be answered.
 */
final class WholeMessages extends StreamMessageProducer {
    private final Issues issues;

    WholeMessages(InputStream in, MessageJsonHandler json, MessageIssueHandler issues) {
        this(in, json, new Issues(issues));
    }

    private WholeMessages(InputStream in, MessageJsonHandler json, Issues issues) {
        super(in, json, issues);
        this.issues = issues;
    }

    @Override
    protected boolean handleMessage(InputStream in, Headers headers) {
        try {
            issues.body = in.readNBytes(headers.contentLength);
            return super.handleMessage(new ByteArrayInputStream(issues.body), headers);
        } catch (IOException e) {
            fireStreamClosed(e);
            return false;
        }
    }

    /** Used by the reader's thread alone. */
    private static final class Issues implements MessageIssueHandler {
        private final MessageIssueHandler answers;
        private byte[] body = {};

        Issues(MessageIssueHandler answers) {
            this.answers = answers;
        }

        @Override
        public void handle(Message message, List<MessageIssue> found) {
            Optional<RequestMessage> request = message instanceof NotificationMessage half
                    ? id().map(id -> request(half, id))
                    : Optional.empty();
            if (request.isPresent()) {
                answers.handle(request.get(), found);
            } else {
                answers.handle(message, found);
            }
        }

        private static RequestMessage request(NotificationMessage half, JsonPrimitive id) {
            RequestMessage request = new RequestMessage();
            request.setMethod(half.getMethod());
            if (id.isNumber()) {
                request.setRawId(Either.forRight(id.getAsNumber()));
            } else {
                request.setId(id.getAsString());
            }
            return request;
        }

        private Optional<JsonPrimitive> id() {
            try {
                JsonElement whole = JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
                if (whole instanceof JsonObject object && object.get("id") instanceof JsonPrimitive id
                        && !id.isBoolean()) {
                    return Optional.of(id);
                }
            } catch (JsonParseException unreadable) {
                // then nobody can tell whom to answer
                return Optional.empty();
            }
            return Optional.empty();
        }
    }
}
