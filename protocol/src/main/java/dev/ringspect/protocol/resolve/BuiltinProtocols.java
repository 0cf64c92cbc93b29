package dev.ringspect.protocol.resolve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** The protocols that come with Ringspect. They never change, so all who need them share what was read when the first did. */
public final class BuiltinProtocols {
    private static final List<String> NAMES = List.of("null", "socket", "block", "nvme", "ublk", "fuse", "btrfs",
            "bsg");

    private BuiltinProtocols() {}

    /** Reading them takes a quarter of a second in a JVM that has just started; most commands need none. */
    private static final class Read {
        static final List<ProtocolModel> ALL = read();
    }

    /** Their models, each of a file called {@code builtin:NAME.uring}. */
    public static List<ProtocolModel> models() {
        return Read.ALL;
    }

    /** They are read for everybody, so whoever happens to be the first may not give up on the way. */
    static List<ProtocolModel> read() {
        Environment own = Environment.bare(Sources.of());
        return Budget.within(() -> false, () -> NAMES.stream().map(name -> read(name, own)).toList());
    }

    private static ProtocolModel read(String name, Environment environment) {
        String resource = "/protocols/" + name + ".uring";
        try (InputStream in = BuiltinProtocols.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + resource);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return ProtocolModel.of(SourceText.of("builtin:" + name + ".uring", text), environment);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
