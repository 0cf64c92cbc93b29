package dev.ringspect.protocol.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.Catalogue;
import dev.ringspect.protocol.inspect.Inspections;

/** The rules of a log: every inspection with its page, and the mistakes of the layout language. */
final class SarifRules {
    /** Names an inspection, the same on every machine; {@code docs/cli.md} says which page that is. */
    static final String URN = "urn:ringspect:inspection:";

    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)\\]\\([^)]*\\)");
    private static final Pattern FENCE = Pattern.compile("(?m)^```\\w*\\n");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ ");

    private final List<Rule> rules;

    SarifRules() {
        List<Rule> all = new ArrayList<>(Inspections.rules());
        Catalogue.find(Catalogue.LANGUAGE).ifPresent(entry -> all.add(new Rule(entry.id(), entry.name(),
                entry.severity(), "A text does not follow the layout language.")));
        this.rules = List.copyOf(all);
    }

    int index(String id) {
        return rules.stream().map(Rule::id).toList().indexOf(id);
    }

    /** @param pages the page of an inspection, in Markdown */
    JsonArray json(Function<String, Optional<String>> pages) {
        JsonArray all = new JsonArray();
        for (Rule rule : rules) {
            JsonObject one = new JsonObject();
            one.addProperty("id", rule.id());
            one.addProperty("name", rule.name());
            one.add("fullDescription", SarifLog.text(rule.description()));
            one.add("shortDescription",
                    SarifLog.text(rule.description().substring(0, sentence(rule.description()))));
            one.add("help", help(pages.apply(rule.id()).orElse(rule.description())));
            one.addProperty("helpUri", URN + rule.id());
            JsonObject configuration = new JsonObject();
            configuration.addProperty("level", SarifLog.level(rule.severity()));
            one.add("defaultConfiguration", configuration);
            all.add(one);
        }
        return all;
    }

    /** A page without its links, which lead nowhere from a log. */
    private static JsonObject help(String page) {
        String markdown = LINK.matcher(page).replaceAll("$1").strip();
        String plain = HEADING.matcher(FENCE.matcher(markdown + "\n").replaceAll("")).replaceAll("");
        JsonObject help = SarifLog.text(plain.replace("`", "").strip());
        help.addProperty("markdown", markdown);
        return help;
    }

    private static int sentence(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text.length() : end + 1;
    }
}
