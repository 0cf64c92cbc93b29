package dev.ringspect.protocol.inspect;

import java.util.List;

/**
 * The inspections of traffic, in the order of the catalogue. D08 and the author's checks are not here: they are rules of
 * the declarations, which {@link RequestChecks} evaluates and {@link TrafficInspector} counts with the others.
 */
public final class TrafficInspections {
    /** All of them. */
    public static final List<TrafficInspection> ALL = List.of(new Pad1Nonzero(), new IoprioNonzero(),
            new BadCommandFlags(), new BadSqeFlags(), new WrongRing(), new UnknownCommand(),
            new NeverCompleted(), new CqOverflow(), new ErrnoExplained(), new InternalErrno(), new EagainResult(),
            new BadFd(), new NoHandler(), new WideOpcodeOnOldKernel(), new UnknownPersonality());

    private TrafficInspections() {}
}
