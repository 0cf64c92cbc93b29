package dev.ringspect.server.lsp;

import java.util.Objects;

import org.eclipse.lsp4j.services.LanguageClient;
import org.jspecify.annotations.Nullable;

/** The other end of the connection: its proxy, and what it said about itself in {@code initialize}. */
final class Client {
    private volatile @Nullable LanguageClient proxy;
    private volatile ClientFacts facts = ClientFacts.UNKNOWN;

    void connect(LanguageClient remote) {
        proxy = remote;
    }

    void introduce(ClientFacts introduced) {
        facts = introduced;
    }

    /** Sends to the client; in use only after the connection stands. */
    LanguageClient proxy() {
        return Objects.requireNonNull(proxy, "the connection stands before any message comes");
    }

    /** What the client can do. */
    ClientFacts facts() {
        return facts;
    }
}
