package dev.ringspect.server.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The file that {@code flood --record} wrote: what each process submitted and reaped, by the low 32 bits of user_data;
 * the process's number is in the bits above.
 */
final class FloodRecord {
    private static final int CQE = 32;

    private final List<ByteBuffer> processes = new ArrayList<>();
    private final int sqeSize;

    FloodRecord(Path file, int processCount, int sqeSize) {
        this.sqeSize = sqeSize;
        for (int process = 0; process < processCount; process++) {
            try {
                processes.add(ByteBuffer.wrap(Files.readAllBytes(Path.of(file + "." + process)))
                        .order(ByteOrder.LITTLE_ENDIAN));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The SQE of the request with this user_data, as hex digits. */
    String sqe(long userData) {
        byte[] sqe = new byte[sqeSize];
        process(userData).get(at(userData), sqe);
        return HexFormat.of().formatHex(sqe);
    }

    /** The result that was reaped for it. */
    int res(long userData) {
        ByteBuffer all = process(userData);
        int cqe = at(userData) + sqeSize;
        if (all.getLong(cqe) != userData) {
            throw new IllegalStateException("the program itself did not reap " + Long.toHexString(userData));
        }
        return all.getInt(cqe + 8);
    }

    private ByteBuffer process(long userData) {
        return processes.get((int) (userData >>> 32 & 0xffffff));
    }

    private int at(long userData) {
        return Math.multiplyExact((int) userData, sqeSize + CQE);
    }
}
