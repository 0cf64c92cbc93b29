package dev.ringspect.protocol.inspect.language;

import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.inspect.subject.Neighbours;
import dev.ringspect.protocol.text.Severity;

/** Two protocols on one file. */
final class OverlappingDevices implements Inspection {
    private static final Rule RULE = new Rule("U04", "overlapping-devices", Severity.WARNING,
            "Another protocol file names the same devices. A request there is read by whichever of the "
                    + "two comes first.");

    /** Who has many files for one device has been told by then. */
    private static final int MOST = 8;

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.model().ifPresent(model -> model.protocol().ifPresent(protocol -> set.others().stream()
                .filter(other -> Neighbours.are(model, other)).flatMap(other -> other.protocol().stream()).limit(MOST)
                .forEach(other -> findings.accept(Finding.of(RULE, protocol.where(), protocol.name() + " and "
                        + other.name()
                        + " are spoken on the same files; the first of them that knows a number answers for it")
                        .with(Optional.of(other.where()), "the other protocol")))));
    }
}
