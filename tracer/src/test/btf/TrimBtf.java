import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a kernel's raw BTF down to what the helper looks at when it chooses its programs, so that a kernel of 5 MB of
 * BTF becomes a fixture of a few kB: {@code java TrimBtf.java vmlinux.btf out.btf}. Structs that are only pointed at
 * become forward declarations.
 */
final class TrimBtf {
    private static final int INT = 1, PTR = 2, ARRAY = 3, STRUCT = 4, UNION = 5, ENUM = 6, FWD = 7, TYPEDEF = 8, FUNC = 12,
            FUNC_PROTO = 13, VAR = 14, DATASEC = 15, DECL_TAG = 17, ENUM64 = 19;

    private final ByteBuffer in;
    private final int typesAt, stringsAt;
    private final List<Integer> offsets = new ArrayList<>(List.of(-1));
    private final Map<Long, Integer> kept = new HashMap<>();
    private final List<byte[]> out = new ArrayList<>();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> stringAt = new HashMap<>();

    private TrimBtf(byte[] raw) {
        in = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        int header = in.getInt(4);
        typesAt = header + in.getInt(8);
        stringsAt = header + in.getInt(16);
        for (int at = typesAt, end = typesAt + in.getInt(12); at < end; at += 12 + rest(at)) {
            offsets.add(at);
        }
        string("");
    }

    public static void main(String[] arguments) throws IOException {
        var trim = new TrimBtf(Files.readAllBytes(Path.of(arguments[0])));
        for (int id = 1; id < trim.offsets.size(); id++) {
            if (trim.wanted(id)) {
                trim.keep(id, false);
            }
        }
        Files.write(Path.of(arguments[1]), trim.write());
    }

    private boolean wanted(int id) {
        String name = name(id);
        return switch (kind(id)) {
            case TYPEDEF -> name.startsWith("btf_trace_io_uring_") || name.equals("btf_trace_sched_process_fork")
                    || name.equals("btf_trace_sched_process_exit");
            case FUNC -> name.equals("bpf_rdonly_cast");
            case STRUCT -> name.equals("io_uring_cmd") || name.equals("io_uring_sqe") || name.equals("io_uring_cqe");
            case ENUM -> holds(id, "REQ_F_CREDS_BIT") || holds(id, "IORING_OP_NOP");
            default -> false;
        };
    }

    private boolean holds(int id, String enumerator) {
        int at = offsets.get(id);
        for (int i = 0; i < vlen(at); i++) {
            if (text(in.getInt(at + 12 + 8 * i)).equals(enumerator)) {
                return true;
            }
        }
        return false;
    }

    /** The new id of a type; {@code pointed}: it is only pointed at, so that a struct needs no members. */
    private int keep(int id, boolean pointed) {
        if (id == 0) {
            return 0;
        }
        int kind = kind(id), at = offsets.get(id);
        boolean forward = pointed && (kind == STRUCT || kind == UNION) && !wanted(id);
        long key = forward ? -id : id;
        Integer known = kept.get(key);
        if (known != null) {
            return known;
        }
        out.add(new byte[0]);
        int mine = out.size();
        kept.put(key, mine);
        var type = ByteBuffer.allocate(forward ? 12 : 12 + rest(at)).order(ByteOrder.LITTLE_ENDIAN);
        type.put(0, in, at, type.capacity());
        type.putInt(0, string(name(id)));
        if (forward) {
            type.putInt(4, FWD << 24 | (kind == UNION ? 1 << 31 : 0)).putInt(8, 0);
        } else {
            switch (kind) {
            case PTR -> type.putInt(8, keep(in.getInt(at + 8), true));
            case ARRAY -> type.putInt(12, keep(in.getInt(at + 12), pointed)).putInt(16, keep(in.getInt(at + 16), false));
            case STRUCT, UNION -> pairs(type, at, 12, 4);
            case ENUM -> names(type, at, 8);
            case ENUM64 -> names(type, at, 12);
            case FUNC_PROTO -> {
                type.putInt(8, keep(in.getInt(at + 8), true));
                pairs(type, at, 8, 4);
            }
            case INT, FWD -> {
            }
            default -> type.putInt(8, keep(in.getInt(at + 8), pointed));
            }
        }
        out.set(mine - 1, type.array());
        return mine;
    }

    private void pairs(ByteBuffer type, int at, int size, int typeAt) {
        for (int i = 0; i < vlen(at); i++) {
            int member = 12 + size * i;
            type.putInt(member, string(text(in.getInt(at + member))));
            type.putInt(member + typeAt, keep(in.getInt(at + member + typeAt), false));
        }
    }

    private void names(ByteBuffer type, int at, int size) {
        for (int i = 0; i < vlen(at); i++) {
            type.putInt(12 + size * i, string(text(in.getInt(at + 12 + size * i))));
        }
    }

    private byte[] write() {
        int types = out.stream().mapToInt(t -> t.length).sum();
        var file = ByteBuffer.allocate(24 + types + strings.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
        file.putInt(0).putInt(types).putInt(types).putInt(strings.size());
        out.forEach(file::put);
        return file.put(strings.toByteArray()).array();
    }

    private int string(String text) {
        return stringAt.computeIfAbsent(text, t -> {
            int at = strings.size();
            strings.writeBytes((t + "\0").getBytes(StandardCharsets.UTF_8));
            return at;
        });
    }

    private int rest(int at) {
        int count = vlen(at);
        return switch (in.getInt(at + 4) >> 24 & 31) {
        case INT, VAR, DECL_TAG -> 4;
        case ARRAY -> 12;
        case STRUCT, UNION, DATASEC, ENUM64 -> 12 * count;
        case ENUM, FUNC_PROTO -> 8 * count;
        default -> 0;
        };
    }

    private int vlen(int at) {
        return in.getInt(at + 4) & 0xffff;
    }

    private int kind(int id) {
        return in.getInt(offsets.get(id) + 4) >> 24 & 31;
    }

    private String name(int id) {
        return text(in.getInt(offsets.get(id)));
    }

    private String text(int offset) {
        int at = stringsAt + offset, end = at;
        while (in.get(end) != 0) {
            end++;
        }
        return new String(in.array(), at, end - at, StandardCharsets.UTF_8);
    }
}
