package dev.ringspect.protocol.syntax.rust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/** Half-typed and hostile texts: an answer in bounded time, and what stands behind the damage is still found. */
class RustDamageTest {
    private static final String AROUND = """
            mod m {
                #[repr(C)]
                pub struct Before { pub a: u8 }
            }

            DAMAGE

            #[repr(C)]
            pub struct After {
                pub a: u32,
                pub b: [u16; 3],
            }

            pub const LATER: usize = 4;
            """;

    private static List<String> names(String text) {
        return RustFile.parse(SourceText.of("a.rs", text)).items().stream().map(RustItem::name).toList();
    }

    /** Reads a text and asks for everything. */
    private static RustFile use(String text) {
        RustFile file = RustFile.parse(SourceText.of("a.rs", text));
        RustTypes types = new RustTypes(file, RustTarget.of(Abi.X86_64));
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        for (RustTypes.Declared declared : types.declared()) {
            if (declared.answer() instanceof RustAnswer.Known(Type type, String _)
                    && type.bare() instanceof Type.Struct struct) {
                engine.layout(struct);
            }
        }
        file.calls().forEach(call -> call.type().ifPresent(type -> types.typeOf(type, call.path())));
        file.items().forEach(item -> types.constant(item.name()));
        return file;
    }

    @Test
    void itemsBehindTheDamageStay() {
        for (String damage : List.of("pub struct Half {", "pub struct Half { a: u8, b", "struct Half { a: [u8; ",
                "struct Half(u8, ", "struct Half<T", "enum Half { A, B(", "pub const HALF: u32 = ", "const HALF: ",
                "type Half =", "pub const HALF",
                "impl Half {", "impl Half { fn f(&self) { if x {", "fn f(a: u8) -> Vec<", "mod half {", "use a::{b, ",
                "macro! { struct Half {", "#[repr(", "#[repr(C)]\nstruct Half\n{\n    a: u8,\n", "}", ")",
                "fn f() { (] }",
                "type Half = [u8", "static HALF: [u8; 2] = [1,", "trait Half { const N: usize", "\"open", "/* open",
                "r#\"open", "'", "union Half { a: u8")) {
            assertThat(names(AROUND.replace("DAMAGE", damage))).as(damage).contains("Before", "After", "LATER");
        }
    }

    @Test
    void aDamagedItemHasNoLayout() {
        RustFile file = RustFile.parse(SourceText.of("a.rs", "#[repr(C)] struct S { a: u8, b u16, c: u32 }"));
        assertThat(file.problems()).hasSize(1);
        assertThat(file.source().slice(file.problems().getFirst().span())).isEqualTo("b");
        assertThat(new RustTypes(file, RustTarget.of(Abi.X86_64)).declared().getFirst().answer())
                .isInstanceOf(RustAnswer.Unspecified.class);
    }

    @Test
    @Timeout(120)
    void everyPrefixAndEveryMissingTokenGivesAnAnswer() throws IOException {
        String text = resource("driver_style.rs");
        int whole = use(text).items().size();
        for (int length = 0; length < text.length(); length += 23) {
            use(text.substring(0, length));
        }
        RustTokens tokens = RustTokens.of(SourceText.of("a.rs", text));
        int least = whole;
        for (int i = 0; i < tokens.size() - 1; i++) {
            String less = text.substring(0, tokens.start(i)) + text.substring(tokens.end(i));
            int found = (i % 31 == 0 ? use(less) : RustFile.parse(SourceText.of("a.rs", less))).items().size();
            least = Math.min(least, found);
        }
        System.out.println("items: " + whole + ", with any one token missing at least " + least);
        assertThat(least).isGreaterThanOrEqualTo(whole - 10);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = RustDamageTest.class.getResourceAsStream("/rust/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    @Timeout(120)
    void mixedTokensGiveAnAnswer() throws IOException {
        RustTokens tokens = RustTokens.of(SourceText.of("a.rs", resource("driver_style.rs")));
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 120; i++) {
                text.append(tokens.text(random.nextInt(tokens.size()))).append(random.nextInt(6) == 0 ? "\n" : " ");
            }
            use(text.toString());
        }
    }

    @Test
    @Timeout(60)
    void hostileTextsEndSoon() {
        int many = 20_000;
        for (String part : List.of("{", "(", "<", "[", "}", "/*", "\"", "r#\"", "'", "#[", "a::<", "fn f(",
                "struct S {",
                "#[a(", "use a::{", "m!{", "impl<", "mod m {", "x.done(", "&", "*", "!", "-", "const A: u8 = (",
                "type A = [", "struct S { a: Vec<", "enum E { A = ", "b'", "0x", "::", "->", "where ",
                "use a::*;", "use a::{*, *};", "use self::*;", "if ", "match x {", "loop {", "let a = ", "return ",
                "(|", "x.done((", "else {", "let x: ")) {
            use(part.repeat(many / part.length()));
            use("fn f() { x.done(); " + part.repeat(many / part.length()));
            use((part + "\n").repeat(many / part.length()));
        }
    }

    @Test
    @Timeout(60)
    void pathsThroughNestedLoopsEndSoon() {
        String body = "while c { if a { b(); } ".repeat(50) + "x.done();" + "}".repeat(50);
        List<RustStep> steps = use("fn f() { " + body + " }").functions().getFirst().steps();
        assertThat(paths(true).run(steps, Set.of(0))).as("each round knows more").hasSizeLessThanOrEqualTo(64);
        assertThat(paths(false).run(steps, Set.of(0))).as("each round knows the same").containsExactly(0);
    }

    private static RustPaths<Integer> paths(boolean growing) {
        return new RustPaths<>() {
            @Override
            protected Integer after(Integer state, Span piece) {
                return growing ? state + piece.end() - piece.start() : state;
            }

            @Override
            protected void returns(Integer state, Span value) {
                // nothing here returns
            }
        };
    }

    @Test
    @Timeout(60)
    void layoutsThatGrowWithoutEndAreRefused() {
        StringBuilder text = new StringBuilder("#[repr(C)] struct A0 { a: u8 }\n");
        for (int i = 1; i < 60; i++) {
            text.append("#[repr(C)] struct A%d { a: A%d, b: A%d }%n".formatted(i, i - 1, i - 1));
        }
        text.append("#[repr(C)] struct G<T> { a: T, b: *mut G<G<T>>, c: Option<&'static G<T>> }\n");
        text.append("#[repr(C)] struct H<T> { a: T, b: [H<H<T>>; 1] }\n#[repr(C)] struct U { g: G<u8>, h: H<u8> }\n");
        for (int i = 1; i < 5_000; i++) {
            text.append("const C%d: usize = C%d + C%d;%n".formatted(i - 1, i, i));
        }
        text.append("#[repr(C)] struct Z { a: [u8; C0], b: [[[u64; 4000000000]; 4000000000]; 4000000000] }\n");
        RustFile file = use(text.toString());
        RustTypes types = new RustTypes(file, RustTarget.of(Abi.X86_64));
        assertThat(types.declared().getLast().answer()).isInstanceOf(RustAnswer.Unspecified.class);
        assertThat(types.declared().getFirst().answer()).isInstanceOf(RustAnswer.Known.class);
    }

    @Test
    @Timeout(60)
    void globsThatLeadToManyModulesEndSoon() {
        StringBuilder outside = new StringBuilder("const N: u32 = 1;\n");
        StringBuilder around = new StringBuilder("#[repr(C)] struct S { a: m0::B }\n");
        for (int i = 0; i < 300; i++) {
            outside.append("use lib%d::*;%n".formatted(i));
            around.append("mod m%d { use crate::*; use super::m%d::*; pub use m%d::A as B; pub use m%d::B as A; }%n"
                    .formatted(i, (i + 7) % 300, (i * 3 + 1) % 300, (i * 5 + 2) % 300));
            around.append("use m%d::*;%n".formatted(i));
        }
        RustTypes types = new RustTypes(use(outside.toString()), RustTarget.of(Abi.X86_64));
        assertThat(types.constant("N")).isPresent();
        RustTypes lost = new RustTypes(use(around.toString()), RustTarget.of(Abi.X86_64));
        assertThat(lost.declared().getLast().answer()).isInstanceOf(RustAnswer.Unspecified.class);
    }
}
