package dev.ringspect.protocol.inspect.driver;

import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.syntax.rust.RustItem;
import dev.ringspect.protocol.syntax.rust.RustMeta;
import dev.ringspect.protocol.text.Severity;

/** A type without a promised layout where bytes are exchanged. */
final class RustReprMissing implements Inspection {
    private static final Rule RULE = new Rule("R10", "repr-missing", Severity.ERROR,
            "Rust may order the fields of a struct as it likes unless repr(C) or repr(transparent) says "
                    + "otherwise. What cmd_data, read_pdu and write_pdu copy is then no layout that anybody else "
                    + "knows.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.rust().ifPresent(rust -> rust.calls("cmd_data", "read_pdu", "write_pdu").forEach(call -> {
            Optional<RustItem> item = rust.item(call);
            if (item.isPresent() && !hasRepr(item.get())) {
                findings.accept(Finding.of(RULE, set.source().at(call.nameSpan()), item.get().name()
                        + " has no #[repr(C)], so Rust orders its fields as it likes; add it")
                        .with(Optional.of(set.source().at(item.get().head().nameSpan())), "declared here")
                        .with(Optional.of(RustFacts.addRepr(rust, item.get()))));
            }
        }));
    }

    private static boolean hasRepr(RustItem item) {
        return item.head().attributes().stream().anyMatch(attribute -> isRepr(attribute)
                || (attribute.name().equals("cfg_attr")
                        && attribute.inner().stream().anyMatch(RustReprMissing::isRepr)));
    }

    /** {@code align} and {@code packed} alone promise no order. */
    private static boolean isRepr(RustMeta attribute) {
        return attribute.name().equals("repr") && attribute.inner().stream()
                .anyMatch(word -> !word.name().equals("packed") && !word.name().equals("align")
                        && !word.name().equals("Rust"));
    }
}
