package dev.ringspect.protocol.inspect.subject;

/** What a struct is for; which rules it has to keep depends on it. */
public enum Role {
    /** Laid over the command bytes of a 64-byte SQE. */
    PAYLOAD_SQE64,
    /** Laid over the command bytes of a 128-byte SQE. */
    PAYLOAD_SQE128,
    /** Laid over the command bytes of an SQE whose size the text does not tell. */
    PAYLOAD,
    /** Lies within a struct that has a role, or where a member of one points to. */
    PART,
    /** The driver's own state in {@code io_uring_cmd.pdu}; no program sees it. */
    PDU,
    /** Declared in a protocol file, where nothing refers to it yet. */
    DECLARED;

    /** Whether programs and the kernel exchange it, so that both have to agree about each byte. */
    public boolean isShared() {
        return this != PDU;
    }

    /** Whether it is laid over an SQE's command bytes. */
    public boolean isPayload() {
        return this == PAYLOAD || this == PAYLOAD_SQE64 || this == PAYLOAD_SQE128;
    }
}
