package dev.ringspect.protocol.expr;

import java.math.BigDecimal;
import java.util.Optional;

import dev.ringspect.protocol.text.Span;

/** Numbers, characters and strings as C writes them. */
public final class NumberText {
    private NumberText() {}

    /** The number that {@code text} writes: decimal, octal, {@code 0x}, {@code 0b}, with C's suffixes. */
    public static Optional<Expr.Literal> number(String text, Span span) {
        int end = text.length();
        boolean unsigned = false;
        boolean longer = false;
        while (end > 0 && "uUlL".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
            unsigned |= text.charAt(end) == 'u' || text.charAt(end) == 'U';
            longer |= text.charAt(end) == 'l' || text.charAt(end) == 'L';
        }
        String digits = text.substring(0, end);
        int radix = 10;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            radix = 16;
            digits = digits.substring(2);
        } else if (digits.startsWith("0b") || digits.startsWith("0B")) {
            radix = 2;
            digits = digits.substring(2);
        } else if (digits.length() > 1 && digits.startsWith("0")) {
            radix = 8;
            digits = digits.substring(1);
        }
        if (digits.isEmpty() || digits.startsWith("+") || digits.startsWith("-")) {
            return Optional.empty();
        }
        try {
            long value = Long.parseUnsignedLong(digits, radix);
            boolean word = !longer && value >>> 32 == 0 && (unsigned || radix != 10 || value >>> 31 == 0);
            boolean top = value < 0 || (word && value >>> 31 != 0);
            return Optional.of(new Expr.Literal(value, unsigned || top, word, span));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** Nanoseconds of a duration, {@code 20us}, {@code 1.5ms}, {@code 2s}; empty when it is no whole number of them. */
    public static Optional<Expr.Literal> duration(String text, Span span) {
        String unit = text.endsWith("ns") || text.endsWith("us") || text.endsWith("ms")
                ? text.substring(text.length() - 2)
                : text.endsWith("s") ? "s" : "";
        int places = switch (unit) {
            case "ns" -> 0;
            case "us" -> 3;
            case "ms" -> 6;
            default -> 9;
        };
        String digits = text.substring(0, text.length() - unit.length());
        if (unit.isEmpty() || !digits.matches("[0-9]{1,18}([.][0-9]{1,9})?")) {
            return Optional.empty();
        }
        try {
            long nanos = new BigDecimal(digits).movePointRight(places).longValueExact();
            return Optional.of(new Expr.Literal(nanos, false, false, span));
        } catch (ArithmeticException notWhole) {
            return Optional.empty();
        }
    }

    /** The number of a character constant, quotes included; several characters are put together as gcc does. */
    public static Optional<Expr.Literal> character(String text, Span span) {
        Optional<String> characters = string(text);
        if (characters.isEmpty() || characters.get().isEmpty() || characters.get().length() > 4) {
            return Optional.empty();
        }
        String all = characters.get();
        long value = 0;
        for (int i = 0; i < all.length(); i++) {
            value = (value << 8) | (all.charAt(i) & 0xFF);
        }
        return Optional.of(new Expr.Literal(all.length() == 1 ? (byte) value : (int) value, false, true, span));
    }

    /** The characters between quotes, escapes resolved; empty when the closing quote is missing or an escape is wrong. */
    public static Optional<String> string(String quoted) {
        char quote = quoted.charAt(0);
        if (quoted.length() < 2 || quoted.charAt(quoted.length() - 1) != quote) {
            return Optional.empty();
        }
        StringBuilder out = new StringBuilder();
        int end = quoted.length() - 1;
        int at = 1;
        while (at < end) {
            char c = quoted.charAt(at++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            if (at >= end) {
                return Optional.empty();
            }
            char escape = quoted.charAt(at++);
            int simple = "abefnrtv\\'\"?".indexOf(escape);
            if (simple >= 0) {
                out.append("\u0007\b\u001b\f\n\r\t\u000b\\'\"?".charAt(simple));
                continue;
            }
            int radix = escape == 'x' ? 16 : 8;
            int from = escape == 'x' ? at : at - 1;
            int limit = escape == 'x' ? end : Math.min(end, from + 3);
            int to = from;
            while (to < limit && Character.digit(quoted.charAt(to), radix) >= 0) {
                to++;
            }
            if (to == from || to - from > 4) {
                return Optional.empty();
            }
            out.append((char) Integer.parseInt(quoted.substring(from, to), radix));
            at = to;
        }
        return Optional.of(out.toString());
    }
}
