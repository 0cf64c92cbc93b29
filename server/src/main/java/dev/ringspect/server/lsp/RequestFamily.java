package dev.ringspect.server.lsp;

import org.eclipse.lsp4j.ServerCapabilities;

/** Some of the methods that a client may call, kept together because they share what they answer with. */
interface RequestFamily {
    /** Adds what the family serves to what the server offers to {@code client}. */
    void offer(ServerCapabilities offers, ClientFacts client);
}
