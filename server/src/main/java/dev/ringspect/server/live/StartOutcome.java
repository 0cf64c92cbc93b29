package dev.ringspect.server.live;

import dev.ringspect.server.state.TrafficView;

/** What became of an attempt to start a trace. */
public sealed interface StartOutcome {
    /** It runs. */
    record Running(TrafficView.Trace trace) implements StartOutcome {}

    /**
     * It does not.
     *
     * @param message what was refused by whom
     * @param fix what to do about it
     */
    record Refused(String message, String fix) implements StartOutcome {}
}
