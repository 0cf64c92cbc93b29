package dev.ringspect.protocol.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.text.Location;

/**
 * Findings that were there when a project began to be checked, and are left alone.
 *
 * @param fingerprints their fingerprints
 */
public record Baseline(Set<String> fingerprints) {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    public Baseline {
        fingerprints = Set.copyOf(fingerprints);
    }

    /** Reads what {@link #write} wrote; empty for any other text. */
    public static Optional<Baseline> read(String json) {
        try {
            JsonElement root = JsonParser.parseString(json);
            if (!root.isJsonObject() || !root.getAsJsonObject().has("findings")
                    || !root.getAsJsonObject().get("findings").isJsonArray()) {
                return Optional.empty();
            }
            Set<String> fingerprints = new HashSet<>();
            for (JsonElement finding : root.getAsJsonObject().getAsJsonArray("findings")) {
                if (finding.isJsonObject() && finding.getAsJsonObject().get("fingerprint") != null
                        && finding.getAsJsonObject().get("fingerprint").isJsonPrimitive()) {
                    fingerprints.add(finding.getAsJsonObject().get("fingerprint").getAsString());
                }
            }
            return Optional.of(new Baseline(fingerprints));
        } catch (JsonParseException notJson) {
            return Optional.empty();
        }
    }

    /** A baseline of {@code findings}, a line for each so that a change of it can be reviewed. */
    public static String write(List<Finding> findings, ReportTexts places) {
        List<String> fingerprints = Fingerprints.of(findings, places);
        JsonArray entries = new JsonArray();
        for (int i = 0; i < findings.size(); i++) {
            JsonObject entry = new JsonObject();
            entry.addProperty("id", findings.get(i).id());
            entry.addProperty("file", places.name(findings.get(i).where().map(Location::source).orElse("")));
            entry.addProperty("message", findings.get(i).message());
            entry.addProperty("fingerprint", fingerprints.get(i));
            entries.add(entry);
        }
        JsonObject root = new JsonObject();
        root.addProperty("schema", 1);
        root.add("findings", entries);
        return GSON.toJson(root) + "\n";
    }

    /** Those of {@code findings} that are not in the baseline. */
    public List<Finding> without(List<Finding> findings, ReportTexts places) {
        List<String> of = Fingerprints.of(findings, places);
        List<Finding> left = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            if (!fingerprints.contains(of.get(i))) {
                left.add(findings.get(i));
            }
        }
        return left;
    }
}
