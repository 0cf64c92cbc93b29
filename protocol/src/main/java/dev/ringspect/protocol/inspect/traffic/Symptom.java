package dev.ringspect.protocol.inspect.traffic;

/**
 * What sets a request apart from the many that nothing is to be said about. An inspection names the symptoms that it looks
 * for, and is asked about requests that have one of them only.
 */
public enum Symptom {
    /** Its result is below zero. */
    FAILED(1),
    /** It was refused at prep. */
    REFUSED(1 << 1),
    /** It had not ended when the session did. */
    OPEN(1 << 2),
    /** One of its CQEs did not fit into the ring. */
    OVERFLOWED(1 << 3),
    /** A word that a uring_cmd leaves 0 has bits, or its flags have some that it does not take. */
    ODD_SQE(1 << 4),
    /** Its file speaks a protocol that does not know its {@code cmd_op}. */
    NO_COMMAND(1 << 5),
    /** Its ring is not set up as its command needs it. */
    WRONG_RING(1 << 6),
    /** The second half of its SQE starts like another SQE. */
    SQE_WITHIN(1 << 7),
    /** The same came from the same slot of its ring's queue a lap before. */
    SENT_BEFORE(1 << 8);

    private final int bit;

    Symptom(int bit) {
        this.bit = bit;
    }

    /** Its bit in a set of symptoms. */
    int bit() {
        return bit;
    }
}
