package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.inspect.Finding;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;

/** What can be changed where the cursor stands: the fixes of findings there. */
public final class CodeActions {
    private CodeActions() {}

    /**
     * A change that is offered.
     *
     * @param fix the change
     * @param mends the marker that goes away with it; empty for what is not wrong
     * @param preferred whether it is what one would do first about the marker
     */
    public record Offer(Fix fix, Optional<Marker> mends, boolean preferred) {}

    /** What is offered for {@code span} of the text called {@code uri}, the best first. */
    public static List<Offer> at(Snapshot at, String uri, Span span, Cancel cancel) {
        List<Offer> offers = new ArrayList<>();
        Optional<Analysis> file = at.texts().protocolFile(uri);
        if (file.isEmpty()) {
            return offers;
        }
        String name = file.get().text().uri();
        for (Finding finding : file.get().findings(at.configuration().inspections())) {
            cancel.check();
            Location where = finding.where().orElse(null);
            if (where != null && where.source().equals(name) && meet(where.span(), span)) {
                Optional<Marker> marker = Optional.of(Diagnostics.marker(finding));
                for (int i = 0; i < finding.fixes().size(); i++) {
                    Fix fix = finding.fixes().get(i);
                    offers.add(new Offer(fix, marker, i == 0 && !isSuppression(fix)));
                }
            }
        }
        // what mends comes before what only silences
        List<Offer> ordered = new ArrayList<>(offers.stream().filter(offer -> !isSuppression(offer.fix)).toList());
        offers.stream().filter(offer -> isSuppression(offer.fix)).forEach(ordered::add);
        return ordered;
    }

    private static boolean isSuppression(Fix fix) {
        return fix.kind() == Fix.Kind.SUPPRESSION;
    }

    private static boolean meet(Span one, Span other) {
        return one.start() <= other.end() && other.start() <= one.end();
    }
}
