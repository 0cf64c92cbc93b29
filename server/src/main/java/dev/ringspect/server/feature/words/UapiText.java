package dev.ringspect.server.feature.words;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.uapi.CqeFlags;
import dev.ringspect.protocol.uapi.FeatureFlags;
import dev.ringspect.protocol.uapi.Flag;
import dev.ringspect.protocol.uapi.FlagWord;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.protocol.uapi.SqeFlags;
import dev.ringspect.protocol.uapi.UringCmdFlags;

/** What the names of {@code linux/io_uring.h} mean: opcodes and flags, each in a sentence. */
public final class UapiText {
    /** A word of flags, and where it lies. */
    private record Flags(FlagWord word, String where) {}

    private static final List<Flags> FLAGS = List.of(new Flags(SqeFlags.WORD, "a flag of `sqe.flags`"),
            new Flags(SetupFlags.WORD, "a flag of `io_uring_setup`"),
            new Flags(UringCmdFlags.WORD, "a flag of `sqe.uring_cmd_flags`"),
            new Flags(CqeFlags.WORD, "a flag of `cqe.flags`"),
            new Flags(FeatureFlags.WORD, "a feature that `io_uring_setup` tells"));

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("IOSQE_FIXED_FILE", "`fd` is an index of the registered files."),
            Map.entry("IOSQE_IO_DRAIN", "It starts when all requests before it have ended."),
            Map.entry("IOSQE_IO_LINK", "The next request starts when this one succeeded."),
            Map.entry("IOSQE_IO_HARDLINK", "The next request starts when this one ended, however."),
            Map.entry("IOSQE_ASYNC", "It goes to a worker without a first try."),
            Map.entry("IOSQE_BUFFER_SELECT", "The kernel picks a buffer of the group `buf_group`."),
            Map.entry("IOSQE_CQE_SKIP_SUCCESS", "It posts no CQE when it succeeds."),
            Map.entry("IORING_SETUP_IOPOLL", "Completions are polled for."),
            Map.entry("IORING_SETUP_SQPOLL", "A kernel thread takes the submissions."),
            Map.entry("IORING_SETUP_SQ_AFF", "`sq_thread_cpu` says where that thread runs."),
            Map.entry("IORING_SETUP_CQSIZE", "The application chose the number of CQ entries."),
            Map.entry("IORING_SETUP_CLAMP", "Entry counts that are too large are cut to the limit."),
            Map.entry("IORING_SETUP_ATTACH_WQ", "It shares the workers of another ring."),
            Map.entry("IORING_SETUP_R_DISABLED", "The ring takes nothing before it is enabled."),
            Map.entry("IORING_SETUP_SUBMIT_ALL", "Submission goes on after a request that fails at once."),
            Map.entry("IORING_SETUP_COOP_TASKRUN", "No interrupt: completions wait for the task's next system call."),
            Map.entry("IORING_SETUP_TASKRUN_FLAG", "The SQ ring tells that work waits for a system call."),
            Map.entry("IORING_SETUP_SQE128", "Every SQE has 128 bytes, 80 of them for a command."),
            Map.entry("IORING_SETUP_CQE32", "Every CQE has 32 bytes."),
            Map.entry("IORING_SETUP_SINGLE_ISSUER", "Only one task submits."),
            Map.entry("IORING_SETUP_DEFER_TASKRUN", "Work runs only when the application asks for events."),
            Map.entry("IORING_SETUP_NO_MMAP", "The application gave the memory of the rings."),
            Map.entry("IORING_SETUP_REGISTERED_FD_ONLY", "The ring has a registered index and no descriptor."),
            Map.entry("IORING_SETUP_NO_SQARRAY", "There is no array of indexes before the SQEs."),
            Map.entry("IORING_SETUP_HYBRID_IOPOLL", "Polling for completions sleeps first."),
            Map.entry("IORING_SETUP_CQE_MIXED", "CQEs of 16 and of 32 bytes share the ring."),
            Map.entry("IORING_SETUP_SQE_MIXED", "SQEs of 64 and of 128 bytes share the ring."),
            Map.entry("IORING_SETUP_SQ_REWIND", "The SQ ring is read from its start each time."),
            Map.entry("IORING_URING_CMD_FIXED", "The data are in the registered buffer `buf_index`."),
            Map.entry("IORING_URING_CMD_MULTISHOT", "It posts several CQEs, each with a provided buffer."),
            Map.entry("IORING_CQE_F_BUFFER", "The upper 16 bits are the id of the provided buffer."),
            Map.entry("IORING_CQE_F_MORE", "More CQEs will come for the same SQE."),
            Map.entry("IORING_CQE_F_SOCK_NONEMPTY", "There is more to read on the socket."),
            Map.entry("IORING_CQE_F_NOTIF", "The zero-copy buffer is free again."),
            Map.entry("IORING_CQE_F_BUF_MORE", "The buffer stays with the kernel; a part of it was used."),
            Map.entry("IORING_CQE_F_SKIP", "A filler on a ring of mixed sizes, to be stepped over."),
            Map.entry("IORING_CQE_F_32", "This CQE has 32 bytes; set on rings of mixed sizes."));

    private UapiText() {}

    /** What {@code name} means in {@code linux/io_uring.h}; empty for a name that is none of its opcodes and flags. */
    public static Optional<String> of(String name) {
        Optional<String> kind = name.startsWith("IORING_OP_")
                ? opcode(name.substring("IORING_OP_".length()))
                : FLAGS.stream().flatMap(flags -> flag(flags, name).stream()).findFirst();
        return kind.map(text -> text + meaning(name));
    }

    private static Optional<String> opcode(String name) {
        return Opcode.ALL.stream().filter(opcode -> opcode.name().equals(name)).findFirst()
                .map(opcode -> "io_uring opcode " + opcode.number() + ", since Linux " + opcode.since() + "\n\n"
                        + OpcodeText.of(opcode));
    }

    private static Optional<String> flag(Flags flags, String name) {
        for (Flag flag : flags.word.flags()) {
            if (name.equals(flags.word.prefix() + flag.name())) {
                return Optional.of(flags.where + ", bit " + Integer.numberOfTrailingZeros(flag.mask())
                        + ", since Linux " + flag.since());
            }
        }
        return Optional.empty();
    }

    private static String meaning(String name) {
        String known = MEANINGS.get(name);
        return known == null ? "" : "\n\n" + known;
    }
}
