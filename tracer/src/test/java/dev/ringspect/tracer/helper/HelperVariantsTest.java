package dev.ringspect.tracer.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The helper chooses its programs by a kernel's BTF. The fixtures are cut from the BTF of Debian's kernels by
 * {@code TrimBtf.java}, which stands beside them.
 */
class HelperVariantsTest {
    private static final Path TRACER = Path.of(System.getProperty("ringspect.root"), "tracer");

    @ParameterizedTest
    @CsvSource(textBlock = """
            6.1.0,   submit_sqe, scalars7, copy
            6.12.94, submit_req, scalars7, direct
            6.16.12, submit_req, cqe,      direct
            6.19.14, submit_req, cqe,      direct
            7.0.13,  submit_req, cqe,      direct
            7.3.4,   submit_req, cqe,      direct
            """)
    void variantFollowsTheKernel(String kernel, String submit, String complete, String reads) throws Exception {
        assertThat(variants(TRACER.resolve("src/test/btf/" + kernel + ".btf")).output()).contains(
                "\"submit\":\"" + submit + "\"", "\"complete\":\"" + complete + "\"", "\"reads\":\"" + reads + "\"",
                "\"req_failed\":\"req\"", "\"queue_async_work\":\"req\"", "\"exit\":\"task\"", "\"reqFCreds\":true");
    }

    @Test
    void missingTracepointCostsItsFeatureAlone(@TempDir Path folder) throws Exception {
        byte[] btf = Files.readAllBytes(TRACER.resolve("src/test/btf/7.3.4.btf"));
        // ISO-8859-1 maps bytes to characters one to one, so that only the name changes.
        String renamed = new String(btf, StandardCharsets.ISO_8859_1).replace("btf_trace_io_uring_defer\0",
                "btf_trace_io_uring_xxxxx\0");
        Path file = Files.write(folder.resolve("renamed.btf"), renamed.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(variants(file).output()).contains("\"defer\":null", "\"submit\":\"submit_req\"");
    }

    @Test
    void notBtfIsSaid(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("text.btf"), "no BTF at all");
        Run run = variants(file);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).contains(file.toString(), "not a raw BTF file");
    }

    private record Run(int exitCode, String output, String errors) {}

    private static Run variants(Path btf) throws IOException, InterruptedException {
        Process helper = new ProcessBuilder(TRACER.resolve("target/native/ringspect-helper").toString(), "--variants",
                btf.toString()).start();
        String output = new String(helper.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(helper.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(helper.waitFor(), output, errors);
    }
}
