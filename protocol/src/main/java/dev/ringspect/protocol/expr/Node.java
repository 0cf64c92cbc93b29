package dev.ringspect.protocol.expr;

/** A compiled expression: evaluates without allocation. */
sealed interface Node {
    /** The value; asked only where {@link #present}. */
    long evaluate(Values values);

    /** Whether all that it is made of is there. Comparisons always are: one with an absent value is false. */
    boolean present(Values values);

    /** Whether the value is an unsigned 64-bit number. */
    boolean unsigned();

    record Constant(long value, boolean unsigned) implements Node {
        @Override
        public long evaluate(Values values) {
            return value;
        }

        @Override
        public boolean present(Values values) {
            return true;
        }
    }

    record Variable(int variable, boolean unsigned) implements Node {
        @Override
        public long evaluate(Values values) {
            return values.number(variable);
        }

        @Override
        public boolean present(Values values) {
            return values.has(variable);
        }
    }

    record TextEquals(int variable, String text, boolean negated) implements Node {
        @Override
        public long evaluate(Values values) {
            return values.has(variable) && values.textIs(variable, text) != negated ? 1 : 0;
        }

        @Override
        public boolean present(Values values) {
            return true;
        }

        @Override
        public boolean unsigned() {
            return false;
        }
    }

    /** {@code - ~ !}. */
    record Unary(char operator, Node operand) implements Node {
        @Override
        public long evaluate(Values values) {
            long value = operand.evaluate(values);
            return switch (operator) {
                case '-' -> -value;
                case '~' -> ~value;
                default -> value == 0 ? 1 : 0;
            };
        }

        @Override
        public boolean present(Values values) {
            return operand.present(values);
        }

        @Override
        public boolean unsigned() {
            return operator != '!' && operand.unsigned();
        }
    }

    /** What {@link Arithmetic} does. */
    enum Operator {
        ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT
    }

    record Arithmetic(Operator operator, Node left, Node right, boolean unsigned) implements Node {
        @Override
        public long evaluate(Values values) {
            return apply(operator, left.evaluate(values), right.evaluate(values), unsigned);
        }

        @Override
        public boolean present(Values values) {
            boolean defined = operator != Operator.DIVIDE && operator != Operator.REMAINDER;
            return left.present(values) && right.present(values) && (defined || right.evaluate(values) != 0);
        }

        static long apply(Operator operator, long a, long b, boolean unsigned) {
            return switch (operator) {
                case ADD -> a + b;
                case SUBTRACT -> a - b;
                case MULTIPLY -> a * b;
                case DIVIDE -> b == 0 ? 0 : unsigned ? Long.divideUnsigned(a, b) : a / b;
                case REMAINDER -> b == 0 ? 0 : unsigned ? Long.remainderUnsigned(a, b) : a % b;
                case AND -> a & b;
                case OR -> a | b;
                case XOR -> a ^ b;
                case SHIFT_LEFT -> b < 0 || b > 63 ? 0 : a << b;
                case SHIFT_RIGHT -> b < 0 || b > 63 ? 0 : unsigned ? a >>> b : a >> b;
            };
        }
    }

    /** How {@link Comparison} compares. */
    enum Relation {
        EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL
    }

    record Comparison(Relation relation, Node left, Node right) implements Node {
        @Override
        public long evaluate(Values values) {
            return left.present(values) && right.present(values)
                    && holds(left.evaluate(values), right.evaluate(values)) ? 1 : 0;
        }

        private boolean holds(long a, long b) {
            int order = left.unsigned() || right.unsigned() ? Long.compareUnsigned(a, b) : Long.compare(a, b);
            return switch (relation) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }

        @Override
        public boolean present(Values values) {
            return true;
        }

        @Override
        public boolean unsigned() {
            return false;
        }
    }

    /** {@code &&} and {@code ||}; a part that is absent is false. */
    record Logic(boolean and, Node left, Node right) implements Node {
        @Override
        public long evaluate(Values values) {
            boolean first = truth(left, values);
            return (and ? first && truth(right, values) : first || truth(right, values)) ? 1 : 0;
        }

        @Override
        public boolean present(Values values) {
            return true;
        }

        @Override
        public boolean unsigned() {
            return false;
        }
    }

    record Choice(Node condition, Node then, Node otherwise) implements Node {
        @Override
        public long evaluate(Values values) {
            return truth(condition, values) ? then.evaluate(values) : otherwise.evaluate(values);
        }

        @Override
        public boolean present(Values values) {
            return truth(condition, values) ? then.present(values) : otherwise.present(values);
        }

        @Override
        public boolean unsigned() {
            return then.unsigned() || otherwise.unsigned();
        }
    }

    /** The lowest {@code bits} bits, extended. */
    record Narrow(Node operand, int bits, boolean signed) implements Node {
        @Override
        public long evaluate(Values values) {
            return narrow(operand.evaluate(values), bits, signed);
        }

        @Override
        public boolean present(Values values) {
            return operand.present(values);
        }

        @Override
        public boolean unsigned() {
            return bits == 64 && !signed;
        }

        static long narrow(long value, int bits, boolean signed) {
            int unused = 64 - bits;
            return signed ? value << unused >> unused : value << unused >>> unused;
        }
    }

    /** Whether {@code node} is there and not 0. */
    static boolean truth(Node node, Values values) {
        return node.present(values) && node.evaluate(values) != 0;
    }
}
