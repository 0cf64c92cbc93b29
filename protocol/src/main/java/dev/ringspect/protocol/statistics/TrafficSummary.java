package dev.ringspect.protocol.statistics;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;

/**
 * Statistics by protocol and command over the requests of a session. Used by one thread; a request of a command that was
 * seen before allocates nothing.
 */
public final class TrafficSummary {
    private final Map<Name, CommandStatistics> commands = new LinkedHashMap<>();
    private final IdentityHashMap<CommandDecoder, CommandStatistics> byDecoder = new IdentityHashMap<>();
    private @Nullable CommandDecoder recentDecoder;
    private @Nullable CommandStatistics recent;
    private long requests;

    private record Name(String protocol, String command) {}

    /** Counts one request; one that no protocol decodes is only counted. */
    public void add(RequestView request, ResolvedCommand resolved) {
        requests++;
        if (resolved.decoder().isPresent()) {
            CommandDecoder decoder = resolved.decoder().get();
            of(decoder).add(request, decoder);
        }
    }

    private CommandStatistics of(CommandDecoder decoder) {
        CommandStatistics last = recent;
        if (last != null && recentDecoder == decoder) {
            return last;
        }
        CommandStatistics known = byDecoder.get(decoder);
        if (known == null) {
            Name name = new Name(decoder.protocol().name(), decoder.command().name());
            known = commands.computeIfAbsent(name, _ -> new CommandStatistics(decoder));
            byDecoder.put(decoder, known);
        }
        recentDecoder = decoder;
        recent = known;
        return known;
    }

    /**
     * Goes on by other declarations: a command that is gone loses its statistics, and a field that is another than before
     * its own; all others keep them. Requests have to be resolved by {@code newer} from now on.
     */
    public void use(ProtocolSet newer) {
        byDecoder.clear();
        recentDecoder = null;
        recent = null;
        commands.entrySet().removeIf(entry -> {
            Name name = entry.getKey();
            Optional<Protocol> protocol = newer.protocol(name.protocol());
            Optional<Command> command = protocol.flatMap(known -> known.command(name.command()));
            command.ifPresent(known -> entry.getValue().use(CommandDecoder.of(protocol.get(), known)));
            return command.isEmpty();
        });
    }

    /** How many requests, decoded or not. */
    public long requests() {
        return requests;
    }

    /** The commands, in the order in which they were first seen. */
    public List<CommandStatistics> commands() {
        return List.copyOf(commands.values());
    }
}
