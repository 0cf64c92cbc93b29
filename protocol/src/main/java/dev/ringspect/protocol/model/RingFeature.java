package dev.ringspect.protocol.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a ring can have been set up with that matters to a command ({@code IORING_SETUP_*}, linux/io_uring.h). */
public enum RingFeature {
    SQE128("sqe128"), SQE_MIXED("sqe_mixed"), CQE32("cqe32"), CQE_MIXED("cqe_mixed"), IOPOLL("iopoll");

    private final String word;

    RingFeature(String word) {
        this.word = word;
    }

    /** The word in the layout language. */
    public String word() {
        return word;
    }

    /** The feature that the layout language calls {@code word}. */
    public static Optional<RingFeature> named(String word) {
        return Arrays.stream(values()).filter(feature -> feature.word.equals(word)).findFirst();
    }

    /** All words, for messages and completion. */
    public static List<String> words() {
        return Arrays.stream(values()).map(RingFeature::word).toList();
    }
}
