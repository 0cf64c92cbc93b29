package dev.ringspect.protocol.syntax.rust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.SourceText;

class RustTypesTest {
    private static RustTypes types(String text, RustTarget target) {
        return new RustTypes(RustFile.parse(SourceText.of("a.rs", text)), target);
    }

    /** The last item of a text: its size, alignment and offsets, or the reason why there are none. */
    private static String layout(String text, RustTarget target) {
        RustTypes.Declared last = types(text, target).declared().getLast();
        LayoutEngine engine = new LayoutEngine(target.abi());
        return switch (last.answer()) {
            case RustAnswer.Unspecified(String reason, var _) -> reason;
            case RustAnswer.Known(Type type, String assumed) -> engine.sizeOf(type) + "/" + engine.alignOf(type)
                    + (type instanceof Type.Struct struct ? " " + members(engine.layout(struct)) : "")
                    + (assumed.isEmpty() ? "" : " if " + assumed);
        };
    }

    private static String members(StructLayout layout) {
        return layout.members().stream().map(member -> member.member().name() + "@" + member.offset())
                .collect(Collectors.joining(" "));
    }

    private static void check(String text, String expected) {
        assertThat(layout(text, RustTarget.of(Abi.X86_64))).isEqualTo(expected);
    }

    @Test
    void structOfNumbers() {
        check("#[repr(C)] struct S { a: u8, b: u64, c: u16 }", "24/8 a@0 b@8 c@16");
        check("#[repr(C, packed)] struct S { a: u8, b: u64, c: u16 }", "11/1 a@0 b@1 c@9");
        check("#[repr(C, packed(2))] struct S { a: u8, b: u64, c: u16 }", "12/2 a@0 b@2 c@10");
        check("#[repr(C, align(16))] struct S(u8, u128);", "32/16 0@0 1@16 if rustc 1.77 or newer, which aligns"
                + " u128 to 16 bytes; older ones align it to 8");
    }

    @Test
    void everyAbiHasItsOwnSizes() {
        String text = "#[repr(C)] struct S { a: u8, b: u64, c: usize, d: u128, e: *mut u8, f: f64 }";
        assertThat(layout(text, RustTarget.of(Abi.I386))).isEqualTo("48/16 a@0 b@4 c@12 d@16 e@32 f@36 if"
                + " rustc 1.77 or newer, which aligns u128 to 16 bytes; older ones align it less");
        assertThat(layout(text, RustTarget.of(Abi.ARM))).isEqualTo("56/8 a@0 b@8 c@16 d@24 e@40 f@48");
        assertThat(layout(text, RustTarget.of(Abi.RISCV64))).isEqualTo("64/16 a@0 b@8 c@16 d@32 e@48 f@56");
    }

    @Test
    void whatRustDoesNotPromiseIsUnspecified() {
        check("struct S { a: u8, b: u64 }", "S has no #[repr(C)], so Rust may place its fields in any order");
        check("#[repr(align(8))] struct S { a: u8 }", "S has no #[repr(C)], so Rust may place its fields in any order");
        check("enum E { A, B }", "the enum E has no #[repr(u8)] or the like, so Rust chooses its size");
        check("enum E { A(u8), B }", "the enum E has no #[repr(u8)] or the like, so Rust chooses its size and layout");
        check("#[repr(C)] struct S { a: (u8, u32) }", "field a: Rust promises no layout for tuples");
        check("#[repr(C)] struct S { a: Option<u32> }", "field a: Rust promises a layout for Option only around "
                + "references, Box, NonNull, functions and NonZero numbers, not for Option<u32>");
        check("#[repr(C)] struct S { a: Option<*mut u8> }", "field a: Rust promises a layout for Option only around "
                + "references, Box, NonNull, functions and NonZero numbers, not for Option<*mut u8>");
        check("#[repr(C)] struct S { a: Vec<u8> }", "field a: Rust promises no layout for Vec<u8>");
        check("#[repr(C)] struct S { a: [u8] }", "field a: a slice has no size of its own");
        check("struct In { a: u8 } #[repr(C)] struct S { a: u8, b: In }",
                "field b: In has no #[repr(C)], so Rust may place its fields in any order");
    }

    @Test
    void whatTheTextDoesNotTellIsUnspecified() {
        check("#[repr(C)] struct S { a: Foreign }", "field a: Foreign is not declared in this file");
        check("#[repr(C)] struct S { a: kernel::types::Opaque<bindings::file> }",
                "field a: the C type file is not declared in this file");
        check("#[repr(C)] struct S { a: *mut Foreign }", "field a: whether a pointer to Foreign has one or two words "
                + "depends on that type, which is not declared in this file");
        check("use other::Cell; #[repr(C)] struct S { a: Cell<u8> }", "field a: Cell<u8> is not declared in this file");
        check("#[repr(C)] struct S<T> { a: T }", "field a: it depends on the generic parameter T");
        check("#[repr(C)] struct S<T: ?Sized> { a: *mut T }", "field a: whether a pointer to T has one or two words "
                + "depends on that type, which is not declared in this file");
        check("#[repr(C)] struct S { a: <u8 as Trait>::Out }", "field a: it is an associated type of a trait");
        check("#[repr(C)] struct S { a: [u8; count()] }",
                "field a: the length of an array is not known: it calls the function count, which is not run here");
        check("const N: usize = 3 - 4; #[repr(C)] struct S { a: [u8; N] }",
                "field a: the length of an array is not known: the value -1 does not fit usize");
        check("const N: u8 = 4; #[repr(C)] struct S { a: [u8; N] }", "field a: the length of an array is not known: "
                + "its value has the type u8 where usize is expected");
        check("const N: usize = M; const M: usize = N; #[repr(C)] struct S { a: [u8; N] }",
                "field a: the length of an array is not known: the constant N depends on itself");
        check("#[repr(C)] struct S { a: u8, b: S }", "field b: S contains itself");
        check("#[repr(C)] enum E { A = 1 << 40 }", "the size of the tag of E depends on values that are not known or "
                + "do not fit a C int");
    }

    @Test
    void unknownConfigurationIsSaidAndAKnownOneIsFollowed() {
        String field = "#[repr(C)] struct S { a: u8, #[cfg(CONFIG_X)] b: u64 }";
        check(field, "field b: whether the field b exists depends on a cfg that is not known here");
        assertThat(layout(field, new RustTarget(Abi.X86_64, Map.of("CONFIG_X", true)))).isEqualTo("16/8 a@0 b@8");
        assertThat(layout(field, new RustTarget(Abi.X86_64, Map.of("CONFIG_X", false)))).isEqualTo("1/1 a@0");
        check("#[cfg(feature = \"f\")] #[repr(C)] struct S { a: u8 }",
                "whether S exists depends on a cfg that is not known here");
        check("#[cfg_attr(feature = \"f\", repr(C))] struct S { a: u8 }",
                "whether its #[repr] applies depends on a cfg that is not known here");
        check("#[cfg(all(feature = \"f\", windows))] struct T; #[repr(C)] struct S { a: u8 }", "1/1 a@0");
    }

    @Test
    void whatWasTakenForGrantedIsSaid() {
        check("bitfield! { #[repr(C)] struct S { a: u8 } }", "1/1 a@0 if the macro bitfield! leaves S as it is");
        check("#[versioned] #[repr(C)] struct S { a: u8 }", "1/1 a@0 if #[versioned] leaves S as it is");
        check("flags! { #[repr(C)] struct S: u32 { const A = 1; } }",
                "S is made by the macro flags!, from words of its own");
        check("fn f() { quote! { #[repr(C)] struct S { a: #ty } } }",
                "S stands in the definition of a macro, which is a template");
        check("macro_rules! m { () => { #[repr(C)] struct S { a: u8 } } }",
                "S stands in the definition of a macro, which is a template");
    }

    @Test
    void pointersDoNotNeedWhatTheyAimAt() {
        check("#[repr(C)] struct N { n: *mut N, o: Option<&'static N>, v: u8 }", "24/8 n@0 o@8 v@16");
        check("struct Wide { a: u8, t: [u16] } #[repr(C)] struct S { a: *mut Wide, b: &'static str, c: *mut bindings::file }",
                "40/8 a@0 b@16 c@32");
        check("#[repr(C)] struct S<T> { a: *mut T, b: PhantomData<T> }", "8/8 a@0 b@8");
    }

    @Test
    void typeOfACallIsResolvedInItsScope() {
        String text = """
                mod abi { #[repr(C)] pub struct Cmd { pub a: u32, pub b: u8 } }
                impl Driver for D {
                    fn uring_cmd(io: IoUringCmd<'_>) -> Result<UringCmdAction> {
                        use abi::Cmd as C;
                        let cmd = io.sqe().cmd_data::<C>()?;
                        let state: State = io.read_pdu()?;
                        io.write_pdu(&State { a: 1 })?;
                        let (action, queued) = io.queue();
                        queued.done(Ok(0), 0, flags);
                        Ok(io.complete(0))
                    }
                }
                """;
        RustFile file = RustFile.parse(SourceText.of("d.rs", text));
        assertThat(file.calls()).extracting(
                call -> call.receiver() + " " + call.name()
                        + call.typeArgument().map(type -> "<" + type + ">").orElse("")
                        + "(" + file.source().slice(call.arguments()) + ") in " + call.function())
                .containsExactly("io.sqe() cmd_data<C>() in uring_cmd", "io read_pdu() in uring_cmd",
                        "io write_pdu(&State { a: 1 }) in uring_cmd", "io queue() in uring_cmd",
                        "queued done(Ok(0), 0, flags) in uring_cmd", "io complete(0) in uring_cmd");
        RustCall call = file.calls().getFirst();
        assertThat(file.source().slice(call.span())).isEqualTo("cmd_data::<C>()");
        RustTypes types = new RustTypes(file, RustTarget.of(Abi.X86_64));
        assertThat(types.typeOf(call.type().orElseThrow(), call.path()))
                .isInstanceOfSatisfying(RustAnswer.Known.class, known -> assertThat(
                        new LayoutEngine(Abi.X86_64).sizeOf(known.type())).isEqualTo(8));
    }

    @Test
    void constantsAreNumbers() {
        RustTypes types = types("""
                pub const IO: u32 = 0x80 | (b'N' as u32) << 8 | 3 << 30;
                const ALL: u64 = !0;
                const TEXT: &str = "x";
                """, RustTarget.of(Abi.X86_64));
        assertThat(types.constant("IO")).contains(0xC0004E80L);
        assertThat(types.constant("ALL")).contains(-1L);
        assertThat(types.constant("TEXT")).isEmpty();
        assertThat(types.constant("NONE")).isEmpty();
    }

    @Test
    void bindingsComeFromElsewhere() {
        RustFile file = RustFile
                .parse(SourceText.of("a.rs", "#[repr(transparent)] struct Cmd(Opaque<bindings::cmd>, PhantomPinned);"));
        RustTypes types = new RustTypes(file, RustTarget.of(Abi.X86_64), name -> name.equals("cmd")
                ? java.util.Optional.of(new Type.Array(Type.Int.of(dev.ringspect.protocol.layout.IntKind.UINT), 7))
                : java.util.Optional.empty());
        assertThat(types.declared()).hasSize(1);
        assertThat(types.declared().getFirst().answer()).isInstanceOfSatisfying(RustAnswer.Known.class,
                known -> assertThat(new LayoutEngine(Abi.X86_64).sizeOf(known.type())).isEqualTo(28));
        assertThat(List.of(file.problems())).hasSize(1);
    }

    @Test
    void globsBringInWhatOtherGlobsBringIn() {
        String last = " #[repr(C)] struct S { a: T }";
        // a is named by what b brings in, and b by what c does
        check("use a::*; use b::*; use c::*; mod c { pub mod b { pub mod a { pub type T = u16; } } }" + last,
                "2/2 a@0");
        // a module and the one around it take in each other's names
        check("mod tests { pub use super::*; } mod more { pub type T = u16; } use tests::*; use more::*;" + last,
                "2/2 a@0");
        check("mod m0 { pub type T = u16; } " + IntStream.range(1, 9)
                .mapToObj(i -> "mod m" + i + " { pub use super::m" + (i - 1) + "::*; } ").collect(Collectors.joining())
                + "use m8::*;" + last, "2/2 a@0");
        // what stands there goes before what a glob brings in
        check("mod m { pub type T = u16; } use m::*; type T = u32;" + last, "4/4 a@0");
        check("mod m { pub use std::fmt as T; } mod n { pub type T = u16; } use m::*; use n::*;" + last, "2/2 a@0");
        check("use std::fmt::*; use std::io::*; use fmt::*;" + last, "field a: T is not declared in this file");
    }
}
