package dev.ringspect.server.feature;

import dev.ringspect.protocol.uapi.IoctlNumber;

/** Numbers in Markdown. */
final class NumberText {
    private NumberText() {}

    /** Decimal and hexadecimal, and taken apart where it looks like an ioctl number. */
    static String of(long value) {
        String text = "`" + value + "`, `0x" + Long.toHexString(value) + "`";
        return looksLikeIoctl(value) ? text + "\n\n" + apart((int) value) : text;
    }

    /** The parts of an ioctl number, each by its name. */
    static String apart(int value) {
        IoctlNumber number = IoctlNumber.of(value);
        String direction = switch (number.direction()) {
            case 0 -> "none";
            case IoctlNumber.WRITE -> "write, the kernel reads the argument";
            case IoctlNumber.READ -> "read, the kernel writes the argument";
            default -> "read and write";
        };
        String letter = number.type() > 0x20 && number.type() < 0x7F ? "`'" + (char) number.type() + "'`" : "";
        return "as an ioctl number `" + number + "`\n\n| direction | type | number | size |\n|---|---|---|---|\n| "
                + direction + " | " + String.format("`0x%02x` %s", number.type(), letter).strip()
                + String.format(" | `0x%02x` (%d) | ", number.number(), number.number()) + number.size() + " bytes |";
    }

    /** A number with a direction, a letter and a size is hardly anything else. */
    private static boolean looksLikeIoctl(long value) {
        if (value < 0 || value > 0xFFFF_FFFFL) {
            return false;
        }
        IoctlNumber number = IoctlNumber.of((int) value);
        boolean letter = Character.isLetterOrDigit(number.type()) && number.type() < 0x7F;
        return letter && number.direction() != 0 && number.size() > 0;
    }
}
