package dev.ringspect.protocol.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** The sections of a little-endian ELF object, by name. */
final class ObjectFile {
    private final Map<String, byte[]> sections = new HashMap<>();

    ObjectFile(byte[] image) {
        ByteBuffer elf = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        boolean wide = elf.get(4) == 2;
        int table = wide ? (int) elf.getLong(40) : elf.getInt(32);
        int entry = elf.getShort(wide ? 58 : 46);
        int count = elf.getShort(wide ? 60 : 48) & 0xFFFF;
        int names = elf.getShort(wide ? 62 : 50) & 0xFFFF;
        if (count == 0) {
            count = wide ? (int) elf.getLong(table + 32) : elf.getInt(table + 20);
        }
        int namesAt = offset(elf, table + names * entry, wide);
        for (int i = 0; i < count; i++) {
            int header = table + i * entry;
            boolean noBits = elf.getInt(header + 4) == 8;
            int size = wide ? (int) elf.getLong(header + 32) : elf.getInt(header + 20);
            byte[] bytes = new byte[size];
            if (!noBits) {
                elf.get(offset(elf, header, wide), bytes);
            }
            sections.put(string(image, namesAt + elf.getInt(header)), bytes);
        }
    }

    byte[] section(String name) {
        return sections.getOrDefault(name, new byte[0]);
    }

    private static int offset(ByteBuffer elf, int header, boolean wide) {
        return wide ? (int) elf.getLong(header + 24) : elf.getInt(header + 16);
    }

    private static String string(byte[] image, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = at; image[i] != 0; i++) {
            text.append((char) image[i]);
        }
        return text.toString();
    }
}
