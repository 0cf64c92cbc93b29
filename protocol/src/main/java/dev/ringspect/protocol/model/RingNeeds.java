package dev.ringspect.protocol.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.protocol.uapi.Sqe;

/**
 * What a ring must have been set up with: of each element one feature at least.
 * {@code needs sqe128, cqe32 | cqe_mixed} has two elements.
 */
public record RingNeeds(List<List<RingFeature>> allOf) {
    /** Command bytes of a 64-byte SQE: {@code cmd[]} is its last 16 bytes. */
    public static final int COMMAND_BYTES_SQE64 = 16;

    /** Command bytes of a 128-byte SQE: from byte 48 to its end. */
    public static final int COMMAND_BYTES_SQE128 = 80;

    /** No demand. */
    public static final RingNeeds NONE = new RingNeeds(List.of());

    public RingNeeds {
        allOf = allOf.stream().map(List::copyOf).toList();
    }

    /** Both demands together. */
    public RingNeeds and(RingNeeds other) {
        List<List<RingFeature>> both = new ArrayList<>(allOf);
        both.addAll(other.allOf);
        return new RingNeeds(both);
    }

    /** Whether the demand makes sure that the SQE has 128 bytes. */
    public boolean sqe128() {
        return allOf.stream().anyMatch(
                oneOf -> oneOf.stream().allMatch(f -> f == RingFeature.SQE128 || f == RingFeature.SQE_MIXED));
    }

    /**
     * Whether a request came through a ring that meets the demand; allocates nothing.
     *
     * @param setupFlags {@code IORING_SETUP_*} of its ring
     * @param sqeSize bytes of its SQE: on a ring of mixed sizes each request says by its opcode how long it is
     */
    public boolean metBy(int setupFlags, int sqeSize) {
        int has = sqeSize == Sqe.SIZE_128 ? setupFlags | SetupFlags.SQE128 : setupFlags;
        for (int i = 0; i < allOf.size(); i++) {
            if (!hasOne(allOf.get(i), has)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasOne(List<RingFeature> oneOf, int setupFlags) {
        for (int i = 0; i < oneOf.size(); i++) {
            if ((setupFlags & oneOf.get(i).setupFlag()) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Bytes that the payload has: 16, or 80 where the SQE is sure to have 128 bytes. */
    public int commandBytes() {
        return sqe128() ? COMMAND_BYTES_SQE128 : COMMAND_BYTES_SQE64;
    }

    /** The demand as the layout language writes it: {@code sqe128, cqe32 | cqe_mixed}. */
    @Override
    public String toString() {
        return allOf.stream()
                .map(oneOf -> oneOf.stream().map(RingFeature::word).collect(Collectors.joining(" | ")))
                .collect(Collectors.joining(", "));
    }
}
