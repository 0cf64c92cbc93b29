package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.Severity;

/** A pointer in a struct that crosses into the kernel. */
final class RawPointerMember implements Inspection {
    @Override
    public String id() {
        return "L09";
    }

    @Override
    public String name() {
        return "raw-pointer-member";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public void inspect(ProtocolModel model, Consumer<Finding> findings) {
        for (StructLayout layout : StructMembers.layouts(model, Abi.X86_64)) {
            for (MemberLayout member : StructMembers.of(layout)) {
                if (StructMembers.innermost(member.member().type()) instanceof Type.Pointer) {
                    findings.accept(StructMembers.finding(this, layout, member.member().where(),
                            member.member().name() + " is a pointer, which has 4 bytes in a 32-bit program;"
                                    + " declare it as __u64 and convert with (uintptr_t)"));
                }
            }
        }
    }
}
