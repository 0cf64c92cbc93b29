package dev.ringspect.protocol.traffic;

/**
 * Where the fields of the event records are: {@code tracer/src/main/bpf/ringspect-events.h}, version {@link #VERSION}.
 * A test compares every number here with debug information made from that header.
 */
public final class EventLayout {
    /** {@code RS_EVENTS_VERSION}: a stream of another version is refused. */
    public static final int VERSION = 3;

    private EventLayout() {}

    /** {@code enum rs_kind}. */
    public static final class Kind {
        public static final int RING = 1;
        public static final int FILE = 2;
        public static final int SUBMIT = 3;
        public static final int PREP_FAILED = 4;
        public static final int COMPLETE = 5;
        public static final int OVERFLOW = 6;
        public static final int MARK = 7;
        public static final int REGISTER = 8;

        private Kind() {}
    }

    /** {@code struct rs_head}, with which every record starts; {@code enum rs_head_flags}. */
    public static final class Head {
        public static final int KIND = 0;
        public static final int FLAGS = 1;
        public static final int OPCODE = 2;
        public static final int LOST = 4;
        public static final int TIME = 8;
        public static final int RING = 16;
        public static final int REQ = 24;
        public static final int SIZE = 32;

        public static final int RING_CREATED = 1;
        public static final int RING_COMPAT = 2;
        /** A file: opened with O_PATH. */
        public static final int FILE_PATH = 1;
        public static final int SUBMIT_SQPOLL = 1;
        public static final int SUBMIT_NO_SQE = 2;
        public static final int SUBMIT_FIXED = 4;
        public static final int COMPLETE_NO_REQ = 1;
        public static final int COMPLETE_PDU = 2;
        public static final int COMPLETE_CQE32 = 4;
        public static final int OVERFLOW_DROPPED = 8;

        /** {@code RS_RING_NUMBER_SHIFT}: above what stands for a ring's address stands the number of its creation. */
        private static final int RING_NUMBER_SHIFT = 48;

        private Head() {}

        /** What stands for a ring's address in its identity; the kernel uses an address again for the next ring. */
        public static long address(long ring) {
            return ring & (1L << RING_NUMBER_SHIFT) - 1;
        }

        /** The number of a ring's creation in its identity, 0 when it is not known. */
        public static int number(long ring) {
            return (int) (ring >>> RING_NUMBER_SHIFT);
        }
    }

    /** {@code struct rs_ring}. */
    public static final class RingRecord {
        public static final int PID = 32;
        public static final int TID = 36;
        public static final int COMM = 40;
        public static final int FD = 56;
        public static final int SQ_ENTRIES = 60;
        public static final int CQ_ENTRIES = 64;
        public static final int SETUP_FLAGS = 68;
        public static final int UID = 72;
        public static final int SIZE = 80;

        private RingRecord() {}
    }

    /** {@code struct rs_file}. */
    public static final class FileRecord {
        public static final int ID = 32;
        public static final int MODE = 36;
        public static final int MAJOR = 40;
        public static final int MINOR = 44;
        public static final int FS_MAGIC = 48;
        public static final int INODE = 56;
        public static final int SOCKET_FAMILY = 64;
        public static final int SOCKET_TYPE = 66;
        public static final int SOCKET_PROTOCOL = 68;
        public static final int FD = 72;
        public static final int PID = 76;
        public static final int NAME = 80;
        public static final int NAME_SIZE = 48;
        public static final int SIZE = 128;

        private FileRecord() {}
    }

    /** {@code struct rs_submit}, also for a request refused at prep. */
    public static final class SubmitRecord {
        public static final int PID = 32;
        public static final int TID = 36;
        public static final int TAKEN = 40;
        public static final int LEFT = 44;
        public static final int SETUP_FLAGS = 48;
        public static final int FILE = 52;
        public static final int ERROR = 56;
        public static final int COMM = 64;
        public static final int SQE = 80;
        /** The length of a record that holds a 64-byte SQE. */
        public static final int SIZE_64 = 144;
        /** The length of a record that holds a 128-byte SQE. */
        public static final int SIZE = 208;

        private SubmitRecord() {}
    }

    /** {@code struct rs_complete}, also for an overflow. */
    public static final class CompleteRecord {
        public static final int USER_DATA = 32;
        public static final int RES = 40;
        public static final int CQE_FLAGS = 44;
        public static final int BIG_CQE0 = 48;
        public static final int BIG_CQE1 = 56;
        public static final int FILE = 64;
        public static final int CMD_OP = 68;
        public static final int PDU = 72;
        public static final int PDU_SIZE = 32;
        /** The length of a record without pdu. */
        public static final int SIZE_NO_PDU = 72;
        /** The length of a record with pdu. */
        public static final int SIZE = 104;

        private CompleteRecord() {}
    }

    /** {@code struct rs_mark}; {@code enum rs_mark_what}. */
    public static final class MarkRecord {
        public static final int OTHER = 32;
        public static final int WHAT = 40;
        public static final int ARG = 44;
        public static final int SIZE = 48;

        public static final int PUNTED = 1;
        public static final int POLL_ARMED = 2;
        public static final int DEFERRED = 3;
        public static final int LINKED = 4;
        public static final int LINK_FAILED = 5;

        private MarkRecord() {}
    }

    /** {@code struct rs_register}. */
    public static final class RegisterRecord {
        public static final int PID = 32;
        public static final int OPCODE = 36;
        public static final int NR_FILES = 40;
        public static final int NR_BUFS = 44;
        public static final int RESULT = 48;
        public static final int SIZE = 56;

        private RegisterRecord() {}
    }

    /** {@code struct rs_counters}, which the helper shares as one page. */
    public static final class Counters {
        public static final int LOST_SUBMIT = 0;
        public static final int LOST_PREP_FAILED = 8;
        public static final int LOST_COMPLETE = 16;
        public static final int LOST_OTHER = 24;
        public static final int SIZE = 32;

        private Counters() {}
    }

    /** {@code struct rs_stream_header}, the start of a stream written by {@code --stdout}. */
    public static final class StreamHeader {
        public static final long MAGIC_VALUE = 0x3172747363657072L;
        public static final int MAGIC = 0;
        public static final int VERSION = 8;
        public static final int PAGE_SIZE = 12;
        public static final int REALTIME_OFFSET = 16;
        public static final int KERNEL = 24;
        public static final int MACHINE = 88;
        public static final int SIZE = 104;

        private StreamHeader() {}
    }
}
