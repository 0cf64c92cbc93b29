package dev.ringspect.protocol.inspect.driver;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.inspect.subject.Mirrors;
import dev.ringspect.protocol.inspect.subject.Roles;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Severity;

/** A Rust struct that is laid out otherwise than the C struct of its name. */
final class RustLayoutVersusC implements Inspection {
    private static final Rule RULE = new Rule("R13", "layout-vs-c", Severity.ERROR,
            "A struct of the Rust source has the name of a struct that a protocol file declares or "
                    + "imports, and another size or other offsets. One side reads what the other never wrote.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.rust().ifPresent(rust -> rust.structs().forEach(struct -> {
            List<Type.Struct> others = set.mirrored().stream()
                    .filter(other -> Mirrors.isSame(other.name(), struct.name()))
                    .filter(other -> !Roles.isOf(other, set.source().uri())).toList();
            compare(struct, others).ifPresent(findings);
        }));
    }

    /** Of several protocols that have a struct of this name, this may be the one of any. */
    private static Optional<Finding> compare(Type.Struct struct, List<Type.Struct> others) {
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        Optional<Finding> first = Optional.empty();
        for (Type.Struct other : others) {
            Optional<String> what = LayoutDifference.of(engine.layout(struct), engine.layout(other));
            if (what.isEmpty()) {
                return Optional.empty();
            }
            first = first.or(() -> what.map(said -> Finding.of(RULE, struct.where().orElseThrow(), struct.name()
                    + " is not laid out as " + other.display() + ": " + said)
                    .with(other.where(), "the other declaration")));
        }
        return first;
    }
}
