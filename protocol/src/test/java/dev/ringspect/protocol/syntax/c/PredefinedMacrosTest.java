package dev.ringspect.protocol.syntax.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** The macros that are there before any text, beside those of compilers for all ABIs. */
class PredefinedMacrosTest {
    private static final Pattern DEFINE = Pattern.compile("#define (\\w+)(\\([^)]*\\))? ?(.*)");
    /** What headers decide by: sizes, widths, limits and types of integers, the machine and the system. */
    private static final Pattern TELLING = Pattern.compile("__SIZEOF_\\w+__|__\\w+_WIDTH__|__\\w+_MAX__|__\\w+_TYPE__"
            + "|__BYTE_ORDER__|__ORDER_\\w+__|_?_?[IL]L?P\\d\\d(__)?|__BIGGEST_ALIGNMENT__|__CHAR_\\w+__|__ELF__"
            + "|__(x86_64|amd64|i386|arm|aarch64|riscv|riscv_xlen|linux|unix|gnu_linux)(__)?|__ARM_EABI__|__ARMEL__"
            + "|__AARCH64EL__|__ARM_ARCH");
    /** Floating numbers, wide atomics and types that only one compiler knows decide nothing in a header of layouts. */
    private static final Pattern ELSEWHERE = Pattern.compile("__(FLT|DBL|LDBL|DEC|SIZEOF_FLOAT|INT_FAST|UINT_FAST"
            + "|INT_LEAST|UINT_LEAST|GCC|CLANG|FLOAT)\\w*__|__BOOL_WIDTH__|__LLONG_WIDTH__|__CHAR_LSB\\w*"
            + "|__POINTER_WIDTH__|__ATOMIC\\w*|__OBJC\\w*|__UINTPTR_WIDTH__|__UINTMAX_WIDTH__|__FLT\\w*|__BITINT\\w*");
    /** Who compiles, and what gcc and clang call differently. */
    private static final Pattern COMPILERS_OWN = Pattern
            .compile("__GNUC\\w*|__STDC_VERSION__|__ARM_ACLE|__ARM_FEATURE\\w*"
                    + "|__BIGGEST_ALIGNMENT__|__riscv_\\w+|__(LAHF_SAHF|THUMB_INTERWORK)__|__ARM_\\w+|__AARCH64_CMODEL_SMALL__"
                    + "|__i686(__)?|__pentiumpro(__)?|__WINT_MIN__|__WCHAR_MIN__|_STDC_PREDEF_H|__\\w+_C");

    /** Names that only gcc has. */
    private static final Set<String> CLANG_LACKS = Set.of("__LONG_LONG_WIDTH__", "__SCHAR_WIDTH__",
            "__SIG_ATOMIC_TYPE__");

    @ParameterizedTest
    @CsvSource({"x86_64, gcc -m64", "i386, gcc -m32", "x86_64, clang --target=x86_64-linux-gnu",
            "aarch64, clang --target=aarch64-linux-gnu",
            "riscv64, clang --target=riscv64-linux-gnu", "arm, clang --target=armv7-linux-gnueabihf"})
    void areThoseOfCompilers(String abi, String compiler) throws Exception {
        Map<String, String> theirs = macros(compiler);
        assumeTrue(!theirs.isEmpty(), compiler + " is not installed");
        Map<String, String> ours = ours(Abi.named(abi).orElseThrow());
        List<String> differences = new ArrayList<>();
        ours.forEach((name, value) -> {
            boolean lacking = compiler.startsWith("clang") && CLANG_LACKS.contains(name);
            if (!lacking && !COMPILERS_OWN.matcher(name).matches() && !value.equals(theirs.get(name))) {
                differences.add(name + " is " + value + ", the compiler's is " + theirs.get(name));
            }
        });
        theirs.forEach((name, value) -> {
            if (TELLING.matcher(name).matches() && !ELSEWHERE.matcher(name).matches() && !ours.containsKey(name)) {
                differences.add(name + " is missing, the compiler's is " + value);
            }
        });
        assertThat(differences).isEmpty();
        assertThat(ours).hasSizeGreaterThan(90);
    }

    /** Our macros in the compiler's spelling: each name is looked at as a text would use it. */
    private static Map<String, String> ours(Abi abi) throws IOException {
        Map<String, String> ours = new TreeMap<>();
        for (String file : new String[]{"common", abi.pointerSize() == 8 ? "lp64" : "ilp32", abi.word()}) {
            try (var in = CConfiguration.class.getResourceAsStream("pp/" + file + ".h")) {
                ours.putAll(definitions(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            }
        }
        // what the preprocessor really has is what a text sees
        StringBuilder text = new StringBuilder();
        ours.keySet().forEach(name -> text.append("#ifndef ").append(name).append("\n#error\n#endif\n"));
        CTranslationUnit unit = CTranslationUnit.parse(Sources.of(SourceText.of("a.h", text.toString())), "a.h",
                CConfiguration.bare(abi));
        assertThat(unit.problems()).isEmpty();
        return ours;
    }

    private static Map<String, String> macros(String compiler) throws Exception {
        List<String> command = new ArrayList<>(List.of(compiler.split(" ", -1)));
        command.addAll(List.of("-x", "c", "-dM", "-E", "/dev/null"));
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? definitions(text) : Map.of();
        } catch (IOException missing) {
            System.out.println("skipped: " + missing.getMessage());
            return Map.of();
        }
    }

    private static Map<String, String> definitions(String text) {
        Map<String, String> found = new TreeMap<>();
        text.lines().forEach(line -> {
            Matcher define = DEFINE.matcher(line);
            if (define.matches()) {
                found.put(define.group(1), canonical(define.group(3)));
            }
        });
        return found;
    }

    /** A value as text that is the same for the same value: compilers write numbers and names of types in many ways. */
    private static String canonical(String value) {
        Matcher number = Pattern.compile("\\(?(0[xX][0-9a-fA-F]+|\\d+)([uUlL]*)\\)?").matcher(value);
        if (number.matches()) {
            return Long.toUnsignedString(parse(number.group(1)))
                    + number.group(2).toUpperCase(Locale.ROOT);
        }
        if (value.matches("((unsigned|signed|short|long|int|char)( |$))+")) {
            List<String> words = new ArrayList<>(List.of(value.split(" ", -1)));
            words.sort(null);
            if (words.size() > 1) {
                words.remove("int");
            }
            return words.equals(List.of("unsigned")) ? "unsigned" : String.join(" ", words);
        }
        return value;
    }

    private static long parse(String digits) {
        return digits.startsWith("0x") || digits.startsWith("0X")
                ? Long.parseUnsignedLong(digits.substring(2), 16)
                : Long.parseUnsignedLong(digits);
    }
}
