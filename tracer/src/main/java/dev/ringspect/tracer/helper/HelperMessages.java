package dev.ringspect.tracer.helper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import dev.ringspect.protocol.traffic.EventLayout;
import dev.ringspect.tracer.session.Refusal;

/** The helper's JSON, read without trust: what does not fit is a refusal, never an exception. */
final class HelperMessages {

    private static final int MIN_PAGE = 4096;
    private static final int MAX_RING = 1 << 30;

    private HelperMessages() {}

    /** A greeting, or why there is none. */
    sealed interface Greeting {
        record Hello(HelperHello hello) implements Greeting {}

        /** {@code errno} is the kernel's, when it refused the programs; 0 when something else was wrong. */
        record Refused(Refusal refusal, int errno) implements Greeting {}
    }

    static Greeting greeting(String text) {
        Optional<JsonObject> parsed = object(text);
        if (parsed.isEmpty() || !parsed.get().has("ringspect")) {
            return new Greeting.Refused(new Refusal(Refusal.Cause.SYSTEM, "talking to the helper",
                    "it sent no greeting that could be read: " + shortened(text),
                    "use the helper that came with this Ringspect"), 0);
        }
        JsonObject json = parsed.get();
        Optional<JsonObject> error = child(json, "error");
        if (error.isPresent()) {
            boolean byKernel = string(error.get(), "call").startsWith("bpf(");
            return new Greeting.Refused(refusal("attaching to the kernel", error.get()),
                    byKernel ? (int) number(error.get(), "errno", 0) : 0);
        }
        long events = number(json, "events", -1);
        if (number(json, "ringspect", -1) != 1 || events != EventLayout.VERSION) {
            return new Greeting.Refused(new Refusal(Refusal.Cause.SYSTEM, "talking to the helper",
                    "it is another version: it sends event records of version " + events
                            + ", this Ringspect reads version "
                            + EventLayout.VERSION,
                    "use the helper that came with this Ringspect; RINGSPECT_HELPER or an old build may name another"),
                    0);
        }
        long ringBytes = number(json, "ringBytes", 0);
        long pageSize = number(json, "pageSize", 0);
        if (ringBytes < MIN_PAGE || ringBytes > MAX_RING || Long.bitCount(ringBytes) != 1 || pageSize < MIN_PAGE
                || Long.bitCount(pageSize) != 1 || pageSize > ringBytes) {
            return new Greeting.Refused(new Refusal(Refusal.Cause.SYSTEM, "talking to the helper",
                    "its event buffer has an impossible size: " + ringBytes + " bytes in pages of " + pageSize,
                    "use the helper that came with this Ringspect"), 0);
        }
        return new Greeting.Hello(new HelperHello(string(json, "version"), (int) ringBytes, (int) pageSize,
                string(json, "kernel"), string(json, "machine"), number(json, "realtimeOffsetNs", 0),
                flag(json, "limited"), strings(child(json, "variants")), list(json, "missing")));
    }

    /** The answer to a message: empty when it was done. */
    static Optional<Refusal> answer(String what, String text) {
        Optional<JsonObject> json = object(text);
        if (json.isPresent() && flag(json.get(), "ok")) {
            return Optional.empty();
        }
        return json.flatMap(object -> child(object, "error")).map(error -> refusal(what, error))
                .or(() -> Optional.of(new Refusal(Refusal.Cause.SYSTEM, what,
                        "the helper's answer could not be read: " + shortened(text),
                        "use the helper that came with this Ringspect")));
    }

    /** How many runs were skipped, empty when the answer does not say. */
    static OptionalLong missed(String text) {
        long missed = object(text).map(json -> number(json, "missed", -1)).orElse(-1L);
        return missed < 0 ? OptionalLong.empty() : OptionalLong.of(missed);
    }

    private static Refusal refusal(String what, JsonObject error) {
        String call = string(error, "call");
        String name = string(error, "name");
        String message = string(error, "message");
        String why = call + (name.isEmpty() ? "" : " gave " + name) + (message.isEmpty() ? "" : " (" + message + ")");
        boolean input = "ESRCH".equals(name) || "EINVAL".equals(name);
        return new Refusal(input ? Refusal.Cause.INPUT : Refusal.Cause.SYSTEM, what, why.strip(), string(error, "fix"));
    }

    static Optional<JsonObject> object(String text) {
        try {
            JsonElement element = JsonParser.parseString(text);
            return element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
        } catch (JsonParseException e) {
            // Text from another process: that it is no JSON is an answer like any other.
            return Optional.empty();
        }
    }

    static Optional<JsonObject> child(JsonObject json, String name) {
        JsonElement element = json.get(name);
        return element != null && element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
    }

    static String string(JsonObject json, String name) {
        JsonElement element = json.get(name);
        return element != null && element.isJsonPrimitive() ? element.getAsString() : "";
    }

    static long number(JsonObject json, String name, long otherwise) {
        JsonElement element = json.get(name);
        if (element == null || !element.isJsonPrimitive() || !element.getAsJsonPrimitive().isNumber()) {
            return otherwise;
        }
        try {
            return element.getAsLong();
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    static boolean flag(JsonObject json, String name) {
        JsonElement element = json.get(name);
        return element != null && element.isJsonPrimitive() && element.getAsBoolean();
    }

    static List<String> list(JsonObject json, String name) {
        List<String> strings = new ArrayList<>();
        if (json.get(name) != null && json.get(name).isJsonArray()) {
            for (JsonElement element : json.getAsJsonArray(name)) {
                if (element.isJsonPrimitive()) {
                    strings.add(element.getAsString());
                }
            }
        }
        return strings;
    }

    private static Map<String, String> strings(Optional<JsonObject> json) {
        Map<String, String> strings = new LinkedHashMap<>();
        json.ifPresent(object -> object.asMap().forEach((key, value) -> {
            if (value.isJsonPrimitive()) {
                strings.put(key, value.getAsString());
            }
        }));
        return strings;
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
