package dev.ringspect.protocol.syntax.rust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.text.SourceText;

class RustFileTest {
    private static RustFile parse(String text) {
        return RustFile.parse(SourceText.of("a.rs", text));
    }

    /** The items of a text: their path and name. */
    private static String items(String text) {
        RustFile file = parse(text);
        assertThat(file.problems()).isEmpty();
        return file.items().stream()
                .map(item -> item.head().path().stream().map(part -> part.replaceAll("@.*", "") + "/")
                        .collect(Collectors.joining()) + item.name())
                .collect(Collectors.joining(" "));
    }

    @Test
    void itemsAreFoundWhereverTheyStand() {
        assertThat(items("mod a { struct B; mod c { enum D {} } } type E = u8;")).isEqualTo("a a/B a/c a/c/D E");
        assertThat(items(
                "fn f<T: Fn(u8) -> u8>(x: impl X) -> [u8; { 3 }] where T: Y { struct A; if x { const B: u8 = 1; } }"))
                .isEqualTo("fn f/A fn f/B");
        assertThat(items("impl<T> Tr for S<T> { const N: u8 = 1; type O = u8; } trait Tr { const M: u8; type O; }"))
                .isEqualTo("N");
        assertThat(items("m! { struct A { x: u8 } } n!(struct B;); vec![1];")).isEqualTo("A B");
        assertThat(items("extern \"C\" { static S: u8; fn f(); } unsafe extern \"C\" fn g() {} static mut T: u8 = 0;"))
                .isEqualTo("S T");
        assertThat(items("use a::{b, c::{self, d as e}, *}; use ::f::g;")).isEqualTo("b c e * g");
    }

    @Test
    void whatOnlyLooksLikeAnItemIsNone() {
        assertThat(items("/* /* struct A; */ struct B; */ // struct C;\n/// struct D;\nstruct E;")).isEqualTo("E");
        assertThat(items("const S: &str = \"struct A; \\\" struct B;\"; const R: &str = r##\"\"# struct C;\"##;"))
                .isEqualTo("S R");
        assertThat(items(
                "fn f<'a>(x: &'a u8) { let c = '{'; let d = b'\\''; let union = 1; union.x(); } struct G<'a>(&'a u8);"))
                .isEqualTo("G");
        assertThat(
                items("fn f(p: *const u8, q: fn(*mut T) -> U) { let t: *const S = r#type; 0..4; 1.max(2); 1.5e-3; }"))
                .isEmpty();
    }

    @Test
    void spansPointAtItemsAndFields() {
        String text = "#[repr(C)]\npub(crate) struct Cmd<T> {\n    /// doc\n    #[cfg(x)] pub a: [u8; 4],\n    b: T,\n}\n";
        RustFile file = parse(text);
        RustItem.Struct struct = (RustItem.Struct) file.items().getFirst();
        assertThat(file.source().slice(struct.head().nameSpan())).isEqualTo("Cmd");
        assertThat(file.source().slice(struct.head().span())).isEqualTo(text.strip());
        assertThat(struct.fields()).extracting(field -> file.source().slice(field.nameSpan()))
                .containsExactly("a", "b");
        assertThat(struct.fields()).extracting(field -> file.source().slice(field.type().span()))
                .containsExactly("[u8; 4]", "T");
        assertThat(struct.head().attributes()).extracting(RustMeta::name).containsExactly("repr");
        assertThat(struct.head().generics().parameters()).extracting(RustGenerics.Parameter::name)
                .containsExactly("T");
    }

    @Test
    void variantsHaveFieldsAndValues() {
        RustItem.Enumeration found = (RustItem.Enumeration) parse(
                "#[repr(u8)] enum E { A = 1 << 2, B(u8, pub(crate) u16), C { x: u8 } = 9, D, }").items().getFirst();
        assertThat(found.variants()).extracting(variant -> variant.name() + variant.fields().size()
                + variant.discriminant().isPresent()).containsExactly("A0true", "B2false", "C1true", "D0false");
    }

    @Test
    void problemsSayWhatWasExpected() {
        assertThat(parse("struct S { a: u8 b: u16 }").problems()).extracting(problem -> problem.message())
                .containsExactly("expected ',' after the field a, found 'b'");
        assertThat(parse("struct S { a: u8,").problems()).extracting(problem -> problem.message())
                .containsExactly("expected '}' to close this");
        assertThat(parse("const A: u8 = 1").problems()).isEmpty();
        assertThat(parse("type A = u8\nstruct B;").problems()).extracting(problem -> problem.message())
                .containsExactly("expected ';' after this");
        assertThat(parse("fn f() { \"open }").problems()).extracting(problem -> problem.message())
                .containsExactly("the string has no end: expected '\"'");
    }
}
