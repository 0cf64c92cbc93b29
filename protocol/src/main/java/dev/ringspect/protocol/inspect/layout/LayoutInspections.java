package dev.ringspect.protocol.inspect.layout;

import java.util.List;

import dev.ringspect.protocol.inspect.subject.Inspection;

/** The inspections of how structs are laid out. */
public final class LayoutInspections {
    /** All of them. */
    public static final List<Inspection> ALL = List.of(new PduTooBig(), new ImplicitHole(), new ImplicitTailPadding(),
            new SizeNotMultipleOf8(), new I386LayoutDiffers(), new Ilp32LayoutDiffers(), new RawPointerMember(),
            new NonFixedWidthType(), new MisalignedMember(), new MissingReservedCheck(), new NoSpareSpace(),
            new EndiannessUnstated());

    private LayoutInspections() {}
}
