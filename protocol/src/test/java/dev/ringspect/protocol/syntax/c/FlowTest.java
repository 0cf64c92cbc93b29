package dev.ringspect.protocol.syntax.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.syntax.c.body.CFunction;
import dev.ringspect.protocol.syntax.c.body.Flow;
import dev.ringspect.protocol.syntax.c.body.Phrase;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/** The ways through C functions: each is written as the calls on it and what it returns. */
class FlowTest {
    @Test
    void choicesAndJumpsMakeWays() {
        ways("if (x) a(); else b(); c(); return 1;", "a c 1", "b c 1");
        ways("if (x) { a(); return 1; } b();", "a 1", "b");
        ways("switch (x) { case 1: a(); case 2: b(); break; default: c(); } return 0;", "a b 0", "b 0", "c 0");
        ways("switch (x) { case A ... B: a(); break; } return 0;", "a 0", "0");
        ways("if (x) goto out; a(); out: b(); return 0;", "a b 0", "b 0");
        ways("again: a(); if (x) goto again; return 0;", "a 0", "a a 0", "a a a 0");
        ways("return x ? a() : b();", "a a()", "b b()");
        ways("y = x ? a() : b(); return y;", "a y", "b y");
        ways("if (a() && b()) return 1; return 0;", "a b 1", "a 0", "a b 0");
        ways("if (unlikely(!a() || b())) return 1; return 0;", "a 1", "a b 1", "a b 0");
    }

    @Test
    void loopsAreGoneThrough() {
        ways("do { a(); if (x) break; b(); } while (0); return 0;", "a 0", "a b 0");
        ways("list_for_each_entry(e, &l, n) { if (x) continue; a(); return 1; } return 0;", "0", "a 1");
        ways("for_each_node(n) a(); return 0;", "0", "a 0", "a a 0");
        ways("scoped_guard(mutex, &m) { a(); return 1; } b();", "a 1");
        ways("for (;;) { a(); if (x) return 1; break; } return 0;", "a 1", "a 0");
    }

    @Test
    void whatThePreprocessorChoosesIsReadOnce() {
        ways("\n#if NEW\nif (x) {\n#else\nif (y) {\n#endif\na(); }\n#if 0\nb();\n#endif\nreturn 0;", "a 0", "0");
    }

    @Test
    void oneBranchOfALadderIsRead() {
        ways("\n#if A\na();\n#elif B\nb();\n#else\nc();\n#endif\nreturn 0;", "a 0");
        ways("\n#if A\nif (a) {\n#elif B\nif (b) {\n#elif C\nif (c) {\n#endif\nx(); }\nreturn 0;", "x 0", "0");
        ways("\n#if 0 /* as it was */\na();\n#elif 0 // nor so\nb();\n#elif C\nc();\n#else\nd();\n#endif\nreturn 0;",
                "c 0");
        ways("\n#if (0)\n#if A\na();\n#endif\n#else\nb();\n#endif\nreturn 0;", "b 0");
    }

    @Test
    void longChainsAreReadToTheirEnd() {
        assertThat(waysThrough(body("if (x) a(); " + "else if (x) b(); ".repeat(1_000) + "else c(); return 0;")))
                .containsExactly("a 0", "b 0", "c 0");
        ways("{".repeat(300) + " a(); " + "}".repeat(300) + " b(); return 0;", "b 0");
        ways("if (" + "!".repeat(5_000) + "a()) return 1; return 0;", "a 1", "a 0");
        ways("return " + "x ? 1 : ".repeat(5_000) + "2;", "1", "2");
        ways("y = " + "x ? a() : ".repeat(500) + "b(); return 2;", "a 2", "b 2");
        ways("if (" + "likely(".repeat(5_000) + "a()" + ")".repeat(5_000) + ") return 1; return 0;", "a 1", "a 0");
        assertThat(CFunction.of(SourceText.of("a.c", "namespace a { ".repeat(5_000) + "int f() { }")))
                .extracting(CFunction::name).containsExactly("f");
    }

    @Test
    void loopsWithinLoopsAreGoneThroughOnceWhereNothingNewIsLearnt() {
        AtomicInteger seen = new AtomicInteger();
        Flow.follow(body("while (x) ".repeat(30) + "x--; return 0;"), "", new Ways(new TreeSet<>()) {
            @Override
            public String after(String before, Phrase phrase) {
                seen.incrementAndGet();
                return before;
            }
        });
        assertThat(seen.get()).isLessThan(200);
    }

    @Test
    void endlesslyMuchNewsEnds() {
        AtomicInteger seen = new AtomicInteger();
        Flow.follow(body("while (x) ".repeat(30) + "x--; return 0;"), "", new Ways(new TreeSet<>()) {
            @Override
            public String after(String before, Phrase phrase) {
                return "" + seen.incrementAndGet();
            }
        });
        assertThat(seen.get()).isLessThan(2_000_000);
    }

    @Test
    void anyTextComesToItsEnd() {
        for (String text : new String[]{"{", "int f(int x) {", "int f() { if", "int f() { if (",
                "f() { switch (x) case",
                "int f() { } } }", "int f() { return x ? : ; }", "int f() { do ; }", "int f() { a: b: c: }",
                "int f() { " + "{".repeat(5_000) + " }", "int f() { " + "if (x) ".repeat(5_000) + "; }"}) {
            CFunction.of(SourceText.of("a.c", text)).forEach(FlowTest::waysThrough);
        }
    }

    @Test
    void functionsAreFoundAmongOtherThings() {
        assertThat(CFunction.of(SourceText.of("a.c", """
                struct s { int (*f)(int); } x = { .f = g };
                #define M(x) do { x } while (0)
                static __always_inline const struct s *one(struct s *a, void (*cb)(int)) __must_hold(&l) { return a; }
                int declared(int);
                EXPORT_SYMBOL(one);
                namespace n { void two() noexcept { } }
                extern "C" { int three(void) { if (1) { } } }
                static int four[] = { 1, 2 };
                int five(int a, unsigned int) { return 0; }
                """))).extracting(CFunction::name).containsExactly("one", "two", "three", "five");
        assertThat(CFunction.of(SourceText.of("a.c", """
                __attribute__((noinline)) static int one(int x) { return 0; }
                static DEFINE_PER_CPU(int, count)
                static int two(int x) __must_hold(&l) __cold { return 0; }
                __printf(1, 2) irqreturn_t three(int x) { return 0; }
                __aligned(8) struct s *four(int x) { return 0; }
                """))).extracting(CFunction::name, function -> function.type().words()).containsExactly(
                tuple("one", "static int"), tuple("two", "static int"), tuple("three", "irqreturn_t"),
                tuple("four", "struct s*"));
        CFunction one = CFunction.of(SourceText.of("a.c", "int f(struct s *a, void (*cb)(int), u8 b[4]) {}"))
                .getFirst();
        assertThat(one.parameters()).extracting(CFunction.Parameter::name).containsExactly("a", "cb", "b");
    }

    @Test
    void whatIsAssignedLastIsTheValueOfAChain() {
        assertThat(body("a = b.c = (d = 1), e[f = 2] += g;").all().assignments().stream()
                .map(one -> one.target() + " " + one.operator() + " " + one.value())).containsExactly(
                        "a = (d=1)", "b.c = (d=1)", "d = 1", "f = 2", "e[f=2] += g");
    }

    private static void ways(String body, String... expected) {
        assertThat(waysThrough(body(body))).as(body).containsExactlyInAnyOrder(expected);
    }

    private static CFunction body(String body) {
        return CFunction.of(SourceText.of("a.c", "int f(int x)\n{ " + body + " }")).getFirst();
    }

    private static Set<String> waysThrough(CFunction function) {
        Set<String> ways = new TreeSet<>();
        Flow.follow(function, "", new Ways(ways)).forEach(ways::add);
        return ways;
    }

    /** Writes down the calls on each way. */
    private static class Ways implements Flow.Reading<String> {
        private final Set<String> ways;

        Ways(Set<String> ways) {
            this.ways = ways;
        }

        @Override
        public String after(String before, Phrase phrase) {
            String way = before;
            for (Phrase.Call call : phrase.calls()) {
                way = (way + " " + call.name()).strip();
            }
            return way;
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
        public void returned(String before, Phrase value, Span where) {
            ways.add((before + " " + value.words()).strip());
        }
    }
}
