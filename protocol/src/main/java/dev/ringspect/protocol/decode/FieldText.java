package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.FloatKind;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.uapi.Errno;

/** Numbers as text: in their usual form, and as what they stand for. */
public final class FieldText {
    private FieldText() {}

    /** The number in its usual form: decimal, {@code 0x} for unsigned 64-bit numbers and pointers. */
    public static String number(Field field, long raw) {
        if (field.type().bare() instanceof Type.FloatType(FloatKind kind)) {
            return switch (kind) {
                case FLOAT -> Float.toString(Float.intBitsToFloat((int) raw));
                case DOUBLE -> Double.toString(Double.longBitsToDouble(raw));
                case LONG_DOUBLE -> "0x" + Long.toHexString(raw);
            };
        }
        return field.wideUnsigned() || isPointer(field) ? "0x" + Long.toHexString(raw) : Long.toString(raw);
    }

    /** The constant's name, or the names of the flags, that {@code raw} stands for in {@code field}. */
    public static Optional<String> of(Field field, long raw) {
        for (FieldMeaning meaning : field.meanings()) {
            Optional<String> text = switch (meaning) {
                case FieldMeaning.OneOf one -> one.type().nameOf(raw);
                case FieldMeaning.FlagsOf flags -> flagNames(flags.type(), raw);
                case FieldMeaning.Errno _ -> errno(raw);
                case FieldMeaning.Text _ -> Optional.of(text(raw, field.bits() / 8));
                case FieldMeaning.Time time -> Optional.of(time.unit().text(raw));
                case FieldMeaning.PointerTo _,FieldMeaning.MustBe _,FieldMeaning.Within _,FieldMeaning.Bits _,FieldMeaning.Order _,FieldMeaning.Count _ ->
                    Optional.empty();
            };
            if (text.isPresent()) {
                return text;
            }
        }
        return Optional.empty();
    }

    static Optional<String> errno(long raw) {
        return raw == 0
                ? Optional.empty()
                : Errno.ALL.stream()
                        .filter(errno -> errno.number() == Math.abs(raw)).findFirst()
                        .map(errno -> (raw < 0 ? "-" : "") + errno.name());
    }

    /** The characters of a number, the lowest byte first; what is no printable one is a dot. */
    private static String text(long raw, int bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < bytes && ((raw >>> (i * 8)) & 0xFF) != 0; i++) {
            char c = (char) ((raw >>> (i * 8)) & 0xFF);
            text.append(c >= 0x20 && c < 0x7F ? c : '.');
        }
        return text.append('"').toString();
    }

    private static boolean isPointer(Field field) {
        return field.meanings().stream().anyMatch(FieldMeaning.PointerTo.class::isInstance);
    }

    /** Names joined by {@code |}; bits without a name follow in hexadecimal. */
    private static Optional<String> flagNames(Type.EnumType type, long raw) {
        return raw == 0 ? type.nameOf(0) : flags(type, raw).map(names -> String.join("|", names));
    }

    /** The names of the flags, bits without a name last in hexadecimal; empty when no bit has a name. */
    static Optional<List<String>> flags(Type.EnumType type, long raw) {
        List<String> names = new ArrayList<>();
        long rest = raw;
        for (Type.Enumerator flag : type.enumerators()) {
            if (flag.value() != 0 && (raw & flag.value()) == flag.value()) {
                names.add(flag.name());
                rest &= ~flag.value();
            }
        }
        if (rest == raw) {
            return raw == 0 ? Optional.of(type.nameOf(0).stream().toList()) : Optional.empty();
        }
        if (rest != 0) {
            names.add("0x" + Long.toHexString(rest));
        }
        return Optional.of(names);
    }
}
