package dev.ringspect.server.state;

import java.util.Optional;

import dev.ringspect.protocol.text.Language;
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

    /** What it is written in, by what the client takes it for, else by its name; empty for what is not read. */
    public Optional<Language> language() {
        if (Language.URING.isOf(uri())) {
            return Optional.of(Language.URING);
        }
        return Language.ofId(languageId).or(() -> Language.of(uri()));
    }

    /** Whether it declares protocols. */
    public boolean isProtocolFile() {
        return language().filter(Language.URING::equals).isPresent();
    }

    /** The same document after an edit. */
    public Document edited(int newVersion, SourceText newText) {
        return new Document(languageId, newVersion, newText);
    }
}
