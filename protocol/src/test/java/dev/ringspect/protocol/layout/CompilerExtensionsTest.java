package dev.ringspect.protocol.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** Random structs of what compilers add to C, and of what C23 and C11 did, against compilers: sizes, alignments, offsets. */
class CompilerExtensionsTest {
    private static final int COUNT = 1_500;

    private static final List<String> EVERYWHERE = List.of("char", "short", "int", "long", "long long", "double",
            "_Atomic long long", "_Atomic(short)", "_Atomic(double)", "_Atomic(void *)", "_Atomic int",
            "double _Complex", "_Complex float", "long double _Complex", "_Complex double",
            "qi", "hi", "di", "word", "pointer", "df", "__builtin_va_list", "_Bool", "long double", "v8", "v16", "a16",
            "float __attribute__((vector_size(8)))", "__typeof__(long long)");
    private static final List<String> OF_GCC = List.of("_Float32", "_Float64", "_Float32x", "_Float64x", "_Float128",
            "__float128", "__float80", "_Decimal32", "_Decimal64", "_Decimal128", "_Complex int", "_Complex long long",
            "_Complex short", "_Float16", "enum tiny", "enum half", "v32");
    private static final List<String> OF_ARM = List.of("__fp16", "_Float16");
    private static final List<String> WIDE = List.of("__int128", "unsigned __int128", "_Atomic __int128");

    private final Random random = new Random(20261130);
    private final StringBuilder out = new StringBuilder("""
            typedef int v8 __attribute__((vector_size(8))); typedef int v16 __attribute__((vector_size(16)));
            typedef int a16 __attribute__((aligned(16))); typedef int qi __attribute__((mode(QI)));
            typedef int hi __attribute__((__mode__(__HI__))); typedef unsigned di __attribute__((mode(DI)));
            typedef int word __attribute__((mode(word))); typedef unsigned pointer __attribute__((mode(pointer)));
            typedef float df __attribute__((mode(DF)));
            """);

    @ParameterizedTest
    @CsvSource({"x86_64, gcc -m64", "i386, gcc -m32 -msse2", "aarch64, clang --target=aarch64-linux-gnu",
            "riscv64, clang --target=riscv64-linux-gnu", "arm, clang --target=armv8-linux-gnueabihf"})
    void sizesAlignmentsAndOffsetsAreTheCompilers(String abiName, String compiler) {
        Optional<CompilerOracle> oracle = CompilerOracle.of(compiler.split(" ", -1));
        if (oracle.isEmpty()) {
            System.out.println("skipped: " + compiler + " is not installed");
        }
        assumeTrue(oracle.isPresent(), compiler + " is not installed");
        Abi abi = Abi.named(abiName).orElseThrow();
        boolean gcc = compiler.startsWith("gcc");
        List<String> types = new ArrayList<>(EVERYWHERE);
        types.addAll(gcc ? OF_GCC : List.of());
        types.addAll(abi == Abi.ARM || abi == Abi.AARCH64 ? OF_ARM : List.of());
        types.addAll(abi.pointerSize() == 8 ? WIDE : List.of());
        if (gcc) {
            out.append("""
                    enum __attribute__((mode(QI))) tiny { T }; enum half { H } __attribute__((mode(HI)));
                    typedef int v32 __attribute__((vector_size(32)));
                    """);
        }
        for (int i = 0; i < COUNT; i++) {
            struct(i, types, gcc, abi == Abi.I386);
        }
        CTranslationUnit unit = CTranslationUnit.parse(Sources.of(SourceText.of("x.h", out.toString())), "x.h",
                CConfiguration.bare(abi));
        assertThat(unit.problems()).isEmpty();
        assertThat(unit.withoutLayout()).isEmpty();
        assertThat(differences(unit, oracle.orElseThrow())).isEmpty();
    }

    private void struct(int number, List<String> types, boolean gcc, boolean strictAlign) {
        String packed = random.nextInt(8) > 0
                ? ""
                : gcc && random.nextBoolean()
                        ? "[[gnu::packed]] "
                        : "__attribute__((packed)) ";
        out.append("struct ").append(packed).append('s').append(number).append(" { ");
        int members = 1 + random.nextInt(5);
        for (int i = 0; i < members; i++) {
            String type = types.get(random.nextInt(types.size()));
            String before = "";
            String behind = "";
            switch (random.nextInt(12)) {
                case 0 -> before = "_Alignas(16) ";
                case 1 -> before = packed.isEmpty() && !strictAlign ? "" : "_Alignas(_Alignof(long long[2])) ";
                case 2 -> behind = " __attribute__((aligned(__alignof__(long long))))";
                case 3 -> before = gcc ? "[[gnu::aligned(8)]] " : "";
                case 4 -> behind = gcc ? " [[deprecated, __gnu__::__aligned__(4)]]" : "";
                default -> behind = type.equals("a16") || random.nextInt(4) > 0 ? "" : "[3]";
            }
            if (before.startsWith("_Alignas(_") && !type.equals("char")) {
                before = ""; // less than the type's own alignment is refused
            }
            out.append(before).append(type).append(" m").append(i).append(behind).append("; ");
        }
        out.append("};\n");
    }

    private List<String> differences(CTranslationUnit unit, CompilerOracle oracle) {
        StringBuilder source = new StringBuilder(out)
                .append("const unsigned places[] __attribute__((section(\".places\"))) = {\n");
        for (Type.Struct struct : unit.structs()) {
            source.append("sizeof(").append(struct.display()).append("), __alignof__(").append(struct.display())
                    .append("), ");
            struct.members().forEach(member -> source.append("__builtin_offsetof(").append(struct.display())
                    .append(", ").append(member.name()).append("), "));
            source.append('\n');
        }
        byte[] object = oracle.compile(source.append("};\n").toString())
                .orElseThrow(() -> new IllegalStateException("the compiler refused\n" + source));
        ByteBuffer places = ByteBuffer.wrap(new ObjectFile(object).section(".places")).order(ByteOrder.LITTLE_ENDIAN);
        List<String> differences = new ArrayList<>();
        for (Type.Struct struct : unit.structs()) {
            StructLayout layout = unit.layout(struct);
            String theirs = "size " + places.getInt() + " align " + places.getInt();
            String ours = "size " + layout.size() + " align " + layout.align();
            for (MemberLayout member : layout.members()) {
                theirs += ", " + member.member().type().display() + " at " + places.getInt();
                ours += ", " + member.member().type().display() + " at " + member.offset();
            }
            if (!ours.equals(theirs)) {
                differences.add(struct.display() + ": " + ours + "; the compiler says " + theirs);
            }
        }
        return differences;
    }
}
