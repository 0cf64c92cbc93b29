package dev.ringspect.protocol.traffic;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.resolve.Resolution;
import dev.ringspect.protocol.uapi.FileIdentity;

/**
 * Finds the command of each request, by its file, then by its {@code cmd_op}. Remembers the answers, so that a request
 * like an earlier one costs a look into a table and no allocation. Used by one thread.
 */
public final class CommandResolver {
    private static final int RECENT = 1024;
    private static final int REMEMBERED = 1 << 16;

    private final ProtocolSet protocols;
    private final Abi abi;
    private final @Nullable Optional<FileIdentity>[] recentFiles;
    private final long[] recentKeys = new long[RECENT];
    private final ResolvedCommand[] recent = new ResolvedCommand[RECENT];
    private final Map<Key, ResolvedCommand> answers = new HashMap<>();
    private final IdentityHashMap<Command, CommandDecoder> decoders = new IdentityHashMap<>();
    private final IdentityHashMap<Command, CommandDecoder> compatDecoders = new IdentityHashMap<>();

    private record Key(FileIdentity file, long cmdOpAndCompat) {}

    /** A resolver for programs of this machine's ABI. */
    public CommandResolver(ProtocolSet protocols) {
        this(protocols, Abi.host());
    }

    /**
     * A resolver.
     *
     * @param protocols the protocols in force
     * @param abi the ABI of the traced programs; a 32-bit task's ring is read as {@link Abi#compat} says
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public CommandResolver(ProtocolSet protocols, Abi abi) {
        this.protocols = protocols;
        this.abi = abi;
        this.recentFiles = new Optional[RECENT];
        Arrays.fill(recent, ResolvedCommand.NONE);
    }

    /** What is known about the request's command; {@link ResolvedCommand#NONE} for what is no uring_cmd. */
    public ResolvedCommand resolve(RequestView request) {
        if (!request.isUringCmd()) {
            return ResolvedCommand.NONE;
        }
        Optional<FileIdentity> file = request.file();
        if (file.isEmpty()) {
            return ResolvedCommand.NONE;
        }
        long key = Integer.toUnsignedLong(request.cmdOp()) | (request.ring().compat() ? 1L << 32 : 0);
        int at = (int) (((key + System.identityHashCode(file)) * 0x9E3779B97F4A7C15L) >>> 54);
        // The same object, nearly always: then equals looks no further.
        if (file.equals(recentFiles[at]) && recentKeys[at] == key) {
            return recent[at];
        }
        ResolvedCommand answer = lookUp(file.get(), key);
        recentFiles[at] = file;
        recentKeys[at] = key;
        recent[at] = answer;
        return answer;
    }

    private ResolvedCommand lookUp(FileIdentity file, long key) {
        Key wanted = new Key(file, key);
        ResolvedCommand known = answers.get(wanted);
        if (known != null) {
            return known;
        }
        boolean compat = key >>> 32 != 0;
        long cmdOp = key & 0xFFFF_FFFFL;
        ResolvedCommand made = (compat ? protocols.resolve(file, cmdOp, abi.compat()) : protocols.resolve(file, cmdOp))
                .map(resolution -> make(resolution, file, key)).orElse(ResolvedCommand.NONE);
        if (answers.size() < REMEMBERED) {
            answers.put(wanted, made);
        }
        return made;
    }

    private ResolvedCommand make(Resolution resolution, FileIdentity file, long key) {
        boolean compat = key >>> 32 != 0;
        IdentityHashMap<Command, CommandDecoder> known = compat ? compatDecoders : decoders;
        Optional<CommandDecoder> decoder = resolution.command().map(command -> known.computeIfAbsent(command,
                c -> CommandDecoder.of(resolution.protocol(), c, compat ? abi.compat() : abi)));
        return ResolvedCommand.of(resolution.protocol(), decoder,
                decoder.isPresent() ? Optional.empty() : protocols.elsewhere(file, key & 0xFFFF_FFFFL));
    }
}
