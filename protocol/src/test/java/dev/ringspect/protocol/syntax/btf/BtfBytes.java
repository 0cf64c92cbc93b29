package dev.ringspect.protocol.syntax.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Hand-made BTF of two types: an int and a typedef. */
final class BtfBytes {
    private BtfBytes() {}

    /**
     * A raw file with an int and a typedef of the given name; the typedef refers to the int, or to {@code target}.
     * With a target above 1 it is a split file, whose base is one made here with the names {@code int} and
     * {@code first}.
     */
    static byte[] raw(String name, int target, String intName) {
        byte[] strings = ("\0" + intName + "\0" + name + "\0").getBytes(StandardCharsets.US_ASCII);
        int firstString = target > 1 ? "\0int\0first\0".length() : 0;
        int nameAt = firstString + 1 + intName.length() + 1;
        ByteBuffer bytes = ByteBuffer.allocate(24 + 16 + 12 + strings.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 0xEB9F).put((byte) 1).put((byte) 0).putInt(24);
        bytes.putInt(0).putInt(28).putInt(28).putInt(strings.length);
        bytes.putInt(firstString + 1).putInt(BtfKind.INT.number() << 24).putInt(4).putInt(32);
        bytes.putInt(nameAt).putInt(BtfKind.TYPEDEF.number() << 24).putInt(target == 0 ? 1 : target);
        return bytes.put(strings).array();
    }
}
