package dev.ringspect.protocol.inspect;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.model.ProtocolModel;

/** All static inspections, listed. */
public final class Inspections {
    /** Every inspection, in the order of the catalogue. */
    public static final List<Inspection> ALL = List.of(new PayloadTooBigForSqe64(), new PayloadTooBigForSqe128(),
            new ImplicitHole(), new ImplicitTailPadding(), new I386LayoutDiffers(), new RawPointerMember(),
            new NonFixedWidthType(), new CmdOpSizeMismatch());

    private Inspections() {}

    /** What all inspections find in one file, by place. */
    public static List<Finding> of(ProtocolModel model) {
        List<Finding> findings = new ArrayList<>();
        ALL.forEach(inspection -> inspection.inspect(model, findings::add));
        return List.copyOf(findings);
    }
}
