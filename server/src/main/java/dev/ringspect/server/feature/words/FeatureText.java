package dev.ringspect.server.feature.words;

import dev.ringspect.protocol.model.RingFeature;

/** What the features of a ring are. */
public final class FeatureText {
    private FeatureText() {}

    /** What {@code feature} is, in a sentence of Markdown. */
    public static String of(RingFeature feature) {
        return switch (feature) {
            case SQE128 -> "Every SQE has 128 bytes, 80 of them for a command (`IORING_SETUP_SQE128`, since 5.19).";
            case SQE_MIXED -> "SQEs of 64 and of 128 bytes share the ring (`IORING_SETUP_SQE_MIXED`, since 6.19).";
            case CQE32 -> "Every CQE has 32 bytes, so that `big0` and `big1` exist (`IORING_SETUP_CQE32`, since 5.19).";
            case CQE_MIXED -> "CQEs of 16 and of 32 bytes share the ring (`IORING_SETUP_CQE_MIXED`, since 6.18).";
            case IOPOLL -> "Completions are polled for (`IORING_SETUP_IOPOLL`, since 5.1).";
        };
    }
}
