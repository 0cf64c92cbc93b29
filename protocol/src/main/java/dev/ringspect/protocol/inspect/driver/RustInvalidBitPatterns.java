package dev.ringspect.protocol.inspect.driver;

import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.text.Severity;

/** A promise that any bytes are a value, for a type in which they are not. */
final class RustInvalidBitPatterns implements Inspection {
    private static final Rule RULE = new Rule("R11", "invalid-bit-patterns", Severity.ERROR,
            "FromBytes promises that every pattern of bits is a value. bool, char, enums, references and "
                    + "NonZero types have forbidden ones; making such a value from a program's bytes is undefined "
                    + "behaviour.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.rust().ifPresent(rust -> rust.promises("FromBytes").forEach(promise -> {
            Optional<String> why = RustFacts.forbidden(rust, promise.item());
            why.ifPresent(what -> findings.accept(Finding.of(RULE, set.source().at(promise.type()),
                    promise.item().name() + " holds " + what
                            + ", for which not every pattern of bits is a value; use an"
                            + " integer and convert")
                    .with(Optional.of(set.source().at(promise.item().head().nameSpan())), "declared here")));
        }));
    }
}
