package dev.ringspect.protocol.uapi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that {@code linux/io_uring.h} has for opcodes and for flags of SQEs, CQEs, rings and commands, with their values:
 * what an expression can say of a request without importing the header.
 */
public final class UapiConstants {
    /** What the name of an opcode starts with. */
    public static final String OPCODE = "IORING_OP_";

    private static final List<FlagWord> WORDS = List.of(SqeFlags.WORD, CqeFlags.WORD, UringCmdFlags.WORD,
            SetupFlags.WORD);

    /** Every name with its value: the opcodes in the order of their numbers, then the flags word by word. */
    public static final Map<String, Long> ALL = all();

    private UapiConstants() {}

    private static Map<String, Long> all() {
        Map<String, Long> names = new LinkedHashMap<>();
        Opcode.ALL.forEach(opcode -> names.put(OPCODE + opcode.name(), (long) opcode.number()));
        for (FlagWord word : WORDS) {
            word.flags().forEach(flag -> names.put(word.prefix() + flag.name(), flag.mask() & 0xFFFF_FFFFL));
        }
        return Collections.unmodifiableMap(names);
    }
}
