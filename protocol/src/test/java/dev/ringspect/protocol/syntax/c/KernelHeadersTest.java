package dev.ringspect.protocol.syntax.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.syntax.btf.BtfFile;
import dev.ringspect.protocol.text.Sources;

/** Every header of the kernel that is installed here, each on its own, against gcc. */
class KernelHeadersTest {
    private static final Path INCLUDE = Path.of("/usr/include");
    private static final List<String> FOLDERS = List.of("linux", "asm-generic", "x86_64-linux-gnu/asm", "drm", "misc",
            "mtd", "rdma", "scsi", "sound", "video", "xen", "liburing", "bpf", "libdrm", "fuse3", "libnl3/netlink",
            "infiniband");
    private static final String PRELUDE = """
            #include <stddef.h>
            #include <sys/types.h>
            #include <sys/socket.h>
            #include <linux/types.h>
            """;

    @Test
    void everyNamedStructIsLaidOutAsGccDoes() throws IOException {
        Optional<String> missing = GccBtf.missing();
        missing.ifPresent(why -> System.out.println("skipped: " + why));
        assumeTrue(missing.isEmpty() && Abi.host() == Abi.X86_64, "no gcc and pahole for x86_64");
        Map<String, Path> headers = headers();
        assumeTrue(headers.size() > 100, "no kernel headers in " + INCLUDE);
        List<String> differences = new ArrayList<>();
        int compared = 0;
        try (GccBtf gcc = new GccBtf()) {
            for (Map.Entry<String, Path> header : headers.entrySet()) {
                gcc.source(header.getKey(), "#include \"" + header.getValue() + "\"\n");
            }
            List<String> alone = gcc.compile(List.copyOf(headers.keySet()));
            List<String> rest = headers.keySet().stream().filter(name -> !alone.contains(name)).toList();
            for (String name : rest) {
                gcc.source(name, PRELUDE + "#include \"" + headers.get(name) + "\"\n");
            }
            List<String> behind = gcc.compile(rest);
            CConfiguration configuration = CConfiguration.of(Abi.X86_64);
            for (String name : Stream.concat(alone.stream(), behind.stream()).toList()) {
                Optional<BtfFile> types = gcc.types(name);
                if (types.isPresent()) {
                    CTranslationUnit unit = CTranslationUnit.parse(Sources.disk(), "file://" + headers.get(name),
                            configuration, behind.contains(name) ? CConfiguration.PRELUDE : List.of());
                    BtfComparison comparison = new BtfComparison(unit, types.get());
                    comparison.run().forEach(difference -> differences.add(headers.get(name) + ": " + difference));
                    compared += comparison.compared();
                }
            }
            System.out.println("kernel headers: " + headers.size() + ", gcc compiles " + alone.size() + " alone and "
                    + behind.size() + " behind the prelude; structs and unions compared: " + compared);
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(3000);
    }

    /** Headers by the name of the source that includes them. */
    private static Map<String, Path> headers() throws IOException {
        Map<String, Path> found = new TreeMap<>();
        for (String folder : FOLDERS) {
            Path root = INCLUDE.resolve(folder);
            if (Files.isDirectory(root)) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(file -> file.toString().endsWith(".h") && Files.isRegularFile(file))
                            .forEach(file -> found.put(INCLUDE.relativize(file).toString().replaceAll("[^\\w]", "_")
                                    + ".c", file));
                }
            }
        }
        return found;
    }
}
