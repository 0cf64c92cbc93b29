package dev.ringspect.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * The part of SARIF 2.1.0 (OASIS standard, section 3) that is written here: by the place in the log, the properties that
 * the standard knows, and those that it demands.
 */
final class SarifShape {
    private record Shape(Set<String> known, Set<String> demanded) {}

    private static final Map<String, Shape> SHAPES = Map.ofEntries(
            shape("", "$schema version! runs!"), shape(".runs[]", "tool! results columnKind"),
            shape(".runs[].tool", "driver!"), shape(".runs[].tool.driver", "name! version rules"),
            shape(".runs[].tool.driver.rules[]",
                    "id! name shortDescription fullDescription helpUri defaultConfiguration"),
            shape(".runs[].tool.driver.rules[].shortDescription", "text!"),
            shape(".runs[].tool.driver.rules[].fullDescription", "text!"),
            shape(".runs[].tool.driver.rules[].defaultConfiguration", "level"),
            shape(".runs[].results[]",
                    "ruleId ruleIndex level message! locations relatedLocations partialFingerprints fixes"),
            shape(".runs[].results[].message", "text!"), shape(".runs[].results[].locations[]", "physicalLocation"),
            shape(".runs[].results[].locations[].physicalLocation", "artifactLocation region"),
            shape(".runs[].results[].locations[].physicalLocation.artifactLocation", "uri"),
            shape(".runs[].results[].locations[].physicalLocation.region", "startLine startColumn endLine endColumn"),
            shape(".runs[].results[].relatedLocations[]", "physicalLocation message"),
            shape(".runs[].results[].relatedLocations[].message", "text!"),
            shape(".runs[].results[].relatedLocations[].physicalLocation", "artifactLocation region"),
            shape(".runs[].results[].relatedLocations[].physicalLocation.artifactLocation", "uri"),
            shape(".runs[].results[].relatedLocations[].physicalLocation.region",
                    "startLine startColumn endLine endColumn"),
            shape(".runs[].results[].partialFingerprints", "ringspect/v1"),
            shape(".runs[].results[].fixes[]", "description artifactChanges!"),
            shape(".runs[].results[].fixes[].description", "text!"),
            shape(".runs[].results[].fixes[].artifactChanges[]", "artifactLocation! replacements!"),
            shape(".runs[].results[].fixes[].artifactChanges[].artifactLocation", "uri"),
            shape(".runs[].results[].fixes[].artifactChanges[].replacements[]", "deletedRegion! insertedContent"),
            shape(".runs[].results[].fixes[].artifactChanges[].replacements[].deletedRegion",
                    "startLine startColumn endLine endColumn"),
            shape(".runs[].results[].fixes[].artifactChanges[].replacements[].insertedContent", "text"));

    private static Map.Entry<String, Shape> shape(String place, String properties) {
        List<String> words = List.of(properties.split(" ", -1));
        Set<String> demanded = Set.copyOf(words.stream().filter(word -> word.endsWith("!"))
                .map(word -> word.replace("!", "")).toList());
        return Map.entry(place, new Shape(Set.copyOf(words.stream().map(word -> word.replace("!", "")).toList()),
                demanded));
    }

    /** Fails where {@code log} has what the standard does not know, or lacks what it demands. */
    void check(JsonObject log) {
        check("", log);
    }

    private void check(String place, JsonElement value) {
        if (value.isJsonArray()) {
            assertThat(place.endsWith("runs") || value.getAsJsonArray().size() > 0 || place.endsWith("results"))
                    .as(place + " is not empty").isTrue();
            value.getAsJsonArray().forEach(element -> check(place + "[]", element));
        } else if (value.isJsonObject()) {
            assertThat(SHAPES).containsKey(place);
            Shape shape = SHAPES.getOrDefault(place, new Shape(Set.of(), Set.of()));
            assertThat(value.getAsJsonObject().keySet()).as(place).isSubsetOf(shape.known)
                    .containsAll(shape.demanded);
            value.getAsJsonObject().entrySet().forEach(entry -> check(place + "." + entry.getKey(), entry.getValue()));
        } else {
            scalar(place, value);
        }
    }

    private static void scalar(String place, JsonElement value) {
        if (place.endsWith(".level")) {
            assertThat(value.getAsString()).as(place).isIn("none", "note", "warning", "error");
        } else if (place.endsWith("Line") || place.endsWith("Column")) {
            assertThat(value.getAsInt()).as(place).isPositive();
        } else if (place.endsWith("columnKind")) {
            assertThat(value.getAsString()).isIn("utf16CodeUnits", "unicodeCodePoints");
        }
    }
}
