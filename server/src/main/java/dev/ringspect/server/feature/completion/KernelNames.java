package dev.ringspect.server.feature.completion;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.UapiConstants;
import dev.ringspect.server.feature.words.UapiText;

/** The names that the kernel has for numbers in SQEs, CQEs and rings: opcodes, flags, errnos. */
final class KernelNames {
    /** What the names start with that a word is compared or combined with. */
    private static final Map<String, String> FAMILIES = Map.of("sqe.opcode", UapiConstants.OPCODE, "sqe.flags",
            "IOSQE_", "cqe.flags", "IORING_CQE_F_", "ring.flags", "IORING_SETUP_", "sqe.uring_cmd_flags",
            "IORING_URING_CMD_");

    private KernelNames() {}

    /** Whether it is the name of a number of the kernel's. */
    static boolean isOne(String name) {
        return UapiConstants.ALL.containsKey(name)
                || Errno.ALL.stream().anyMatch(errno -> errno.name().equals(name));
    }

    /**
     * Suggests names: those that the numbers of a word have come first.
     *
     * @param word what the cursor is after a comparison with, {@code sqe.flags}; of no characters where it is after none
     * @param all whether the names of other words follow
     * @param declared the constants of the file, which are suggested already
     */
    static void suggest(String word, boolean all, Set<String> declared, List<Suggestion> into) {
        boolean result = word.equals("cqe.res");
        for (Errno errno : result || all ? Errno.ALL : List.<Errno>of()) {
            if (!declared.contains(errno.name())) {
                into.add(Suggestion.of(errno.name(), Suggestion.Kind.CONSTANT, String.valueOf(errno.number()),
                        errno.meaning(), result ? 0 : 4));
            }
        }
        String family = FAMILIES.getOrDefault(word, "none");
        UapiConstants.ALL.forEach((name, value) -> {
            boolean first = name.startsWith(family);
            if ((first || all) && !declared.contains(name)) {
                into.add(Suggestion.of(name, Suggestion.Kind.CONSTANT, String.valueOf(value),
                        UapiText.of(name).orElse(""), first ? 0 : 5));
            }
        });
    }
}
