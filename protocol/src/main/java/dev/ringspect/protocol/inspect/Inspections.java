package dev.ringspect.protocol.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.command.CommandInspections;
import dev.ringspect.protocol.inspect.driver.DriverInspections;
import dev.ringspect.protocol.inspect.language.LanguageInspections;
import dev.ringspect.protocol.inspect.layout.LayoutInspections;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;

/** All static inspections, listed, and how they are run. */
public final class Inspections {
    private static final String LETTERS = "LCRUD";

    /** Ids as the documentation lists them: layouts, drivers in C, drivers in Rust, protocol files, traffic. */
    static final Comparator<String> ORDER = Comparator
            .comparingInt((String id) -> LETTERS.indexOf(id.charAt(0))).thenComparing(Comparator.naturalOrder());

    /** Every inspection, in the order of the catalogue. */
    public static final List<Inspection> ALL = Stream
            .of(LayoutInspections.ALL, CommandInspections.ALL, DriverInspections.ALL, LanguageInspections.ALL)
            .flatMap(List::stream)
            .sorted(Comparator.comparing((Inspection inspection) -> inspection.rule().id(), ORDER)).toList();

    private static final int MOST = 1000;

    private Inspections() {}

    /** The rules of all inspections, those about remarks included. */
    public static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(ALL.stream().map(Inspection::rule).toList());
        rules.addAll(Suppression.RULES);
        return List.copyOf(rules);
    }

    /** What all inspections find in a protocol file alone, by place, with their usual severities. */
    public static List<Finding> of(ProtocolModel model) {
        return of(CheckedSet.of(model), InspectionSettings.DEFAULT);
    }

    /**
     * What all inspections find, by place. What a remark suppresses is left out; a remark that suppresses nothing is
     * itself found.
     */
    public static List<Finding> of(CheckedSet set, InspectionSettings settings) {
        try {
            return readable(Budget.within(() -> all(set, settings)));
        } catch (Budget.Ended ended) {
            if (!ended.exceeded()) {
                throw ended;
            }
            return refused(set, "inspecting this file took more than " + Budget.SECONDS
                    + " s of processor time, and was given up");
        } catch (StackOverflowError deep) {
            return refused(set, "something in this file is nested too deeply to be inspected");
        } catch (OutOfMemoryError big) {
            return refused(set, "inspecting this file needs more memory than there is");
        }
    }

    private static List<Finding> refused(CheckedSet set, String why) {
        return List.of(new Finding("", Severity.ERROR, why, Optional.of(set.source().at(new Span(0, 0)))));
    }

    /** The worst of so many findings that nobody would read all, with a word about the others. */
    private static List<Finding> readable(List<Finding> found) {
        if (found.size() <= MOST) {
            return found;
        }
        List<Finding> worst = found.stream().sorted(Comparator.comparing(Finding::severity)).toList();
        Finding next = worst.get(MOST);
        List<Finding> shown = new ArrayList<>(found);
        shown.retainAll(new HashSet<>(worst.subList(0, MOST)));
        shown.add(new Finding("", next.severity(), "there are " + (found.size() - MOST)
                + " more findings in this file, none of them worse than this word, which are not shown", next.where()));
        return List.copyOf(shown);
    }

    private static List<Finding> all(CheckedSet set, InspectionSettings settings) {
        List<Finding> all = new ArrayList<>();
        for (Inspection inspection : ALL) {
            if (settings.reports(inspection.rule().id())) {
                inspection.inspect(set, all::add);
            }
        }
        Suppression suppression = new Suppression(set, settings);
        List<Finding> kept = new ArrayList<>();
        for (Finding finding : suppression.apply(all)) {
            Optional<Severity> level = settings.levelOf(finding.id(), finding.severity());
            level.ifPresent(severity -> kept.add(finding.as(severity).with(suppression.fixes(finding))));
        }
        kept.sort(Comparator.comparing((Finding finding) -> finding.where().map(Location::source).orElse(""))
                .thenComparingInt(finding -> finding.where().map(where -> where.span().start()).orElse(0))
                .thenComparing(Finding::id));
        return List.copyOf(kept);
    }
}
