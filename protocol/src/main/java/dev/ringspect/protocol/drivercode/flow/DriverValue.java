package dev.ringspect.protocol.drivercode.flow;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.text.Span;

/**
 * What is known of a variable.
 *
 * @param kind what it was set to
 * @param text the constant, such as {@code -EINVAL}; of a call its function's name; the condition; empty for others
 * @param signs whether it may be below, at or above 0, as bits
 * @param not constants that it is known not to be
 * @param where where it was set
 */
record DriverValue(Kind kind, String text, int signs, Set<String> not, Span where) {
    /** What a variable was set to. */
    enum Kind {
        CONSTANT,
        /** What a function of the text returned. */
        CALL,
        /** Whether a flag is in {@code issue_flags}. */
        CONDITION, OTHER
    }

    private static final Pattern NUMBER = Pattern.compile("(-?(?:0[xX]\\p{XDigit}+|\\d+))[uUlL]*");
    private static final int BELOW = 1;
    private static final int ZERO = 2;
    private static final int ABOVE = 4;
    private static final int ANY = BELOW | ZERO | ABOVE;
    /** Two names for one number. */
    private static final Set<String> SAME = Set.of("-EAGAIN", "-EWOULDBLOCK", "-EDEADLK", "-EDEADLOCK");

    DriverValue {
        not = Set.copyOf(not);
    }

    static DriverValue constant(String text, Span where) {
        String name = switch (text) {
            case "NULL", "false" -> "0";
            case "true" -> "1";
            default -> text;
        };
        return new DriverValue(Kind.CONSTANT, name, signsOf(name), Set.of(), where);
    }

    static DriverValue call(String function, Span where) {
        return new DriverValue(Kind.CALL, function, ANY, Set.of(), where);
    }

    static DriverValue condition(String text, Span where) {
        return new DriverValue(Kind.CONDITION, text, ZERO | ABOVE, Set.of(), where);
    }

    /** A variable of which nothing is known. */
    static DriverValue unknown() {
        return new DriverValue(Kind.OTHER, "", ANY, Set.of(), new Span(0, 0));
    }

    /** Equal ones have one; the rest of the parts would tell few others apart. */
    @Override
    public int hashCode() {
        return 31 * text.hashCode() + 7 * where.start() + signs;
    }

    boolean isConstant() {
        return kind == Kind.CONSTANT;
    }

    boolean isCall() {
        return kind == Kind.CALL;
    }

    /** Whether it is known to be none of the results that mean success. */
    boolean isError() {
        return (signs & ZERO) == 0 || !not.isEmpty();
    }

    /** What is known where {@code test} has come out; empty where it cannot. */
    Optional<DriverValue> given(DriverTest test) {
        if (kind == Kind.CONSTANT) {
            return isPossible(test) ? Optional.of(this) : Optional.empty();
        }
        DriverValue other = constant(test.constant(), test.where());
        boolean equal = test.relation().equals("==");
        boolean unequal = test.relation().equals("!=");
        int left = signs;
        if (other.text.equals("0")) {
            left &= allowed(test.relation());
        } else if (equal && (not.contains(other.text) || (signs & other.signs) == 0)) {
            return Optional.empty();
        } else if (unequal) {
            Set<String> all = new HashSet<>(not);
            all.add(other.text);
            return Optional.of(new DriverValue(kind, text, signs, all, where));
        }
        if (left == 0) {
            return Optional.empty();
        }
        return Optional.of(equal || left == ZERO
                ? constant(equal ? other.text : "0", test.where())
                : new DriverValue(kind, text, left, not, where));
    }

    /** Whether a constant can compare so; where nobody knows its number, it can. */
    private boolean isPossible(DriverTest test) {
        String other = constant(test.constant(), where).text;
        int below = 0;
        OptionalLong own = number(text);
        OptionalLong another = number(other);
        if (text.equals(other)) {
            below = ZERO;
        } else if (own.isPresent() && another.isPresent()) {
            below = bit(Long.compare(own.getAsLong(), another.getAsLong()));
        } else if (text.startsWith("-E") && other.startsWith("-E") && !SAME.contains(text)) {
            below = BELOW | ABOVE;
        } else {
            int otherSigns = signsOf(other);
            boolean apart = (signs & otherSigns) == 0 && Integer.bitCount(signs) == 1
                    && Integer.bitCount(otherSigns) == 1;
            below = apart ? (signs < otherSigns ? BELOW : ABOVE) : ANY;
        }
        return (below & allowed(test.relation())) != 0;
    }

    private static int allowed(String relation) {
        return switch (relation) {
            case "==" -> ZERO;
            case "!=" -> BELOW | ABOVE;
            case "<" -> BELOW;
            case "<=" -> BELOW | ZERO;
            case ">" -> ABOVE;
            case ">=" -> ABOVE | ZERO;
            default -> ANY;
        };
    }

    private static int bit(int comparison) {
        return comparison < 0 ? BELOW : comparison == 0 ? ZERO : ABOVE;
    }

    private static int signsOf(String constant) {
        OptionalLong number = number(constant);
        return number.isPresent() ? bit(Long.signum(number.getAsLong())) : constant.startsWith("-E") ? BELOW : ANY;
    }

    private static OptionalLong number(String constant) {
        Matcher digits = NUMBER.matcher(constant);
        try {
            return digits.matches() ? OptionalLong.of(Long.decode(digits.group(1))) : OptionalLong.empty();
        } catch (NumberFormatException beyond) {
            return OptionalLong.empty();
        }
    }
}
