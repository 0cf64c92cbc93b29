package dev.ringspect.protocol.inspect.subject;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.Refinement;
import dev.ringspect.protocol.model.VariantRule;

/** Everything that a protocol says about members, whether it holds always or in one case. */
public final class Refinements {
    private Refinements() {}

    public static List<Refinement> of(Protocol protocol) {
        List<Refinement> all = new ArrayList<>();
        add(new Refinement(protocol.rules(), protocol.values(), protocol.variants()), all);
        for (Command command : protocol.commands()) {
            add(command.refinement(), all);
        }
        return all;
    }

    private static void add(Refinement refinement, List<Refinement> all) {
        all.add(refinement);
        for (VariantRule variant : refinement.variants()) {
            variant.arms().forEach(arm -> add(arm.refinement(), all));
        }
    }
}
