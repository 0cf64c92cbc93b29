package dev.ringspect.protocol.uapi;

import java.util.ArrayList;
import java.util.List;

/**
 * A 32-bit word of single-bit flags.
 *
 * @param prefix what the names in {@code linux/io_uring.h} start with
 * @param flags the flags, in the order of their bits
 */
public record FlagWord(String prefix, List<Flag> flags) {
    public FlagWord {
        flags = List.copyOf(flags);
    }

    /** The bits that have a name. */
    public int known() {
        int mask = 0;
        for (Flag flag : flags) {
            mask |= flag.mask();
        }
        return mask;
    }

    /** The names of the bits set, without prefix, in bit order; a bit without a name is called {@code bitN}. */
    public List<String> names(int word) {
        if (word == 0) {
            return List.of();
        }
        List<String> names = new ArrayList<>(Integer.bitCount(word));
        int next = 0;
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            boolean named = next < flags.size() && flags.get(next).mask() == 1 << bit;
            if ((word & 1 << bit) != 0) {
                names.add(named ? flags.get(next).name() : "bit" + bit);
            }
            if (named) {
                next++;
            }
        }
        return names;
    }
}
