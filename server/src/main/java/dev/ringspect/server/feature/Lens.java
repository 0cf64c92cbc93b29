package dev.ringspect.server.feature;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.text.Span;

/**
 * A line that the editor shows above a declaration.
 *
 * @param span the declared name
 * @param title the words
 * @param action what a click does; empty when the words are all
 */
public record Lens(Span span, String title, Optional<Action> action) {
    /** What a lens can do. */
    public sealed interface Action {
        /**
         * Starts a trace of everything that the user may see.
         *
         * @param cmdOps only commands with these numbers; all requests when there are none
         */
        record StartTrace(List<Long> cmdOps) implements Action {
            public StartTrace {
                cmdOps = List.copyOf(cmdOps);
            }
        }

        /** Stops all traces. */
        record StopTraces() implements Action {}

        /** Shows the last request that was this command. */
        record ShowLast(CommandName command) implements Action {}
    }
}
