package dev.ringspect.protocol.uapi;

/**
 * A number made by {@code _IOC} of {@code asm-generic/ioctl.h} (x86, arm, riscv, s390; other architectures cut the
 * word differently). A {@code cmd_op} need not be one.
 *
 * @param direction 0 none, {@link #WRITE}, {@link #READ}, or both
 * @param type the driver's letter, 8 bits
 * @param number 8 bits
 * @param size bytes of the argument, 14 bits
 */
public record IoctlNumber(int direction, int type, int number, int size) {
    /** The user's data go to the kernel. */
    public static final int WRITE = 1;
    /** The kernel's data come to the user. */
    public static final int READ = 2;

    public IoctlNumber {
        if (direction >>> 2 != 0 || type >>> 8 != 0 || number >>> 8 != 0 || size >>> 14 != 0) {
            throw new IllegalArgumentException("a part is out of range");
        }
    }

    /** Takes a number apart; every 32-bit value can be. */
    public static IoctlNumber of(int value) {
        return new IoctlNumber(value >>> 30, value >>> 8 & 0xFF, value & 0xFF, value >>> 16 & 0x3FFF);
    }

    /** The number as a whole, to be read as unsigned. */
    public int value() {
        return direction << 30 | size << 16 | type << 8 | number;
    }

    /** As C writes it, such as {@code _IOWR('N', 0x80, 72 bytes)}. */
    @Override
    public String toString() {
        String macro = switch (direction) {
            case 0 -> "_IO";
            case WRITE -> "_IOW";
            case READ -> "_IOR";
            case WRITE | READ -> "_IOWR";
            default -> throw new IllegalStateException();
        };
        String letter = type > 0x20 && type < 0x7F ? "'" + (char) type + "'" : String.format("0x%02x", type);
        String bytes = direction == 0 && size == 0 ? "" : ", " + size + " bytes";
        return macro + "(" + letter + ", " + String.format("0x%02x", number) + bytes + ")";
    }
}
