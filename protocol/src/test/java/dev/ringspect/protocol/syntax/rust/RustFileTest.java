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
    void aWordWithinAnExpressionOrATypeStartsNoItem() {
        assertThat(items(
                "fn f(p: &R) { g(p as *const R as *const libc::c_void, &raw const p.x, |q: *mut a::B| q); } struct A;"))
                .isEqualTo("A");
        assertThat(items("fn f() -> usize { const { assert!(N > 1) }; let x = const { 3 }; x } const B: u8 = 1;"))
                .isEqualTo("B");
        assertThat(items("fn f<'a>() -> impl Tr + use<'a> { let g: &dyn Fn() = &static || 1; default(h); } struct C;"))
                .isEqualTo("C");
        assertThat(items("extern \"C\" { pub static mut environ: *const *const c_char; } type D = u8;"))
                .isEqualTo("environ D");
    }

    @Test
    void whatStandsInAMacroIsItsOwnText() {
        assertThat(items("""
                flags! {
                    /// a language of its own
                    pub struct Mode: u8 { const READ = 1; const WRITE = Self::READ.bits << 1; }
                    enum Odd { A => "a", B => "b" }
                    type T[u8];
                }
                #[repr(C)]
                pub struct Real { mode: u8 }
                """)).contains("Mode", "Real");
        assertThat(items("""
                macro_rules! make {
                    ($(#[$m:meta])* struct $name:ident { $($field:ident : $ty:ty),* $(,)? } const $c:ident) => {
                        $(#[$m])* struct $name { $($field: $ty),* }
                        const $c: $crate::T = $crate::T::new();
                        type Alias = $crate::a::B;
                        use $crate::a::b;
                        struct Fixed { $($field: $ty,)* }
                    };
                }
                pub macro other($a:ident) { type Alias = $a; struct Other { $a: u8 } }
                struct After;
                """)).endsWith("After");
        assertThat(items("call!(x as *const a::B, const C = 1, static || 2, type); struct D;")).endsWith("D");
    }

    @Test
    void typesAreReadInEveryFormThatRustHas() {
        assertThat(items("""
                struct A<T, #[cfg(x)] U: Tr + 'static = a::B>(T, U);
                struct B<
                    T,
                    #[cfg(x)] U: Tr = Global,
                > {
                    t: T,
                    f: Box<Fn(&u8, u8) -> Option<u8> + Send + 'static>,
                    g: Box<(Fn(u8) -> u8) + 'static>,
                    h: Vec<"text">,
                    i: u8 = 3,
                }
                type C<'a> =
                    impl Iterator<Item = Result<D<'a>, E>> + 'a;
                type D = Box<for<'a> Fn(&'a u8)>;
                enum E { pub A, pub(crate) B(u8) }
                """)).isEqualTo("A B C D E");
        assertThat(items("type Deep = " + "S<".repeat(300) + "u8" + ">".repeat(300) + "; struct After;"))
                .isEqualTo("Deep After");
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
