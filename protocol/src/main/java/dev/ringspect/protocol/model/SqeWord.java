package dev.ringspect.protocol.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Type;

/**
 * A word of the SQE or CQE that the layout language can name ({@code struct io_uring_sqe} and {@code io_uring_cqe},
 * linux/io_uring.h).
 *
 * @param path its qualified name, {@code sqe.optname}
 * @param offset its first byte in the SQE or CQE
 * @param type its type
 * @param bytes its size
 * @param signed whether it is signed
 */
public record SqeWord(String path, int offset, Type type, int bytes, boolean signed) {
    private static final List<SqeWord> ALL = all();

    /** The word with this qualified name. */
    public static Optional<SqeWord> named(String path) {
        return ALL.stream().filter(word -> word.path.equals(path)).findFirst();
    }

    /** The names after {@code qualifier} ({@code sqe.} or {@code cqe.}), for messages and completion. */
    public static List<String> names(String qualifier) {
        return ALL.stream().map(SqeWord::path).filter(path -> path.startsWith(qualifier))
                .map(path -> path.substring(qualifier.length())).toList();
    }

    private static List<SqeWord> all() {
        List<SqeWord> words = new ArrayList<>();
        u(words, 1, 0, "sqe.opcode");
        u(words, 1, 1, "sqe.flags");
        u(words, 2, 2, "sqe.ioprio");
        s(words, 4, 4, "sqe.fd");
        u(words, 8, 8, "sqe.off", "sqe.addr2");
        u(words, 4, 8, "sqe.cmd_op");
        u(words, 4, 12, "sqe.__pad1");
        u(words, 8, 16, "sqe.addr");
        u(words, 4, 16, "sqe.level");
        u(words, 4, 20, "sqe.optname");
        u(words, 4, 24, "sqe.len");
        u(words, 4, 28, "sqe.uring_cmd_flags", "sqe.rw_flags");
        u(words, 8, 32, "sqe.user_data");
        u(words, 2, 40, "sqe.buf_index", "sqe.buf_group");
        u(words, 2, 42, "sqe.personality");
        s(words, 4, 44, "sqe.splice_fd_in");
        u(words, 4, 44, "sqe.file_index", "sqe.optlen");
        u(words, 8, 48, "sqe.addr3", "sqe.optval");
        s(words, 4, 8, "cqe.res");
        u(words, 4, 12, "cqe.flags");
        u(words, 8, 16, "cqe.big0");
        u(words, 8, 24, "cqe.big1");
        return List.copyOf(words);
    }

    private static void u(List<SqeWord> words, int bytes, int offset, String... names) {
        for (String name : names) {
            words.add(new SqeWord(name, offset, type(bytes, false), bytes, false));
        }
    }

    private static void s(List<SqeWord> words, int bytes, int offset, String... names) {
        for (String name : names) {
            words.add(new SqeWord(name, offset, type(bytes, true), bytes, true));
        }
    }

    private static Type type(int bytes, boolean signed) {
        String name = (signed ? "__s" : "__u") + bytes * 8;
        IntKind kind = switch (bytes) {
            case 1 -> signed ? IntKind.SCHAR : IntKind.UCHAR;
            case 2 -> signed ? IntKind.SHORT : IntKind.USHORT;
            case 4 -> signed ? IntKind.INT : IntKind.UINT;
            default -> signed ? IntKind.LLONG : IntKind.ULLONG;
        };
        return new Type.Typedef(name, Type.Int.of(kind), 0);
    }
}
