package dev.ringspect.protocol.traffic;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.decode.CommandDecoder;

/**
 * Statistics by protocol and command over the requests of a session. Used by one thread; a request of a command that was
 * seen before allocates nothing.
 */
public final class TrafficSummary {
    private final IdentityHashMap<CommandDecoder, CommandStatistics> byDecoder = new IdentityHashMap<>();
    private final List<CommandStatistics> commands = new ArrayList<>();
    private @Nullable CommandStatistics recent;
    private long requests;

    /** Counts one request; one that no protocol decodes is only counted. */
    public void add(RequestView request, ResolvedCommand resolved) {
        requests++;
        if (resolved.decoder().isPresent()) {
            of(resolved.decoder().get()).add(request);
        }
    }

    /** How many requests, decoded or not. */
    public long requests() {
        return requests;
    }

    /** The commands, in the order in which they were first seen. */
    public List<CommandStatistics> commands() {
        return List.copyOf(commands);
    }

    private CommandStatistics of(CommandDecoder decoder) {
        CommandStatistics last = recent;
        if (last != null && last.decoder() == decoder) {
            return last;
        }
        CommandStatistics known = byDecoder.get(decoder);
        if (known == null) {
            known = new CommandStatistics(decoder);
            byDecoder.put(decoder, known);
            commands.add(known);
        }
        recent = known;
        return known;
    }
}
