package dev.ringspect.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.btf.BtfParser;
import dev.ringspect.protocol.syntax.btf.BtfTypes;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.rust.RustAnswer;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.syntax.rust.RustTarget;
import dev.ringspect.protocol.syntax.rust.RustTypes;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** From a text, or the kernel's BTF, to the layouts of all types, in a warm JVM: ms each time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LayoutBenchmark {
    /** The largest header for programs, of about 7,700 lines. */
    static final Path HEADER = Path.of("/usr/include/linux/nl80211.h");
    private static final Path UAPI = Path.of("/usr/include/linux");
    private static final int RUST_COPIES = 400;
    private final CConfiguration configuration = CConfiguration.of(Abi.X86_64);
    private final List<String> uapi = new ArrayList<>();
    private final String header = text(HEADER);
    private final String rust;
    private int edits;

    /** Reads the texts once, since an editor has them in memory too. */
    public LayoutBenchmark() {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < RUST_COPIES; i++) {
            items.append("""
                    /// What a driver of the kernel declares for its commands.
                    #[repr(C)]
                    #[derive(Clone, Copy)]
                    pub struct Command%d {
                        pub opcode: u8,
                        pub flags: u8,
                        pub tag: u16,
                        pub length: u32,
                        pub address: u64,
                        pub words: [u32; COUNT%d],
                    }
                    pub const COUNT%d: usize = 4 * 2;
                    impl Command%d {
                        pub fn is_write(&self) -> bool {
                            self.opcode == 1
                        }
                    }
                    """.formatted(i, i, i, i));
        }
        rust = items.toString();
    }

    /** Finds the headers, and sees to it that their layouts are really there. */
    @Setup
    public void check() throws IOException {
        try (Stream<Path> files = Files.walk(UAPI)) {
            files.filter(file -> file.toString().endsWith(".h")).forEach(file -> uapi.add("file://" + file));
        }
        if (headerEdit() == 0 || rustEdit() < RUST_COPIES || uapi.size() < 100) {
            throw new IllegalStateException("there are no layouts to measure");
        }
    }

    /** A character typed in the middle of a header of 7,700 lines, everything that it includes read before. */
    @Benchmark
    public long headerEdit() {
        String uri = "file://" + HEADER;
        SourceText typed = SourceText.of(uri, typed(header));
        return layouts(CTranslationUnit.parse(Sources.disk().with(typed), uri, configuration));
    }

    /** A character typed in the middle of a Rust file of 6,800 lines and 400 structs. */
    @Benchmark
    public long rustEdit() {
        RustTypes types = new RustTypes(RustFile.parse(SourceText.of("bench.rs", typed(rust))),
                RustTarget.of(Abi.X86_64));
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        long bytes = 0;
        for (RustTypes.Declared declared : types.declared()) {
            if (declared.answer() instanceof RustAnswer.Known(Type type, String _)) {
                bytes += engine.sizeOf(type);
            }
        }
        return bytes;
    }

    /** Every header in {@code /usr/include/linux} on its own, with all that it includes. */
    @Benchmark
    public long uapi() {
        long bytes = 0;
        CConfiguration fresh = CConfiguration.of(Abi.X86_64);
        for (String uri : uapi) {
            bytes += layouts(CTranslationUnit.parse(Sources.disk(), uri, fresh));
        }
        return bytes;
    }

    /** The running kernel's BTF, from the file to every struct's layout. */
    @Benchmark
    public long vmlinux() throws IOException {
        BtfTypes types = new BtfTypes(BtfParser.read(BtfParser.VMLINUX).file());
        LayoutEngine engine = new LayoutEngine(types.abi());
        long bytes = 0;
        for (BtfTypes.Named named : types.all()) {
            bytes += engine.layout(named.struct()).size();
        }
        return bytes;
    }

    /** The text with one character more each second time; no two texts are the same object. */
    private String typed(String text) {
        int middle = text.indexOf(';', text.length() / 2);
        String between = edits++ % 2 == 0 ? " " : "";
        return text.substring(0, middle) + between + text.substring(middle);
    }

    private static long layouts(CTranslationUnit unit) {
        long bytes = 0;
        for (Type.Struct struct : unit.structs()) {
            bytes += unit.layout(struct).size();
        }
        return bytes;
    }

    private static String text(Path file) {
        return switch (Sources.disk().read("file://" + file)) {
            case Sources.Read.Found(SourceText text) -> text.text();
            case Sources.Read.Unreadable(String _, String reason) -> throw new IllegalStateException(reason);
        };
    }
}
