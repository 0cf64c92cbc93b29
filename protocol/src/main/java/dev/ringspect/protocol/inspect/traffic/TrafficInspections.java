package dev.ringspect.protocol.inspect.traffic;

import java.util.List;

/**
 * The inspections of traffic, in the order of the catalogue. D08 and the author's checks are not here: they are rules of
 * the declarations, which {@link RequestChecks} evaluates and {@link TrafficInspector} counts with the others.
 */
public final class TrafficInspections {
    /** All of them. */
    public static final List<TrafficInspection> ALL = List.of(new Pad1Nonzero(), new IoprioNonzero(),
            new BadCommandFlags(), new BadSqeFlags(), new WrongRing(), new UnknownCommand(), new CommandOnOtherNode(),
            new NeverCompleted(), new CqOverflow(), new ErrnoExplained(), new InternalErrno(), new EagainResult(),
            new BatchStopped(), new BadFd(), new NoHandler(), new PollingRing(), new WideOpcodeOnOldKernel(),
            new UnknownPersonality(), new Stride(), new SameAgain());

    private TrafficInspections() {}
}
