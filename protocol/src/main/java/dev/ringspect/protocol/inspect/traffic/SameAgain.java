package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;

/** An SQE that went out a second time with its slot of the queue, among others that were filled anew. */
final class SameAgain implements TrafficInspection {
    @Override
    public String id() {
        return "D58";
    }

    @Override
    public String name() {
        return "same-again";
    }

    @Override
    public Severity severity() {
        return Severity.INFO;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.SENT_BEFORE);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        if (inspected.sentBefore() != SentBefore.NEVER) {
            out.found(this, severity(), inspected.anchor(), 0);
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        int entries = inspected.request().ring().sqEntries();
        return String.format(
                "%s is request %d again: the same opcode, file, address, length and user_data 0x%x, from the same slot of the"
                        + " queue, %d %s before. Unless it is meant twice, the program took an SQE and did not fill it in",
                inspected.called(), inspected.sentBefore(), inspected.request().userData(), entries,
                entries == 1 ? "SQE" : "SQEs");
    }
}
