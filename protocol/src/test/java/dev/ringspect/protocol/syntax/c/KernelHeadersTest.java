package dev.ringspect.protocol.syntax.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.debian.DebianPackages;

/** Every header for programs of two kernels, and of libraries around io_uring, each on its own, against gcc. */
class KernelHeadersTest {
    private static final Path INCLUDE = Path.of("/usr/include");
    private static final List<String> KERNEL = List.of("linux", "asm-generic", "x86_64-linux-gnu/asm", "drm", "misc",
            "mtd", "rdma", "scsi", "sound", "video", "xen");
    private static final List<String> NEWER = List.of("cxl", "fwctl", "regulator");
    private static final String[] PACKAGES = {"libdrm-dev", "libfuse3-dev", "libnl-3-dev", "libnl-genl-3-dev",
            "libnl-route-3-dev", "libibverbs-dev", "librdmacm-dev", "liburing-dev", "libbpf-dev"};

    @BeforeAll
    static void needsAnOracle() {
        Optional<String> missing = HeaderComparison.missing();
        missing.ifPresent(why -> System.out.println("skipped: " + why));
        assumeTrue(missing.isEmpty(), missing.orElse(""));
    }

    @Test
    void theInstalledKernelsAreLaidOutAsGccDoes() throws IOException {
        HeaderComparison.Result result = new HeaderComparison(List.of(), List.of()).folders(INCLUDE, KERNEL).run();
        assumeTrue(result.headers() > 100, "no kernel headers in " + INCLUDE);
        System.out.println("installed kernel headers: " + result);
        assertThat(result.differences()).isEmpty();
        assertThat(result.types()).isGreaterThan(3000);
    }

    @Test
    void aRecentKernelsAreLaidOutAsGccDoes() throws IOException {
        Path include = DebianPackages.recentKernelHeaders().orSkip().include();
        HeaderComparison.Result result = new HeaderComparison(List.of(include.resolve("x86_64-linux-gnu"), include),
                List.of()).folders(include, KERNEL).folders(include, NEWER).run();
        System.out.println("recent kernel headers: " + result);
        assertThat(result.differences()).isEmpty();
        assertThat(result.types()).isGreaterThan(3500);
    }

    @Test
    void librariesAreLaidOutAsGccDoes() throws IOException {
        Path include = DebianPackages.ofThisRelease("libraries", PACKAGES).orSkip().include();
        List<Path> folders = List.of(include.resolve("libdrm"), include.resolve("libnl3"), include.resolve("fuse3"),
                include);
        HeaderComparison.Result result = new HeaderComparison(folders, List.of("FUSE_USE_VERSION=35",
                "_FILE_OFFSET_BITS=64")).folders(include, List.of("")).run();
        System.out.println("headers of libraries: " + result);
        assertThat(result.differences()).isEmpty();
        assertThat(result.types()).isGreaterThan(500);
    }
}
