package dev.ringspect.tracer.live;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One event record, read by the offsets that {@code ringspect-events.h} documents; on purpose not by the product's own
 * layouts, so that both are held against the header.
 */
final class Event {
    static final int RING = 1;
    static final int FILE = 2;
    static final int SUBMIT = 3;
    static final int PREP_FAILED = 4;
    static final int COMPLETE = 5;
    static final int OVERFLOW = 6;
    static final int MARK = 7;
    static final int REGISTER = 8;

    static final int SUBMIT_FIXED = 4;
    static final int COMPLETE_NO_REQUEST = 1;
    static final int COMPLETE_PDU = 2;
    static final int RING_CREATED = 1;
    static final int COMPLETE_CQE32 = 4;

    static final int MARK_PUNTED = 1;

    private static final int SQE = 80;

    private final byte[] bytes;

    Event(byte[] bytes) {
        this.bytes = bytes;
    }

    int length() {
        return bytes.length;
    }

    int kind() {
        return bytes[0];
    }

    int flags() {
        return Byte.toUnsignedInt(bytes[1]);
    }

    int opcode() {
        return Byte.toUnsignedInt(bytes[2]);
    }

    long time() {
        return longAt(8);
    }

    long ring() {
        return longAt(16);
    }

    long request() {
        return longAt(24);
    }

    /** Of a ring, a submit, a refused prep or a register event. */
    int pid() {
        return intAt(32);
    }

    int tid() {
        return intAt(36);
    }

    /** The SQE's bytes of a submit or a refused prep. */
    String sqe() {
        return HexFormat.of().formatHex(bytes, SQE, bytes.length);
    }

    /** The error of a refused prep. */
    int error() {
        return intAt(56);
    }

    /** The number of the file, of a file, a submit or a completion. */
    int file() {
        return switch (kind()) {
            case FILE -> intAt(32);
            case SUBMIT, PREP_FAILED -> intAt(52);
            case COMPLETE, OVERFLOW -> intAt(64);
            default -> 0;
        };
    }

    /** Of a submit (as its SQE has it), a refused prep, a completion or an overflow. */
    long userData() {
        return switch (kind()) {
            case SUBMIT, PREP_FAILED -> longAt(SQE + 32);
            case COMPLETE, OVERFLOW -> longAt(32);
            default -> throw new IllegalStateException("an event of kind " + kind() + " has no user_data");
        };
    }

    int res() {
        return intAt(40);
    }

    int cqeFlags() {
        return intAt(44);
    }

    long bigCqe0() {
        return longAt(48);
    }

    long bigCqe1() {
        return longAt(56);
    }

    int cmdOp() {
        return intAt(68);
    }

    int mark() {
        return intAt(40);
    }

    int fileMajor() {
        return intAt(40);
    }

    int fileMinor() {
        return intAt(44);
    }

    int fileMode() {
        return intAt(36);
    }

    int setupFlags() {
        return kind() == RING ? intAt(68) : intAt(48);
    }

    String fileName() {
        int end = 80;
        while (end < 128 && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 80, end - 80, StandardCharsets.UTF_8);
    }

    /** Whether any aligned word that is not the submitter's own SQE looks like an address of the kernel's half. */
    boolean holdsKernelAddress() {
        int end = kind() == SUBMIT || kind() == PREP_FAILED ? SQE : bytes.length;
        for (int at = 0; at + 8 <= end; at += 8) {
            if (Long.compareUnsigned(longAt(at), 0xffff_8000_0000_0000L) >= 0) {
                return true;
            }
        }
        return false;
    }

    int intAt(int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(offset);
    }

    long longAt(int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong(offset);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Event event && Arrays.equals(bytes, event.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "kind " + kind() + " " + HexFormat.of().formatHex(bytes);
    }
}
