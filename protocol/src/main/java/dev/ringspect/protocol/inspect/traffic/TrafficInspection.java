package dev.ringspect.protocol.inspect.traffic;

import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.text.Location;
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
    String message(InspectedRequest request, Subject subject);

    /** Takes what inspections find. */
    interface Out {
        /**
         * A finding. Findings of one inspection on the same subject are counted together.
         *
         * @param inspection who found it
         * @param severity how much it matters
         * @param anchor the declaration that it is about, or any object that stays the same; compared by identity
         * @param detail tells findings on one anchor apart, such as an errno or a field's index
         */
        void found(TrafficInspection inspection, Severity severity, Object anchor, long detail);
    }

    /**
     * What a finding is about.
     *
     * @param anchor as given to {@link Out#found}
     * @param detail as given to {@link Out#found}
     */
    record Subject(Object anchor, long detail) {}

    /** Where the subject is declared; empty when no text declares it. */
    default Optional<Location> where(InspectedRequest request, Subject subject) {
        return request.command().command().map(command -> command.where())
                .or(() -> request.command().protocol().map(protocol -> protocol.where()));
    }
}
