package dev.ringspect.protocol.decode;

import dev.ringspect.protocol.uapi.Sqe;

/** Where a struct of a command is declared to lie; {@link CommandBytes} are the bytes of one area of one request. */
enum ByteArea {
    /** The payload: the last part of the SQE, whose other words are at hand too. */
    SQE(Sqe.CMD, Sqe.SIZE_128),
    /** The driver's own bytes of a command, {@code io_uring_cmd.pdu}. */
    PDU(0, 32);

    private final int base;
    private final int end;

    ByteArea(int base, int end) {
        this.base = base;
        this.end = end;
    }

    /** The struct's first byte. */
    int base() {
        return base;
    }

    /** No area is longer; nothing from here on can ever be read. */
    int end() {
        return end;
    }

    /** Whether words of the SQE can be asked too. */
    boolean hasWords() {
        return this == SQE;
    }
}
