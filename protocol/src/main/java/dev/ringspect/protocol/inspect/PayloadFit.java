package dev.ringspect.protocol.inspect;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.Location;

/** The payloads of a file's commands with their sizes; what L01 and L02 look at. */
final class PayloadFit {
    private PayloadFit() {}

    /** A command with a payload of {@code size} bytes. */
    record Sized(Command command, Type.Struct payload, long size) {
        /** A finding on the command that points to the payload's declaration. */
        Finding finding(Inspection inspection, String message) {
            List<Location> related = payload.where().stream().toList();
            return new Finding(inspection.id(), inspection.severity(), message, Optional.of(command.where()), related);
        }
    }

    static void each(ProtocolModel model, Consumer<Sized> visitor) {
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        model.protocol().ifPresent(protocol -> protocol.commands().forEach(command -> command.payload()
                .ifPresent(payload -> visitor.accept(new Sized(command, payload, engine.sizeOf(payload))))));
    }
}
