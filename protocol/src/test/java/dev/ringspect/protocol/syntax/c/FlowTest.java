package dev.ringspect.protocol.syntax.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
        CFunction one = CFunction.of(SourceText.of("a.c", "int f(struct s *a, void (*cb)(int), u8 b[4]) {}"))
                .getFirst();
        assertThat(one.parameters()).extracting(CFunction.Parameter::name).containsExactly("a", "cb", "b");
    }

    private static void ways(String body, String... expected) {
        assertThat(waysThrough(CFunction.of(SourceText.of("a.c", "int f(int x)\n{ " + body + " }")).getFirst()))
                .as(body)
                .containsExactlyInAnyOrder(expected);
    }

    private static Set<String> waysThrough(CFunction function) {
        Set<String> ways = new TreeSet<>();
        Flow.follow(function, "", new Flow.Reading<String>() {
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
        }).forEach(ways::add);
        return ways;
    }
}
