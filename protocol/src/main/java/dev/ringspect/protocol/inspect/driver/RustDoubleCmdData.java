package dev.ringspect.protocol.inspect.driver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.syntax.rust.RustCall;
import dev.ringspect.protocol.syntax.rust.RustPaths;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;

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
        set.rust().ifPresent(rust -> rust.functions().forEach(function -> {
            List<RustCall> calls = rust.calls(function, "cmd_data");
            Map<RustCall, RustCall> again = new LinkedHashMap<>();
            calls.stream().map(RustCall::receiver).distinct().forEach(receiver -> new Reads(
                    calls.stream().filter(call -> call.receiver().equals(receiver)).toList(), again)
                    .run(function.steps(), Set.of(Optional.empty())));
            again.forEach((call, before) -> findings.accept(Finding.of(RULE, set.source().at(call.nameSpan()),
                    "the payload was read before in " + call.function()
                            + ", and may have changed since; keep the first copy")
                    .with(Optional.of(set.source().at(before.nameSpan())), "read here first")));
        }));
    }

    /** Which read came first on a path, if any did. */
    private static final class Reads extends RustPaths<Optional<RustCall>> {
        private final List<RustCall> calls;
        private final Map<RustCall, RustCall> again;

        Reads(List<RustCall> calls, Map<RustCall, RustCall> again) {
            this.calls = calls;
            this.again = again;
        }

        @Override
        protected Optional<RustCall> after(Optional<RustCall> state, Span piece) {
            Optional<RustCall> first = state;
            for (RustCall call : calls) {
                int at = call.nameSpan().start();
                if (piece.start() <= at && at < piece.end()) {
                    RustCall before = first.orElse(call);
                    if (!before.equals(call)) {
                        again.putIfAbsent(call, before);
                    }
                    first = Optional.of(before);
                }
            }
            return first;
        }

        @Override
        protected void returns(Optional<RustCall> state, Span value) {
            // a path that is left reads nothing more
        }
    }
}
