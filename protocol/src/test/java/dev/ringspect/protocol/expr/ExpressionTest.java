package dev.ringspect.protocol.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    /** One request: numbers by variable, and its one text. */
    private static final Map<String, Symbol> NAMES = Map.of("res", new Symbol.Variable(0, false), "user_data",
            new Symbol.Variable(1, true), "hdr.len", new Symbol.Variable(2, false), "q[1].tag",
            new Symbol.Variable(3, false), "gone", new Symbol.Variable(9, false), "comm", new Symbol.Text(4), "EINVAL",
            new Symbol.Constant(22, false));
    private static final long[] REQUEST = {-22, -1L, 512, 7};
    private static final Values VALUES = new Values() {
        @Override
        public boolean has(int variable) {
            return variable < 5;
        }

        @Override
        public long number(int variable) {
            return REQUEST[variable];
        }

        @Override
        public boolean textIs(int variable, String text) {
            return text.equals("fio");
        }
    };

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {"1 + 2 * 3; 7", "(1 + 2) * 3; 9", "10 - 4 - 3; 3",
            "1 << 4 | 1; 17",
            "7 & 3 == 3; 1", "-7 / 2; -3", "-7 % 2; -1", "0x10 + 010 + 0b11; 27", "'N'; 78", "!0 + !5; 1", "~0; -1",
            "~0U; 4294967295", "1 ? 2 : 3 ? 4 : 5; 2", "0 ? 2 : 0 ? 4 : 5; 5", "sizeof(__u64) * 2; 16",
            "sizeof(struct known); 24", "(__u8)0x1ff; 255", "(__s8)0xff; -1", "_IO(0x12, 0); 4608",
            "_IOWR('N', 0x80, struct known); 3222818432", "_IOW('d', 1, char[16]); 1074816001", "BIT(5); 32",
            "1 < 2 == 1; 1", "0xffffffffffffffff > 1; 1", "-1 < 1; 1", "EINVAL; 22"})
    void constants(String text, long expected) {
        assertThat(compile(text).constant()).isEqualTo(OptionalLong.of(expected));
    }

    @ParameterizedTest
    @CsvSource({"res == -EINVAL, true", "res < 0 && hdr.len == 512, true", "user_data > 100, true",
            "user_data == 0xffffffffffffffff, true", "q[1].tag == 7, true", "q[1].tag + 1 == 7, false",
            "gone == 0, false", "gone != 0, false", "gone == 0 || res < 0, true", "!(gone == 0), true",
            "res / gone == 1, false", "hdr.len / (q[1].tag - 7) == 0, false", "comm == \"fio\", true",
            "\"fio\" != comm, false", "res, true", "gone, false"})
    void onARequest(String text, boolean expected) {
        assertThat(compile(text).test(VALUES)).isEqualTo(expected);
    }

    @Test
    void whatARequestLacksIsKnown() {
        assertThat(compile("gone == 0 || res < 0").hasAll(VALUES)).isFalse();
        assertThat(compile("res < 0").hasAll(VALUES)).isTrue();
    }

    @Test
    void problemsHaveTheirPlace() {
        problem("1 +", 3, 3, "expected a value, found the end of the text");
        problem("what == 1", 0, 4, "nothing is called 'what' here");
        problem("1 / 0", 4, 5, "this divides by zero");
        problem("comm == 1", 0, 4, "'comm' is a text; compare it with a string");
        problem("res == \"x\"", 0, 3, "'res' is a number; compare it with a number");
        problem("(1", 2, 2, "expected ')' after the expression, found the end of the text");
        problem("99999999999999999999", 0, 20, "'99999999999999999999' is no integer of at most 64 bits");
        problem("sizeof(struct nope)", 7, 18, "the size of 'struct nope' is not known here");
        problem("1 2", 2, 3, "expected an operator or the end of the expression, found '2'");
        problem("frob(1)", 0, 7, "'frob' is not known; _IO, _IOR, _IOW, _IOWR and BIT are");
    }

    @Test
    void noTextExhaustsTheStack() {
        assertThat(Expression.compile("(".repeat(100_000) + "1" + ")".repeat(100_000), Symbols.NONE).problems())
                .isNotEmpty();
        assertThat(Expression.compile("-".repeat(100_000) + "1", Symbols.NONE).problems()).isNotEmpty();
        assertThat(Expression.compile("1" + "+1".repeat(100_000), Symbols.NONE).problems()).isNotEmpty();
        assertThat(Expression.compile("1" + "?1:1".repeat(100_000), Symbols.NONE).problems()).isNotEmpty();
    }

    private static void problem(String text, int start, int end, String message) {
        assertThat(Expression.compile(text, names()).problems()).first().satisfies(problem -> {
            assertThat(problem.message()).isEqualTo(message);
            assertThat(List.of(problem.span().start(), problem.span().end())).containsExactly(start, end);
        });
    }

    private static Expression compile(String text) {
        Expression.Compiled compiled = Expression.compile(text, names());
        assertThat(compiled.problems()).isEmpty();
        return compiled.expression().orElseThrow();
    }

    private static Symbols names() {
        return new Symbols() {
            @Override
            public Optional<Symbol> find(String path) {
                return Optional.ofNullable(NAMES.get(path));
            }

            @Override
            public OptionalLong sizeOf(Expr.TypeName type) {
                return type.name().equals("struct known") ? OptionalLong.of(24) : OptionalLong.empty();
            }
        };
    }
}
