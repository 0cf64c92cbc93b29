package dev.ringspect.protocol.traffic;

/** The numbers that something may be, both ends included. */
public record NumberRange(long low, long high) {
    /**
     * Whether no number of it stands so to {@code other}.
     *
     * @param unsigned whether both are compared as numbers without a sign
     */
    public boolean never(String operator, long other, boolean unsigned) {
        if (unsigned && low < 0 && high >= 0) {
            // as such they are those up to high and those from low on, the least and the greatest among them
            return switch (operator) {
                case "==" -> other < low || other > high;
                case "<" -> other == 0;
                case ">" -> other == -1;
                default -> false;
            };
        }
        int least = unsigned ? Long.compareUnsigned(low, other) : Long.compare(low, other);
        int most = unsigned ? Long.compareUnsigned(high, other) : Long.compare(high, other);
        return switch (operator) {
            case "==" -> least > 0 || most < 0;
            case "<" -> least >= 0;
            case "<=" -> least > 0;
            case ">" -> most <= 0;
            case ">=" -> most < 0;
            default -> false;
        };
    }
}
