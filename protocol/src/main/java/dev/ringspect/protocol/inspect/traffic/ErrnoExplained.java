package dev.ringspect.protocol.inspect.traffic;

import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.finding.Subject;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.ErrnoText;
import dev.ringspect.protocol.model.RingNeeds;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.KernelRelease;

/** A command that failed: what its errno means, by the protocol's words and by what the kernel does. */
final class ErrnoExplained implements TrafficInspection {
    @Override
    public String id() {
        return "D35";
    }

    @Override
    public String name() {
        return "errno-not-in-table";
    }

    @Override
    public Severity severity() {
        return Severity.INFO;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.FAILED);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        RequestView request = inspected.request();
        if (request.isUringCmd() && request.hasResult() && request.res() < 0 && !explainedByOthers(inspected)) {
            out.found(this, severity(), inspected.anchor(), request.res());
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        RequestView request = inspected.request();
        String name = Errno.nameOfResult(request.res()).orElse("");
        String kernel = ErrnoExplanation.of(inspected).orElse("");
        if (isTooOld(inspected)) {
            return String.format("%s answered -%s: the command came with Linux %s, and this is Linux %s",
                    inspected.called(),
                    name, inspected.command().command().orElseThrow().since().orElseThrow(),
                    inspected.kernel().orElseThrow());
        }
        return declared(inspected)
                .map(text -> inspected.called() + " answered -" + name + ": " + text.text()
                        + ringIsRight(inspected, text))
                .orElseGet(() -> inspected.called() + " answered -" + name + unlisted(inspected) + ": " + kernel);
    }

    @Override
    public Subject subject(InspectedRequest inspected) {
        return declared(inspected)
                .<Subject>map(text -> new Subject.OfErrno(CommandName.of(inspected.command().command().orElseThrow()),
                        text.number()))
                .orElseGet(() -> TrafficInspection.super.subject(inspected));
    }

    /** The author's words, unless the kernel refused the request before the provider saw it. */
    private static Optional<ErrnoText> declared(InspectedRequest inspected) {
        return inspected.request().prepError() != 0
                ? Optional.empty()
                : inspected.command().command().flatMap(command -> command.explain(-inspected.request().res()));
    }

    /** Words about the ring are among the causes, and it is none of them: a ring that is wrong has its own finding. */
    private static String ringIsRight(InspectedRequest inspected, ErrnoText text) {
        RingNeeds needs = inspected.command().command().map(command -> command.needs()).orElse(RingNeeds.NONE);
        boolean known = inspected.request().submitSeen() && !needs.allOf().isEmpty();
        return known && text.text().contains("the ring ") ? " (this ring has " + needs + ")" : "";
    }

    /** Whether the kernel is older than the command, and answered as one does to a number that it does not know. */
    private static boolean isTooOld(InspectedRequest inspected) {
        Optional<KernelRelease> since = inspected.command().command().flatMap(command -> command.since());
        return inspected.request().prepError() == 0 && since.isPresent() && inspected.kernel().isPresent()
                && !inspected.kernel().get().atLeast(since.get())
                && Errno.of(inspected.request().res()).filter(Cause.NOT_TAKEN::contains).isPresent();
    }

    private static String unlisted(InspectedRequest inspected) {
        boolean lists = inspected.request().prepError() == 0
                && inspected.command().command().filter(command -> !command.errors().isEmpty()).isPresent();
        return lists ? ", which its protocol does not list" : "";
    }

    private static boolean explainedByOthers(InspectedRequest inspected) {
        for (int i = 0; i < Cause.ALL.size(); i++) {
            if (Cause.ALL.get(i).explains(inspected)) {
                return true;
            }
        }
        return InternalErrno.applies(inspected) || inspected.request().state() == RequestState.CANCELLED
                || (inspected.request().prepError() == 0 && inspected.ruleExplainsErrno());
    }
}
