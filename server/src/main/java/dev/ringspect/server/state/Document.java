package dev.ringspect.server.state;

import dev.ringspect.protocol.text.SourceText;

/**
 * A text that is open in the client.
 *
 * @param languageId what the client takes it for, {@code uring} for protocol files
 * @param version the client's number for this text; it grows with every edit
 * @param text the text, called by the client's URI
 */
public record Document(String languageId, int version, SourceText text) {
    /** What the client calls it. */
    public String uri() {
        return text.uri();
    }

    /** Whether it declares protocols. */
    public boolean isProtocolFile() {
        return languageId.equals("uring") || uri().endsWith(".uring");
    }

    /** The same document after an edit. */
    public Document edited(int newVersion, SourceText newText) {
        return new Document(languageId, newVersion, newText);
    }
}
