package dev.ringspect.protocol.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.edit.Fix.Change;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.inspect.Catalogue;
import dev.ringspect.protocol.text.LineColumn;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;

/** Findings in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS). */
public final class SarifLog {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final String FINGERPRINT = "ringspect/v1";

    private final ReportTexts places;
    private final SarifAddress address;
    private final SarifRules rules = new SarifRules();

    private SarifLog(ReportTexts places, SarifAddress address) {
        this.places = places;
        this.address = address;
    }

    /**
     * One run as one JSON object on one line.
     *
     * @param folder the URI of the folder that files are named from, with a slash at its end
     * @param version of the program
     * @param pages an inspection's page, in Markdown
     */
    public static String of(List<Finding> findings, ReportTexts places, String folder, String version,
            Function<String, Optional<String>> pages) {
        SarifLog log = new SarifLog(places, new SarifAddress(folder));
        JsonObject driver = new JsonObject();
        driver.addProperty("name", "ringspect");
        driver.addProperty("version", version);
        driver.addProperty("informationUri", "urn:ringspect:tool");
        driver.add("rules", log.rules.json(pages));
        JsonObject tool = new JsonObject();
        tool.add("driver", driver);
        JsonObject run = new JsonObject();
        run.add("tool", tool);
        run.addProperty("columnKind", "utf16CodeUnits");
        JsonObject base = new JsonObject();
        base.add("description", text("The folder that the check was started in."));
        JsonObject bases = new JsonObject();
        bases.add(SarifAddress.BASE, base);
        run.add("originalUriBaseIds", bases);
        JsonArray results = new JsonArray();
        List<String> fingerprints = Fingerprints.of(findings, places);
        for (int i = 0; i < findings.size(); i++) {
            results.add(log.result(findings.get(i), fingerprints.get(i)));
        }
        run.add("results", results);
        JsonArray runs = new JsonArray();
        runs.add(run);
        JsonObject root = new JsonObject();
        root.addProperty("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        root.addProperty("version", "2.1.0");
        root.add("runs", runs);
        return GSON.toJson(root);
    }

    private JsonObject result(Finding finding, String fingerprint) {
        JsonObject result = new JsonObject();
        String id = finding.id().isEmpty() ? Catalogue.LANGUAGE : finding.id();
        result.addProperty("ruleId", id);
        int index = rules.index(id);
        if (index >= 0) {
            result.addProperty("ruleIndex", index);
        }
        result.addProperty("level", level(finding.severity()));
        result.add("message", text(finding.message()));
        finding.where().ifPresent(where -> result.add("locations", array(location(where))));
        if (!finding.related().isEmpty()) {
            JsonArray related = new JsonArray();
            for (Finding.Related place : finding.related()) {
                JsonObject one = location(place.where());
                one.add("message", text(place.what()));
                related.add(one);
            }
            result.add("relatedLocations", related);
        }
        JsonObject fingerprints = new JsonObject();
        fingerprints.addProperty(FINGERPRINT, fingerprint);
        result.add("partialFingerprints", fingerprints);
        fixes(finding, result);
        return result;
    }

    /** Fixes that change texts; SARIF has no word for new files, and a suppression is no fix to a machine. */
    private void fixes(Finding finding, JsonObject result) {
        JsonArray fixes = new JsonArray();
        for (Fix fix : finding.fixes()) {
            if (fix.kind() == Fix.Kind.QUICKFIX && fix.changes().stream().allMatch(this::isKnown)) {
                JsonArray changes = new JsonArray();
                fix.changes().forEach(change -> changes.add(change(change)));
                JsonObject one = new JsonObject();
                one.add("description", text(fix.title()));
                one.add("artifactChanges", changes);
                fixes.add(one);
            }
        }
        if (!fixes.isEmpty()) {
            result.add("fixes", fixes);
        }
    }

    private boolean isKnown(Change change) {
        return change instanceof Change.Edits && places.text(change.source()).isPresent();
    }

    private JsonObject change(Change change) {
        JsonArray replacements = new JsonArray();
        if (change instanceof Change.Edits edits) {
            for (TextEdit edit : edits.edits()) {
                JsonObject replacement = new JsonObject();
                places.text(change.source())
                        .ifPresent(text -> replacement.add("deletedRegion", region(text, edit.span())));
                replacement.add("insertedContent", text(edit.replacement()));
                replacements.add(replacement);
            }
        }
        JsonObject one = new JsonObject();
        one.add("artifactLocation", address.of(change.source()));
        one.add("replacements", replacements);
        return one;
    }

    private JsonObject location(Location where) {
        JsonObject physical = new JsonObject();
        physical.add("artifactLocation", address.of(where.source()));
        places.text(where.source()).ifPresent(text -> physical.add("region", region(text, where.span())));
        JsonObject location = new JsonObject();
        location.add("physicalLocation", physical);
        return location;
    }

    private static JsonObject region(SourceText text, Span span) {
        LineColumn start = text.position(span.start());
        LineColumn end = text.position(span.end());
        JsonObject region = new JsonObject();
        region.addProperty("startLine", start.line() + 1);
        region.addProperty("startColumn", start.column() + 1);
        region.addProperty("endLine", end.line() + 1);
        region.addProperty("endColumn", end.column() + 1);
        return region;
    }

    private static JsonArray array(JsonObject one) {
        JsonArray array = new JsonArray();
        array.add(one);
        return array;
    }

    static JsonObject text(String text) {
        JsonObject message = new JsonObject();
        message.addProperty("text", text);
        return message;
    }

    static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }
}
