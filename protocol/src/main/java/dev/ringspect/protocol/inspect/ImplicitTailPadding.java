package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.Severity;

/** Bytes behind the last member that the compiler adds to round the size up. */
final class ImplicitTailPadding implements Inspection {
    @Override
    public String id() {
        return "L05";
    }

    @Override
    public String name() {
        return "implicit-tail-padding";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void inspect(ProtocolModel model, Consumer<Finding> findings) {
        for (StructLayout layout : StructMembers.layouts(model, Abi.X86_64)) {
            long padding = layout.tailPadding();
            if (padding > 0 && !layout.members().isEmpty() && !layout.type().isUnion()) {
                MemberLayout last = layout.members().getLast();
                findings.accept(StructMembers.finding(this, layout, last.member().where(),
                        (padding == 1 ? "1 byte" : padding + " bytes") + " of padding at the end of "
                                + layout.type().display() + ", rounded up to " + layout.size()
                                + " bytes; declare them, such as '__u8 pad[" + padding + "];'"));
            }
        }
    }
}
