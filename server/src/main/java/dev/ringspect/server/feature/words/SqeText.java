package dev.ringspect.server.feature.words;

import dev.ringspect.protocol.model.SqeWord;

/** Words of the SQE and CQE in Markdown. */
public final class SqeText {
    private SqeText() {}

    /** Where {@code word} lies. */
    public static String of(SqeWord word) {
        String whole = word.path().startsWith("cqe.") ? "CQE" : "SQE";
        int last = word.offset() + word.bytes() - 1;
        String bytes = word.bytes() == 1 ? "byte " + word.offset() : "bytes " + word.offset() + " to " + last;
        String big = word.path().startsWith("cqe.big") ? "; only 32-byte CQEs have it" : "";
        return bytes + " of the " + whole + big;
    }
}
