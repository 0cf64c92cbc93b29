package dev.ringspect.protocol.filter;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.layout.CapturedTarget;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.Refinement;
import dev.ringspect.protocol.model.SqeField;
import dev.ringspect.protocol.model.VariantRule;

/** What a protocol says that a trace may copy of what pointers lead to, all cases of variants included. */
public final class CapturedTargets {
    private CapturedTargets() {}

    /** From what the members of {@code struct} point to, in every command. */
    public static List<CapturedTarget> of(Protocol protocol, Type.Struct struct) {
        List<CapturedTarget> found = new ArrayList<>();
        rules(struct.display(), new Refinement(
                protocol.rules().stream().filter(rule -> rule.struct().equals(struct.name())).toList(), List.of(),
                protocol.variants().stream().filter(variant -> variant.struct().equals(struct.name())).toList()),
                found);
        return found;
    }

    /** From what {@code command} itself says about its payload and about words of the SQE. */
    public static List<CapturedTarget> of(Command command) {
        String about = "command " + command.name();
        List<CapturedTarget> found = new ArrayList<>();
        rules(about, command.refinement(), found);
        for (SqeField word : command.sqe()) {
            meanings(about, "sqe." + word.field(), word.meanings(), found);
        }
        return found;
    }

    private static void rules(String about, Refinement refinement, List<CapturedTarget> found) {
        for (FieldRule rule : refinement.rules()) {
            meanings(about, rule.member(), rule.meanings(), found);
        }
        for (VariantRule variant : refinement.variants()) {
            variant.arms().forEach(arm -> rules(about, arm.refinement(), found));
        }
    }

    private static void meanings(String about, String field, List<FieldMeaning> meanings, List<CapturedTarget> found) {
        for (FieldMeaning meaning : meanings) {
            if (meaning instanceof FieldMeaning.PointerTo pointer) {
                pointer.capture().ifPresent(capture -> found.add(new CapturedTarget(about, field, pointer.target(),
                        capture.bytes(), capture.in(), capture.out())));
            } else if (meaning instanceof FieldMeaning.Bits bits) {
                bits.ranges().forEach(range -> meanings(about, range.name(), range.meanings(), found));
            }
        }
    }
}
