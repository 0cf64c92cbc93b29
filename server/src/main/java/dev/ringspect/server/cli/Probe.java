package dev.ringspect.server.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/**
 * What the native helper says about this kernel and its own rights, as {@code ringspect-helper --probe} prints it.
 *
 * @param btf whether the kernel has type information of its own
 * @param euid the user that the helper ran as
 * @param capabilities its effective capabilities, such as {@code cap_bpf}
 * @param lockdown the kernel's lockdown mode: {@code none}, {@code integrity}, {@code confidentiality} or
 *     {@code unknown}
 * @param ioUringDisabled {@code kernel.io_uring_disabled}, 0 for everyone
 * @param features each tracepoint, with the variant chosen for this kernel
 * @param ready whether it could trace
 */
record Probe(boolean btf, int euid, List<String> capabilities, String lockdown, int ioUringDisabled,
        List<Feature> features, boolean ready) {
    /** A tracepoint: the variant of its program that fits this kernel, or why there is none and what to do. */
    record Feature(String name, String variant, boolean ready, String why, String fix) {}

    /** The tracepoints without which there is no request to show. */
    static final Set<String> NEEDED = Set.of("submit", "complete");

    Probe {
        capabilities = List.copyOf(capabilities);
        features = List.copyOf(features);
    }

    /** Reads what the helper printed; empty when that is no such object. */
    static Optional<Probe> parse(String json) {
        try {
            JsonObject object = JsonParser.parseString(json).getAsJsonObject();
            return Optional.of(new Probe(flag(object, "btf"), number(object, "euid", -1),
                    array(object, "capabilities").asList().stream().map(JsonElement::getAsString).toList(),
                    text(object, "lockdown", "unknown"), number(object, "ioUringDisabled", 0),
                    array(object, "features").asList().stream().map(JsonElement::getAsJsonObject).map(Probe::feature)
                            .toList(),
                    flag(object, "ready")));
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Feature feature(JsonObject object) {
        return new Feature(text(object, "name", "?"), text(object, "variant", ""), flag(object, "ready"),
                text(object, "why", ""), text(object, "fix", ""));
    }

    private static String text(JsonObject object, String key, String otherwise) {
        JsonElement value = object.get(key);
        return value == null || value.isJsonNull() ? otherwise : value.getAsString();
    }

    private static int number(JsonObject object, String key, int otherwise) {
        JsonElement value = object.get(key);
        return value == null || value.isJsonNull() ? otherwise : value.getAsInt();
    }

    private static boolean flag(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value != null && !value.isJsonNull() && value.getAsBoolean();
    }

    private static JsonArray array(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value == null || value.isJsonNull() ? new JsonArray() : value.getAsJsonArray();
    }
}
