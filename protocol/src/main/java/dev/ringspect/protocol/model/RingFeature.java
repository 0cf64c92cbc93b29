package dev.ringspect.protocol.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.uapi.SetupFlags;

/** What a ring can have been set up with that matters to a command ({@code IORING_SETUP_*}, linux/io_uring.h). */
public enum RingFeature {
    SQE128("sqe128", SetupFlags.SQE128), SQE_MIXED("sqe_mixed", SetupFlags.SQE_MIXED), CQE32("cqe32",
            SetupFlags.CQE32), CQE_MIXED("cqe_mixed", SetupFlags.CQE_MIXED), IOPOLL("iopoll", SetupFlags.IOPOLL);

    private final String word;
    private final int setupFlag;

    RingFeature(String word, int setupFlag) {
        this.word = word;
        this.setupFlag = setupFlag;
    }

    /** The word in the layout language. */
    public String word() {
        return word;
    }

    /** {@code IORING_SETUP_*}. */
    public int setupFlag() {
        return setupFlag;
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
