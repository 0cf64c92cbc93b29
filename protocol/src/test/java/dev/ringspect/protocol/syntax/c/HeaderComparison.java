package dev.ringspect.protocol.syntax.c;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.syntax.btf.BtfFile;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Sources;

/** Every header of some folders, each on its own, against gcc. */
final class HeaderComparison {
    private static final List<String> GCC = List.of("gcc");
    private static final String PRELUDE = """
            #include <stddef.h>
            #include <sys/types.h>
            #include <sys/socket.h>
            #include <linux/types.h>
            """;

    /**
     * What came of it.
     *
     * @param headers headers found
     * @param alone those that gcc compiles as they are
     * @param behind those that gcc compiles behind the prelude only
     * @param compared named structs and unions compared, one of a header again with each that includes it
     * @param types how many they are when each declaration counts once
     * @param differences all that differs, each a line
     */
    record Result(int headers, int alone, int behind, int compared, int types, List<String> differences) {
        @Override
        public String toString() {
            return headers + " headers, gcc compiles " + alone + " alone and " + behind
                    + " behind the prelude; structs and unions compared: " + compared + ", declarations " + types;
        }
    }

    private final CConfiguration configuration;
    private final String[] options;
    private final Map<String, Path> headers = new TreeMap<>();

    /**
     * @param include folders that are looked at before the system's
     * @param defines macros in the manner of {@code -D}
     */
    HeaderComparison(List<Path> include, List<String> defines) {
        CConfiguration plain = CConfiguration.of(Abi.X86_64);
        configuration = new CConfiguration(plain.abi(), include, plain.system(), defines, plain.headers());
        options = Stream.concat(include.stream().map(folder -> "-I" + folder), defines.stream().map(one -> "-D" + one))
                .toArray(String[]::new);
    }

    /** Why there is nothing to compare with; empty when there is. */
    static Optional<String> missing() {
        return Abi.host() == Abi.X86_64 ? CompilerBtf.missing(GCC) : Optional.of("gcc here is not one for x86_64");
    }

    /** Adds all headers of some folders below {@code include}; those that are not there add none. */
    HeaderComparison folders(Path include, List<String> folders) throws IOException {
        for (String folder : folders) {
            Path root = include.resolve(folder);
            if (Files.isDirectory(root)) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(file -> file.toString().endsWith(".h") && Files.isRegularFile(file))
                            .forEach(file -> headers.put(include.relativize(file).toString().replaceAll("[^\\w]", "_")
                                    + ".c", file));
                }
            }
        }
        return this;
    }

    Result run() throws IOException {
        List<String> differences = new ArrayList<>();
        Set<Location> declared = new HashSet<>();
        int compared = 0;
        try (CompilerBtf gcc = new CompilerBtf(GCC)) {
            for (Map.Entry<String, Path> header : headers.entrySet()) {
                gcc.source(header.getKey(), "#include \"" + header.getValue() + "\"\n");
            }
            List<String> alone = gcc.compile(List.copyOf(headers.keySet()), options);
            List<String> rest = headers.keySet().stream().filter(name -> !alone.contains(name)).toList();
            for (String name : rest) {
                gcc.source(name, PRELUDE + "#include \"" + headers.get(name) + "\"\n");
            }
            List<String> behind = gcc.compile(rest, options);
            for (String name : Stream.concat(alone.stream(), behind.stream()).toList()) {
                Optional<BtfFile> types = gcc.types(name);
                if (types.isPresent()) {
                    CTranslationUnit unit = CTranslationUnit.parse(Sources.disk(), "file://" + headers.get(name),
                            configuration, behind.contains(name) ? CConfiguration.PRELUDE : List.of());
                    BtfComparison comparison = new BtfComparison(unit, types.get());
                    comparison.run().forEach(difference -> differences.add(headers.get(name) + ": " + difference));
                    compared += comparison.compared();
                    declared.addAll(comparison.declared());
                }
            }
            return new Result(headers.size(), alone.size(), behind.size(), compared, declared.size(),
                    differences);
        }
    }
}
