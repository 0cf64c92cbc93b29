package dev.ringspect.protocol.inspect.traffic;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.uapi.Errno;

/**
 * A finding that says why a request failed, so that nothing else is to be said about its errno.
 *
 * @param by whose finding it is
 * @param refused whether it is about requests that the core refused at prep; else about those that a file answered
 * @param errnos the errnos that it leads to
 */
record Cause(TrafficInspection by, boolean refused, Set<Errno> errnos) {
    /** What drivers answer to a ring, a number or bytes that they do not take. */
    static final Set<Errno> NOT_TAKEN = EnumSet.of(Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOTTY);

    /** All of them. */
    static final List<Cause> ALL = List.of(refusal(new Pad1Nonzero()), refusal(new IoprioNonzero()),
            new Cause(new BadCommandFlags(), true, EnumSet.of(Errno.EINVAL, Errno.EOPNOTSUPP)),
            refusal(new BadSqeFlags()), refusal(new WideOpcodeOnOldKernel()),
            refusal(new UnknownPersonality()), answer(new WrongRing(), NOT_TAKEN),
            answer(new UnknownCommand(), NOT_TAKEN), answer(new CommandOnOtherNode(), NOT_TAKEN),
            answer(new Stride(), EnumSet.of(Errno.EINVAL)), answer(new BadFd(), EnumSet.of(Errno.EBADF)),
            answer(new NoHandler(), EnumSet.of(Errno.EOPNOTSUPP)),
            answer(new PollingRing(), EnumSet.of(Errno.EOPNOTSUPP)),
            answer(new EagainResult(), EnumSet.of(Errno.EAGAIN)));

    private static Cause refusal(TrafficInspection by) {
        return new Cause(by, true, EnumSet.of(Errno.EINVAL));
    }

    private static Cause answer(TrafficInspection by, Set<Errno> errnos) {
        return new Cause(by, false, errnos);
    }

    /** Whether the request has that finding, and the errno that it leads to. */
    boolean explains(InspectedRequest inspected) {
        if (inspected.request().prepError() != 0 != refused) {
            return false;
        }
        Optional<Errno> errno = Errno.of(inspected.request().res());
        return errno.isPresent() && errnos.contains(errno.get()) && inspected.shows(by);
    }
}
