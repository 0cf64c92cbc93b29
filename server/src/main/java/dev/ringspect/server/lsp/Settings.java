package dev.ringspect.server.lsp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.server.state.Configuration.Display;
import dev.ringspect.server.state.Surroundings;
import dev.ringspect.server.state.Texts;
import dev.ringspect.server.state.Workspace;
import org.eclipse.lsp4j.ConfigurationItem;
import org.eclipse.lsp4j.ConfigurationParams;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.Registration;
import org.eclipse.lsp4j.RegistrationParams;
import org.jspecify.annotations.Nullable;

/** Keeps the snapshot's configuration as the client has it: asks for it, or takes what it is sent. */
final class Settings {
    private static final Logger LOG = System.getLogger("ringspect.lsp");
    private static final String SECTION = "ringspect";

    private final Workspace workspace;
    private final Client client;

    Settings(Workspace workspace, Client client) {
        this.workspace = workspace;
        this.client = client;
    }

    /** Reads the settings for the first time, and asks to be told of changes. */
    void initialized() {
        if (Ability.REGISTERS_CONFIGURATION.isOf(client.facts())) {
            var _ = client.proxy().registerCapability(new RegistrationParams(
                    List.of(new Registration("settings", "workspace/didChangeConfiguration",
                            Map.of("section", SECTION)))));
        }
        ask();
    }

    /** The client's settings changed. */
    void changed(DidChangeConfigurationParams params) {
        if (Ability.TELLS_CONFIGURATION.isOf(client.facts())) {
            ask();
        } else if (params.getSettings() instanceof JsonObject settings) {
            apply(settings.has(SECTION) ? settings.get(SECTION) : settings);
        }
    }

    private void ask() {
        if (!Ability.TELLS_CONFIGURATION.isOf(client.facts())) {
            return;
        }
        ConfigurationItem item = new ConfigurationItem();
        item.setSection(SECTION);
        var _ = client.proxy().configuration(new ConfigurationParams(List.of(item))).whenComplete((answer, thrown) -> {
            if (thrown != null || answer == null || answer.isEmpty()) {
                LOG.log(Level.WARNING, "the client did not tell its settings", thrown);
            } else {
                apply(answer.getFirst());
            }
        });
    }

    private void apply(@Nullable Object settings) {
        JsonObject section = settings instanceof JsonObject object ? object : new JsonObject();
        List<Path> includePaths = includePaths(section);
        workspace.edit(snapshot -> {
            Texts texts = snapshot.texts();
            return snapshot
                    .withConfiguration(snapshot.configuration().with(display(section)).with(inspections(section)))
                    .withTexts(texts.includePaths().equals(includePaths)
                            ? texts
                            : texts.in(Surroundings.ofSystem(includePaths)));
        });
    }

    /** The absolute folders of {@code section} in which imports are looked for. */
    static List<Path> includePaths(JsonObject section) {
        List<Path> paths = new ArrayList<>();
        if (section.get("includePaths") instanceof JsonArray given) {
            given.forEach(path -> {
                if (path.isJsonPrimitive() && path.getAsString().startsWith("/")) {
                    paths.add(Path.of(path.getAsString()).normalize());
                }
            });
        }
        return paths;
    }

    /** What {@code section} says of inspections by their ids: a severity, or {@code off}; anything else is left out. */
    static InspectionSettings inspections(JsonObject section) {
        Map<String, Optional<Severity>> levels = new HashMap<>();
        if (section.get("inspections") instanceof JsonObject given) {
            given.asMap().forEach((id, level) -> {
                String word = level.isJsonPrimitive() ? level.getAsString() : "";
                if (word.equals("off")) {
                    levels.put(id, Optional.empty());
                }
                Arrays.stream(Severity.values()).filter(severity -> severity.word().equals(word))
                        .forEach(severity -> levels.put(id, Optional.of(severity)));
            });
        }
        return new InspectionSettings(levels);
    }

    /** What {@code section} wants to be shown; what it does not say, or says in another type, is the default. */
    static Display display(JsonObject section) {
        Display otherwise = Display.ALL;
        return new Display(
                flag(section, "inlayHints", "layout", otherwise.layoutHints()),
                flag(section, "inlayHints", "holes", otherwise.holeHints()),
                flag(section, "inlayHints", "commandNumbers", otherwise.numberHints()),
                flag(section, "codeLens", "layout", otherwise.layoutLenses()),
                flag(section, "codeLens", "traffic", otherwise.trafficLenses()));
    }

    private static boolean flag(JsonObject section, String group, String name, boolean otherwise) {
        JsonElement value = section.get(group) instanceof JsonObject inner ? inner.get(name) : null;
        return (value instanceof JsonPrimitive primitive && primitive.isBoolean())
                ? primitive.getAsBoolean()
                : otherwise;
    }
}
