package dev.ringspect.server.feature;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import dev.ringspect.protocol.resolve.ProtocolSet;

/** The texts of the protocols that come with Ringspect. */
final class BuiltinText {
    private BuiltinText() {}

    static String of(String name) {
        try (InputStream in = Objects
                .requireNonNull(ProtocolSet.class.getResourceAsStream("/protocols/" + name + ".uring"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
