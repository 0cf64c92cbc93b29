package dev.ringspect.protocol.inspect;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.syntax.rust.RustCall;
import dev.ringspect.protocol.text.Severity;

/** A payload that is read twice. */
final class RustDoubleCmdData implements Inspection {
    private static final Rule RULE = new Rule("R08", "double-cmd_data", Severity.WARNING,
            "cmd_data copies from memory that the program can still write to. Two calls may give two "
                    + "answers: what was checked is not what is used.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.rust().ifPresent(rust -> {
            Map<String, RustCall> first = new HashMap<>();
            for (RustCall call : rust.calls("cmd_data")) {
                String about = call.path() + "\0" + call.function() + "\0" + call.receiver();
                RustCall before = first.putIfAbsent(about, call);
                if (before != null && !call.function().isEmpty()) {
                    findings.accept(Finding.of(RULE, set.source().at(call.nameSpan()), "the payload was read before in "
                            + call.function() + ", and may have changed since; keep the first copy")
                            .with(Optional.of(set.source().at(before.nameSpan())), "read here first"));
                }
            }
        });
    }
}
