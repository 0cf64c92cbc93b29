package dev.ringspect.protocol.inspect;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ringspect.json} says: {@code {"inspections": {"L04": "error", "L17": "off"}}}. Its JSON schema is
 * {@code docs/ringspect.schema.json}.
 *
 * @param settings what was understood
 * @param problems what was not
 */
public record SettingsFile(InspectionSettings settings, List<Problem> problems) {
    private static final Pattern PLACE = Pattern.compile("at line (\\d{1,9}) column (\\d{1,9})");

    /** What the file is called. */
    public static final String NAME = "ringspect.json";

    public SettingsFile {
        problems = List.copyOf(problems);
    }

    /** The file that counts for what lies in {@code folder}: the nearest in it or above it. */
    public static Optional<Path> nearest(Path folder) {
        for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve(NAME))) {
                return Optional.of(at.resolve(NAME));
            }
        }
        return Optional.empty();
    }

    /** Reads {@code text}. */
    public static SettingsFile parse(SourceText text) {
        List<Problem> problems = new ArrayList<>();
        JsonReader reader = new JsonReader(new StringReader(text.text()));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement root = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedJsonException("something stands after the object");
            }
            if (root.isJsonObject()) {
                return new SettingsFile(read(root.getAsJsonObject(), text, problems), problems);
            }
            problems.add(new Problem(new Span(0, 0), Severity.ERROR,
                    "expected an object, such as {\"inspections\": {\"L04\": \"error\"}}"));
        } catch (IOException | JsonParseException notJson) {
            problems.add(new Problem(place(text, notJson.getMessage()), Severity.ERROR,
                    "this is no JSON, so nothing of it counts; expected an object, such as"
                            + " {\"inspections\": {\"L04\": \"error\"}}"));
        }
        return new SettingsFile(InspectionSettings.DEFAULT, problems);
    }

    private static InspectionSettings read(JsonObject root, SourceText text, List<Problem> problems) {
        for (String key : root.keySet()) {
            if (!key.equals("inspections") && !key.equals("$schema")) {
                problems.add(at(text, key, Severity.WARNING, "'" + key + "' is no setting; 'inspections' is"));
            }
        }
        JsonElement inspections = root.get("inspections");
        if (inspections == null) {
            return InspectionSettings.DEFAULT;
        }
        return levels(inspections, (id, message) -> problems.add(at(text, id, Severity.ERROR, message)));
    }

    /** Takes what is wrong with the setting of one inspection. */
    @FunctionalInterface
    public interface Complaints {
        /** The setting called {@code id} is wrong. */
        void about(String id, String message);
    }

    /** The levels that a JSON object gives by id, as this file and clients' configurations have them. */
    public static InspectionSettings levels(JsonElement json, Complaints complaints) {
        if (!json.isJsonObject()) {
            complaints.about("inspections", "expected an object from an inspection's id to its level");
            return InspectionSettings.DEFAULT;
        }
        Map<String, Optional<Severity>> levels = new HashMap<>();
        json.getAsJsonObject().entrySet().forEach(entry -> {
            String word = entry.getValue().isJsonPrimitive() ? entry.getValue().getAsString() : "";
            Optional<Severity> severity = Arrays.stream(Severity.values()).filter(one -> one.word().equals(word))
                    .findFirst();
            if (Catalogue.find(entry.getKey()).filter(Catalogue.Entry::isInspection).isEmpty()) {
                complaints.about(entry.getKey(), "no inspection is called '" + entry.getKey() + "'");
            } else if (severity.isEmpty() && !word.equals("off")) {
                complaints.about(entry.getKey(), "a level is error, warning, info or off");
            } else {
                levels.put(entry.getKey(), severity);
            }
        });
        return new InspectionSettings(levels);
    }

    /** Where the parser stopped, which it tells in words alone. */
    private static Span place(SourceText text, @Nullable String message) {
        Matcher place = PLACE.matcher(message == null ? "" : message);
        if (!place.find()) {
            return new Span(0, 0);
        }
        int line = Math.min(Integer.parseInt(place.group(1)), text.lineCount()) - 1;
        Span whole = text.lineSpan(line);
        int start = Math.min(whole.start() + Math.max(0, Integer.parseInt(place.group(2)) - 2), whole.end());
        return new Span(start, whole.end());
    }

    private static Problem at(SourceText text, String key, Severity severity, String message) {
        int start = Math.max(0, text.text().indexOf('"' + key + '"'));
        return new Problem(new Span(start, Math.min(text.length(), start + key.length() + 2)), severity, message);
    }
}
