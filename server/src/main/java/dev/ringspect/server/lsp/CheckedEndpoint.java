package dev.ringspect.server.lsp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.eclipse.lsp4j.jsonrpc.Endpoint;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;

/** The server's methods, called only with the parameters that they need. */
final class CheckedEndpoint implements Endpoint {
    private static final Logger LOG = System.getLogger("ringspect.lsp");

    private final Endpoint methods;
    private final Map<String, JsonRpcMethod> known;

    CheckedEndpoint(Endpoint methods, Map<String, JsonRpcMethod> known) {
        this.methods = methods;
        this.known = Map.copyOf(known);
    }

    @Override
    public CompletableFuture<?> request(String method, @Nullable Object parameter) {
        if (parameter == null && takesParameters(method)) {
            throw new ResponseErrorException(new ResponseError(ResponseErrorCode.InvalidParams,
                    method + " came without parameters, and can't be answered without", null));
        }
        return methods.request(method, parameter);
    }

    @Override
    @SuppressWarnings("IllegalCatch")
    public void notify(String method, @Nullable Object parameter) {
        if (parameter == null && takesParameters(method) && !method.equals("initialized")) {
            LOG.log(Level.WARNING, "the client sent {0} without parameters", method);
            return;
        }
        try {
            methods.notify(method, parameter);
        } catch (ResponseErrorException mistake) {
            LOG.log(Level.WARNING, "what the client sent as {0} is left out: {1}", method, mistake.getMessage());
        } catch (RuntimeException unusable) {
            // nobody waits for an answer, and the next message has to be read
            LOG.log(Level.WARNING, "what the client sent as " + method + " can't be used", unusable);
        }
    }

    private boolean takesParameters(String method) {
        JsonRpcMethod called = known.get(method);
        return called != null && called.getParameterTypes().length > 0;
    }
}
