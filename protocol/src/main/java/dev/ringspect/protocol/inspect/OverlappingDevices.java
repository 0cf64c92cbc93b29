package dev.ringspect.protocol.inspect;

import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.ProtocolModel;
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
        set.model().flatMap(ProtocolModel::protocol).ifPresent(protocol -> {
            int told = 0;
            for (ProtocolModel model : set.others()) {
                if (told == MOST) {
                    return;
                }
                Protocol other = model.protocol().orElse(null);
                if (other != null && isNeighbour(protocol, other)) {
                    findings.accept(Finding.of(RULE, protocol.where(), protocol.name() + " and " + other.name()
                            + " are spoken on the same files; the first of them that knows a number answers for it")
                            .with(Optional.of(other.where()), "the other protocol"));
                    told++;
                }
            }
        });
    }

    private static boolean isNeighbour(Protocol one, Protocol other) {
        return !other.where().source().startsWith("builtin:") && !other.where().source().equals(one.where().source())
                && Devices.meet(one, other);
    }

    static boolean areNeighbours(ProtocolModel one, ProtocolModel other) {
        return one.protocol().isPresent() && other.protocol().isPresent()
                && isNeighbour(one.protocol().get(), other.protocol().get());
    }
}
