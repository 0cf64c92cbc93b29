package dev.ringspect.protocol.traffic;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.traffic.EventLayout.FileRecord;
import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.uapi.FileIdentity;

/**
 * The files of a session by the number that the kernel's side gave them; says what each is called. A file that is told of
 * again has another number, so a full table forgets one that was not asked for since it last looked.
 */
final class FileTable {
    private static final TracedFile UNKNOWN = new TracedFile(Optional.empty(), "");
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;

    private final DeviceNames devices;
    private final int limit;
    private final PairTable byId = new PairTable(64);
    private final List<TracedFile> files = new ArrayList<>();
    private final int[] ids;
    private final BitSet used = new BitSet();
    /** Where the search for a file to forget goes on. */
    private int hand;
    private long forgotten;

    /** What is known of a file: made once for each, not for each request. */
    record TracedFile(Optional<FileIdentity> identity, String device) {}

    FileTable(DeviceNames devices, int limit) {
        this.devices = devices;
        this.limit = limit;
        this.ids = new int[limit];
    }

    /** The file of that number; 0 and unknown numbers are a file of which nothing is known. */
    TracedFile get(int id) {
        int index = byId.get(0, id);
        if (index == PairTable.NONE) {
            return UNKNOWN;
        }
        used.set(index);
        return files.get(index);
    }

    /** How many were forgotten. */
    long forgotten() {
        return forgotten;
    }

    /** Takes a file's record. */
    void add(MemorySegment memory, long at) {
        FileIdentity identity = new FileIdentity(memory.get(U32, at + FileRecord.MODE),
                memory.get(U32, at + FileRecord.MAJOR), memory.get(U32, at + FileRecord.MINOR),
                memory.get(U64, at + FileRecord.FS_MAGIC), memory.get(U64, at + FileRecord.INODE),
                u16(memory, at + FileRecord.SOCKET_FAMILY), u16(memory, at + FileRecord.SOCKET_TYPE),
                u16(memory, at + FileRecord.SOCKET_PROTOCOL),
                text(memory, at + FileRecord.NAME, FileRecord.NAME_SIZE),
                (memory.get(ValueLayout.JAVA_BYTE, at + Head.FLAGS) & Head.FILE_PATH) != 0, "");
        String device = DeviceText.of(identity, devices);
        TracedFile file = new TracedFile(Optional.of(identity.called(device)), device);
        int id = memory.get(U32, at + FileRecord.ID);
        int index = byId.get(0, id);
        if (index != PairTable.NONE) {
            files.set(index, file);
            return;
        }
        int place = files.size();
        if (place < limit) {
            files.add(file);
        } else {
            place = forget();
            files.set(place, file);
        }
        ids[place] = id;
        used.set(place);
        byId.put(0, id, place);
    }

    private int forget() {
        while (used.get(hand)) {
            used.clear(hand);
            hand = (hand + 1) % limit;
        }
        int place = hand;
        hand = (hand + 1) % limit;
        byId.remove(0, ids[place]);
        forgotten++;
        return place;
    }

    /** Text of at most {@code size} bytes up to a NUL; other than UTF-8 is shown with replacement characters. */
    static String text(MemorySegment memory, long at, int size) {
        int length = 0;
        while (length < size && memory.get(ValueLayout.JAVA_BYTE, at + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int u16(MemorySegment memory, long at) {
        return Short.toUnsignedInt(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
    }
}
