package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.finding.Subject;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.text.Severity;

/** One inspection of requests. Looking at a request that shows nothing allocates nothing. */
public interface TrafficInspection {
    /** Its id in the catalogue: {@code D02}. */
    String id();

    /** Its name: {@code ioprio-nonzero}. */
    String name();

    /** How much its findings matter, unless one says otherwise. */
    Severity severity();

    /** The symptoms, one of which at least a request must have for this to find anything. */
    Set<Symptom> looksFor();

    /**
     * Looks at one request.
     *
     * @param request the request with its command; borrowed
     * @param out takes what is found
     */
    void inspect(InspectedRequest request, Out out);

    /** Words what was found; asked for once for each group of requests, or for each request that is printed. */
    String message(InspectedRequest request);

    /** Takes what inspections find. */
    interface Out {
        /**
         * A finding. Findings of one inspection with the same anchor and detail are counted together.
         *
         * @param inspection who found it
         * @param severity how much it matters
         * @param anchor what is the same for all that count together, such as the command or the ring; compared by
         *            identity, so that a request which shows nothing new makes no object
         * @param detail tells findings on one anchor apart, such as an errno or a field's index
         */
        void found(TrafficInspection inspection, Severity severity, Object anchor, long detail);
    }

    /** What that finding is about: the request's command, else its protocol, unless an inspection says otherwise. */
    default Subject subject(InspectedRequest request) {
        return request.command().command().<Subject>map(command -> new Subject.OfCommand(CommandName.of(command)))
                .or(() -> request.command().protocol().map(protocol -> new Subject.OfProtocol(protocol.name())))
                .orElse(new Subject.Undeclared());
    }
}
