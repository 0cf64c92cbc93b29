package dev.ringspect.protocol.inspect.driver;

import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.text.Severity;

/** A promise that all bytes are initialised, for a struct with padding. */
final class RustPaddingAsBytes implements Inspection {
    private static final Rule RULE = new Rule("R12", "padding-asbytes", Severity.ERROR,
            "AsBytes promises that every byte of a value is initialised. Padding never is; handing it out "
                    + "leaks what was there before.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        set.rust().ifPresent(rust -> rust.promises("AsBytes")
                .forEach(promise -> rust.layout(promise.item()).ifPresent(struct -> {
                    StructLayout layout = engine.layout(struct);
                    long padding = RustFacts.padding(layout, engine);
                    if (padding > 0) {
                        findings.accept(Finding
                                .of(RULE, set.source().at(promise.type()), promise.item().name() + " has "
                                        + (padding == 1 ? "a byte" : padding + " bytes")
                                        + " of padding, which are not initialised;"
                                        + " declare them as fields")
                                .with(Optional.of(set.source().at(promise.item().head().nameSpan())), "declared here")
                                .with(RustFacts.declarePadding(set, layout)));
                    }
                })));
    }
}
