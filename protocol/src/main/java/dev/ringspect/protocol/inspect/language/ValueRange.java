package dev.ringspect.protocol.inspect.language;

import java.math.BigInteger;

/**
 * Between which values a number lies.
 *
 * @param low the least value it may have
 * @param high the greatest value it may have
 * @param unsigned whether C computes with it as an unsigned 64-bit number
 */
record ValueRange(BigInteger low, BigInteger high, boolean unsigned) {
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    /** Any 64-bit number. */
    static final ValueRange ANY = new ValueRange(BigInteger.ONE.shiftLeft(63).negate(),
            TWO_TO_64.subtract(BigInteger.ONE), false);

    /** 0 or 1. */
    static final ValueRange TRUTH = new ValueRange(BigInteger.ZERO, BigInteger.ONE, false);

    static final ValueRange TRUE = constant(1, false);
    static final ValueRange FALSE = constant(0, false);

    /** One value, a 64-bit pattern. */
    static ValueRange constant(long value, boolean unsigned) {
        BigInteger exact = BigInteger.valueOf(value);
        BigInteger number = unsigned && value < 0 ? exact.add(TWO_TO_64) : exact;
        return new ValueRange(number, number, unsigned);
    }

    /** Every number of {@code bits} bits. */
    static ValueRange ofBits(int bits, boolean signed) {
        return signed
                ? new ValueRange(BigInteger.ONE.shiftLeft(bits - 1).negate(),
                        BigInteger.ONE.shiftLeft(bits - 1).subtract(BigInteger.ONE), false)
                : new ValueRange(BigInteger.ZERO, BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE), bits == 64);
    }

    /** From {@code low} to {@code high}; any number of the kind where 64 bits do not hold these. */
    static ValueRange of(BigInteger low, BigInteger high, boolean unsigned) {
        ValueRange all = ofBits(64, !unsigned);
        return low.compareTo(all.low) < 0 || high.compareTo(all.high) > 0 ? all : new ValueRange(low, high, unsigned);
    }

    boolean isZero() {
        return low.signum() == 0 && high.signum() == 0;
    }

    boolean isNonZero() {
        return low.signum() > 0 || high.signum() < 0;
    }

    boolean isConstant() {
        return low.equals(high);
    }

    boolean isNegative() {
        return low.signum() < 0;
    }

    /** A range that holds both. */
    ValueRange or(ValueRange other) {
        return new ValueRange(low.min(other.low), high.max(other.high), unsigned || other.unsigned);
    }

    /** Whether every value lies within {@code bounds}. */
    boolean isWithin(ValueRange bounds) {
        return low.compareTo(bounds.low) >= 0 && high.compareTo(bounds.high) <= 0;
    }
}
