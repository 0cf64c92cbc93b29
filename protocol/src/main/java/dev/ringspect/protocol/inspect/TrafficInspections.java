package dev.ringspect.protocol.inspect;

import java.util.List;

/** The inspections of traffic, in the order of the catalogue. */
public final class TrafficInspections {
    /** All of them. */
    public static final List<TrafficInspection> ALL = List.of(new Pad1Nonzero(), new IoprioNonzero(),
            new BadCommandFlags(), new BadSqeFlags(), new WrongRing(), new UnknownCommand(), new ReservedNonzero(),
            new NeverCompleted(), new CqOverflow(), new ErrnoExplained(), new InternalErrno(), new EagainResult(),
            new BadFd(), new NoHandler(), new WideOpcodeOnOldKernel(), new UnknownPersonality());

    private TrafficInspections() {}
}
