package dev.ringspect.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.function.Supplier;

import dev.ringspect.protocol.syntax.c.body.CFunction;
import dev.ringspect.protocol.syntax.c.body.Flow;
import dev.ringspect.protocol.syntax.c.body.Phrase;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.token.Tokens;
import org.junit.jupiter.api.Test;

/** Long work on a text ends soon after nobody wants it any more, in whichever of its steps that is. */
class UnwantedWorkTest {
    @Test
    void aTextIsNotCutToItsEnd() {
        SourceText text = SourceText.of("file:///d.c", "int x; ".repeat(2_000));
        assertEnds(() -> Tokens.of(text));
    }

    @Test
    void theWaysThroughAFunctionAreLeft() {
        CFunction function = CFunction.of(SourceText.of("file:///d.c", "void f(int a) { " + "a = a + 1; ".repeat(2_000)
                + "}")).getFirst();
        assertEnds(() -> Flow.follow(function, "", new Unmoved()));
    }

    @Test
    void rustIsNotReadToItsEnd() {
        SourceText text = SourceText.of("file:///d.rs", "fn f(a: u32) -> u32 { a + 1 }\n".repeat(2_000));
        assertEnds(() -> RustFile.parse(text));
    }

    /** Learns nothing on its way. */
    private static final class Unmoved implements Flow.Reading<String> {
        @Override
        public String after(String before, Phrase phrase) {
            return before;
        }

        @Override
        public String round(String before, Phrase head) {
            return before;
        }

        @Override
        public Optional<String> given(String before, Phrase condition, boolean holds) {
            return Optional.of(before);
        }

        @Override
        public void returned(String before, Phrase value, Span where) {}
    }

    private static void assertEnds(Supplier<?> work) {
        assertThatThrownBy(() -> Budget.within(() -> true, work::get)).isInstanceOfSatisfying(Budget.Ended.class,
                ended -> assertThat(ended.exceeded()).isFalse());
    }
}
