package dev.ringspect.protocol.inspect.traffic;

import java.util.IdentityHashMap;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.uapi.KernelRelease;
import dev.ringspect.protocol.uapi.Opcode;

/**
 * A request with what inspections need to know besides it. One object is used for one request after another.
 */
public final class InspectedRequest {
    private final Optional<KernelRelease> kernel;
    private @Nullable RequestView request;
    private ResolvedCommand command = ResolvedCommand.NONE;
    private final IdentityHashMap<CommandDecoder, RequestChecks> checks = new IdentityHashMap<>();
    private final RequestChecks.Broken noteNamed = (rule, value) -> noteNamed(rule);
    private final TrafficInspection.Out noteShown = (by, severity, anchor, detail) -> noteShown();
    private final SentBefore history = new SentBefore();
    private boolean named;
    private boolean shown;
    private int symptoms;
    private long sentBefore;

    InspectedRequest(Optional<KernelRelease> kernel) {
        this.kernel = kernel;
    }

    InspectedRequest at(RequestView nextRequest, ResolvedCommand nextCommand) {
        request = nextRequest;
        command = nextCommand;
        sentBefore = history.of(nextRequest);
        symptoms = symptoms(nextRequest);
        return this;
    }

    private int symptoms(RequestView of) {
        int found = 0;
        if (of.hasResult() && of.res() < 0) {
            found |= Symptom.FAILED.bit();
        }
        if (of.prepError() != 0) {
            found |= Symptom.REFUSED.bit();
        }
        if (of.state() == RequestState.PENDING) {
            found |= Symptom.OPEN.bit();
        }
        if (of.overflowed()) {
            found |= Symptom.OVERFLOWED.bit();
        }
        if (CoreFields.isOdd(of)) {
            found |= Symptom.ODD_SQE.bit();
        }
        if (command.protocol().isPresent() && command.command().isEmpty()) {
            found |= Symptom.NO_COMMAND.bit();
        }
        if (onWrongRing()) {
            found |= Symptom.WRONG_RING.bit();
        }
        if (Stride.holdsAnother(of)) {
            found |= Symptom.SQE_WITHIN.bit();
        }
        if (sentBefore != SentBefore.NEVER) {
            found |= Symptom.SENT_BEFORE.bit();
        }
        return found;
    }

    /** What sets it apart, a {@link Symptom#bit} each. */
    int symptoms() {
        return symptoms;
    }

    /** Whether its ring, where that is known, is not what its command needs. */
    boolean onWrongRing() {
        RequestView at = request();
        return command.command().isPresent() && at.submitSeen()
                && !command.command().get().needs().metBy(at.ring().setupFlags(), at.sqeSize());
    }

    /** Which request of its ring this one is again; {@link SentBefore#NEVER} for nearly all. */
    long sentBefore() {
        return sentBefore;
    }

    /** Whether an inspection finds something in it. */
    boolean shows(TrafficInspection inspection) {
        shown = false;
        inspection.inspect(this, noteShown);
        return shown;
    }

    private void noteShown() {
        shown = true;
    }

    /** The request; borrowed. */
    public RequestView request() {
        if (request == null) {
            throw new IllegalStateException("no request yet");
        }
        return request;
    }

    /** What the protocols in force say about it. */
    public ResolvedCommand command() {
        return command;
    }

    /** The kernel that served it, where that is known. */
    public Optional<KernelRelease> kernel() {
        return kernel;
    }

    /** The rules of the declaration that it broke: members with a fixed value (D08), and the author's checks. */
    void brokenRules(RequestChecks.Broken broken) {
        RequestView at = request();
        if (command.decoder().isEmpty() || at.sqeSize() == 0) {
            return;
        }
        RequestChecks rules = checksOf(command.decoder().get());
        if (rules.isEmpty()) {
            return;
        }
        rules.evaluate(at, broken);
    }

    private RequestChecks checksOf(CommandDecoder decoder) {
        RequestChecks known = checks.get(decoder);
        if (known == null) {
            known = RequestChecks.of(decoder);
            checks.put(decoder, known);
        }
        return known;
    }

    /** Whether it broke a rule that says why it got its errno, so that the author has explained it. */
    boolean ruleExplainsErrno() {
        named = false;
        brokenRules(noteNamed);
        return named;
    }

    private void noteNamed(RequestRule rule) {
        named |= rule.explains(request().res());
    }

    /** What findings about the request as a whole are counted by: its command, else its protocol, else its file. */
    Object anchor() {
        if (command.command().isPresent()) {
            return command.command().get();
        }
        return command.protocol().isPresent() ? command.protocol().get() : request().file();
    }

    /** What a person calls the request: {@code GETSOCKOPT on socket:AF_INET/STREAM}. */
    String called() {
        String name = command.command().map(known -> known.name())
                .orElseGet(() -> request().isUringCmd()
                        ? "cmd_op 0x" + Integer.toHexString(request().cmdOp())
                        : Opcode.nameOf(request().opcode()));
        return request().device().isEmpty() ? name : name + " on " + request().device();
    }
}
