package dev.ringspect.protocol.inspect.driver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.drivercode.rust.RustSource;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.syntax.rust.RustCall;
import dev.ringspect.protocol.syntax.rust.RustFunction;
import dev.ringspect.protocol.syntax.rust.RustPaths;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/** A queued command that nobody can complete any more, of which io_uring is told that somebody will. */
final class RustQueuedDropped implements Inspection {
    private static final Rule RULE = new Rule("R03", "queued-dropped", Severity.ERROR,
            "The handle that queue returns is the only way to complete the command. Where it is dropped and the "
                    + "callback answers that the command is queued, the program waits for ever. A path that returns "
                    + "an error may drop it: the error completes the command.");
    private static final Pattern PAIR = Pattern.compile(
            "let\\s*\\(\\s*(?:mut\\s+)?(\\w+)\\s*,\\s*(?:mut\\s+)?(\\w+)\\s*,?\\s*\\)\\s*(?::[^=]*)?=\\s*$");
    private static final Pattern RESULT = Pattern.compile("(?:let\\s+\\w+\\s*=\\s*)?\\w+");
    private static final Pattern ERROR = Pattern.compile("(?:\\w+::)*Err\\b");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.rust().ifPresent(rust -> {
            SourceText code = rust.code();
            for (RustFunction function : rust.functions()) {
                for (RustCall call : rust.calls(function, "queue")) {
                    if (isOfCommand(rust, call, function)) {
                        Matcher pair = PAIR.matcher(before(code, call));
                        if (pair.find()) {
                            Handle handle = new Handle(code, call, pair.group(1), pair.group(2));
                            handle.run(function);
                            handle.dropped.forEach((at, what) -> findings.accept(
                                    Finding.of(RULE, set.source().at(at), what)
                                            .with(Optional.of(set.source().at(call.nameSpan())), "queued here")));
                        }
                    }
                }
            }
        });
    }

    /** Other types have a queue too. Where this text does not tell the type of a value, the callback's answer does. */
    private static boolean isOfCommand(RustSource rust, RustCall call, RustFunction function) {
        return rust.receiver(call).map("IoUringCmd"::equals)
                .orElseGet(() -> rust.answers(function, "UringCmdAction"));
    }

    /** The text before the value of which {@code queue} is called. */
    private static String before(SourceText code, RustCall call) {
        int dot = call.nameSpan().start() - 1;
        int receiver = code.text().lastIndexOf(call.receiver(), dot);
        int start = Math.max(0, call.receiver().isEmpty() || receiver < 0 ? dot : receiver);
        return code.text().substring(Math.max(0, start - 200), start);
    }

    /**
     * What became of the handle on a path.
     *
     * @param is whether there is one
     * @param dropped where it was dropped, empty while it was not
     * @param answer the value that the last run of text ends with
     */
    private record Known(Is is, Optional<Span> dropped, String answer) {}

    private enum Is {
        ABSENT, HELD, DROPPED, GIVEN
    }

    private static final class Handle extends RustPaths<Known> {
        private final SourceText code;
        private final RustCall call;
        private final Pattern action;
        private final String name;
        /** The first use of the handle that is more than a look at it; in group 1, one that drops it. */
        private final Pattern use;
        private final Map<Span, String> dropped = new LinkedHashMap<>();

        Handle(SourceText code, RustCall call, String action, String name) {
            this.code = code;
            this.call = call;
            this.action = Pattern.compile("\\b" + action + "\\b");
            this.name = name;
            this.use = Pattern.compile("(?<![\\w.])((?:drop|forget)\\s*\\(\\s*" + name + "\\s*\\))|(?<![\\w&.])" + name
                    + "\\b(?!\\s*\\.\\s*(?:cmd_op|file|read_pdu|write_pdu)\\b)(?!\\s*:[^:])");
        }

        void run(RustFunction function) {
            run(function.steps(), Set.of(new Known(Is.ABSENT, Optional.empty(), ""))).forEach(this::leaves);
        }

        @Override
        protected Known after(Known state, Span piece) {
            String text = code.text();
            int from = piece.start();
            Known now = state;
            if (piece.start() <= call.nameSpan().start() && call.nameSpan().start() < piece.end()) {
                from = Math.min(call.span().end(), piece.end());
                now = new Known(name.equals("_") ? Is.DROPPED : Is.HELD, Optional.of(call.nameSpan()), "");
            }
            if (now.is == Is.HELD) {
                now = used(now, new Span(from, piece.end()));
            }
            int last = Math.max(piece.start(), text.lastIndexOf(';', piece.end() - 1) + 1);
            return new Known(now.is, now.dropped, text.substring(Math.min(last, piece.end()), piece.end()).strip());
        }

        private Known used(Known state, Span span) {
            Matcher matcher = use.matcher(code.text()).region(span.start(), span.end()).useTransparentBounds(true);
            if (!matcher.find()) {
                return state;
            }
            return matcher.start(1) < 0
                    ? new Known(Is.GIVEN, Optional.empty(), "")
                    : new Known(Is.DROPPED, Optional.of(new Span(matcher.start(1), matcher.end(1))), "");
        }

        /** What a closure names is its own from then on: whoever has the closure may complete the command. */
        @Override
        protected Known captured(Known state, Span closure) {
            return state.is == Is.HELD && used(state, closure).is != Is.HELD
                    ? new Known(Is.GIVEN, Optional.empty(), "")
                    : state;
        }

        /** Who has dropped the handle, and then asks of a result at hand, has seen that it is an error. */
        @Override
        protected boolean goesOn(Known state, Span question) {
            boolean seen = state.is == Is.DROPPED && !state.dropped.equals(Optional.of(call.nameSpan()));
            return !seen || !RESULT.matcher(state.answer).matches();
        }

        /** The steps of the value were gone through, so its answer is known. */
        @Override
        protected void returns(Known state, Span value) {
            if (value.start() < value.end()) {
                leaves(state);
            }
        }

        private void leaves(Known state) {
            boolean lost = state.is == Is.DROPPED || state.is == Is.HELD;
            boolean queued = !ERROR.matcher(state.answer).lookingAt() && action.matcher(state.answer).find();
            if (lost && queued && state.dropped.isPresent()) {
                dropped.putIfAbsent(state.dropped.get(), (state.is == Is.HELD || name.equals("_")
                        ? "the handle of this command is never used"
                        : "the handle of the queued command is dropped")
                        + ", and the callback answers that it is queued: it never completes; keep the handle and call"
                        + " done, or return an error");
            }
        }
    }
}
