package dev.ringspect.protocol.inspect.command;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.resolve.ProtocolModel;

/** The payloads of a file's commands with their sizes; what L01 and L02 look at. */
final class PayloadFit {
    private PayloadFit() {}

    /** A command with a payload of {@code size} bytes. */
    record Sized(Command command, Type.Struct payload, long size) {
        /** A finding on the command that points to the payload's declaration. */
        Finding finding(Rule rule, String message) {
            return Finding.of(rule, command.where(), message).with(payload.where(), "declared here");
        }
    }

    static void each(CheckedSet set, Consumer<Sized> visitor) {
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        set.model().flatMap(ProtocolModel::protocol)
                .ifPresent(protocol -> protocol.commands().forEach(command -> command.payload()
                        .filter(payload -> set.model().get().unknown(payload).isEmpty())
                        .ifPresent(payload -> visitor.accept(new Sized(command, payload, engine.sizeOf(payload))))));
    }
}
