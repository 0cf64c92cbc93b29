package dev.ringspect.server.lsp;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.server.live.TraceRequest;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;

/** Reads the argument of {@code ringspect.trace.start}; what it can't read is the client's mistake and says so. */
final class TraceArguments {
    private static final String EXPECTED = "ringspect.trace.start takes one object with {\"all\":true}, "
            + "{\"pid\":N}, {\"pid\":[N,...]} or {\"command\":[\"program\",\"argument\",...]}, and with "
            + "\"opcodes\" (names or numbers) and \"cmdOps\" (numbers or \"0x...\") if it shall filter";

    private TraceArguments() {}

    static TraceRequest start(List<Object> arguments) {
        if (arguments.size() != 1 || !(arguments.getFirst() instanceof JsonObject object)) {
            throw wrong("one object was expected");
        }
        try {
            return new TraceRequest(target(object), opcodes(object.get("opcodes")), numbers(object.get("cmdOps")));
        } catch (IllegalStateException | UnsupportedOperationException | NumberFormatException
                | JsonParseException unreadable) {
            throw wrong(String.valueOf(unreadable.getMessage()));
        }
    }

    /** The id of the trace to stop; empty for all of them. */
    static OptionalInt stop(List<Object> arguments) {
        if (arguments.isEmpty()) {
            return OptionalInt.empty();
        }
        if (arguments.getFirst() instanceof JsonObject object && object.get("id") instanceof JsonPrimitive id
                && id.isNumber()) {
            return OptionalInt.of(id.getAsInt());
        }
        throw new ResponseErrorException(new ResponseError(ResponseErrorCode.InvalidParams,
                "ringspect.trace.stop takes nothing, or one object {\"id\":N}", null));
    }

    /** The command that {@code ringspect.traffic.last} is about. */
    static CommandName command(List<Object> arguments) {
        if (arguments.size() == 1 && arguments.getFirst() instanceof JsonObject object
                && object.get("protocol") instanceof JsonPrimitive protocol
                && object.get("command") instanceof JsonPrimitive command) {
            return new CommandName(protocol.getAsString(), command.getAsString());
        }
        throw new ResponseErrorException(new ResponseError(ResponseErrorCode.InvalidParams,
                "ringspect.traffic.last takes one object {\"protocol\":\"nvme\",\"command\":\"IO\"}", null));
    }

    private static TraceRequest.Target target(JsonObject object) {
        JsonElement all = object.get("all");
        boolean everything = all != null && all.getAsBoolean();
        int targets = (everything ? 1 : 0) + (object.has("pid") ? 1 : 0) + (object.has("command") ? 1 : 0);
        if (targets != 1) {
            throw wrong(targets == 0 ? "nothing to trace was named" : "more than one target was named");
        }
        if (everything) {
            return new TraceRequest.Target.All();
        }
        if (object.has("pid")) {
            return new TraceRequest.Target.Processes(elements(object.get("pid")).stream().map(pid -> {
                if (pid.getAsLong() <= 0 || pid.getAsLong() > Integer.MAX_VALUE) {
                    throw wrong("a pid is between 1 and 2147483647, this one is " + pid);
                }
                return pid.getAsInt();
            }).toList());
        }
        List<String> command = elements(object.get("command")).stream().map(JsonElement::getAsString).toList();
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw wrong("the command has no program");
        }
        return new TraceRequest.Target.Program(command);
    }

    private static Set<Integer> opcodes(@Nullable JsonElement given) {
        Set<Integer> numbers = new TreeSet<>();
        for (JsonElement opcode : given == null ? List.<JsonElement>of() : elements(given)) {
            JsonPrimitive value = opcode.getAsJsonPrimitive();
            numbers.add(value.isNumber() ? value.getAsInt() : named(value.getAsString()));
        }
        return numbers;
    }

    private static int named(String name) {
        return Opcode.ALL.stream().filter(opcode -> opcode.name().equals(name)).findFirst()
                .orElseThrow(() -> wrong("there is no opcode " + name)).number();
    }

    private static Set<Long> numbers(@Nullable JsonElement given) {
        Set<Long> numbers = new TreeSet<>();
        for (JsonElement number : given == null ? List.<JsonElement>of() : elements(given)) {
            JsonPrimitive value = number.getAsJsonPrimitive();
            numbers.add(value.isNumber() ? value.getAsLong() : Long.decode(value.getAsString()));
        }
        return numbers;
    }

    private static List<JsonElement> elements(JsonElement oneOrMany) {
        if (!oneOrMany.isJsonArray()) {
            return List.of(oneOrMany);
        }
        List<JsonElement> elements = new ArrayList<>();
        oneOrMany.getAsJsonArray().forEach(elements::add);
        return elements;
    }

    private static ResponseErrorException wrong(String what) {
        return new ResponseErrorException(
                new ResponseError(ResponseErrorCode.InvalidParams, what + ". " + EXPECTED, null));
    }
}
