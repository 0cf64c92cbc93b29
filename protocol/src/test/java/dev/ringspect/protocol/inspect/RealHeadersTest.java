package dev.ringspect.protocol.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.debian.DebianPackages;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** The kernel's own headers: what is known to be wrong in them is found, and nothing that they hold is too much. */
class RealHeadersTest {
    private static final Path INCLUDE = Path.of("/usr/include");
    private static final String HEAD = "protocol p;\non device \"/dev/x\";\n";

    @Test
    void ublkParamsHasAHoleAndAnotherLayoutOnI386() {
        Path include = DebianPackages.recentKernelHeaders().orSkip().include();
        List<Finding> findings = findings(include, HEAD + """
                import "linux/ublk_cmd.h";
                refine struct ublk_params { len in 0 .. 4096; }
                """);
        assertThat(findings).filteredOn(finding -> finding.id().equals("L04")).anySatisfy(hole -> {
            assertThat(hole.message()).startsWith("4 bytes of padding before ");
            assertThat(hole.where().map(Location::source).orElse("")).endsWith("linux/ublk_cmd.h");
            assertThat(hole.related()).singleElement()
                    .satisfies(struct -> assertThat(named(include, struct)).isEqualTo("ublk_params"));
        });
        assertThat(findings).filteredOn(finding -> finding.id().equals("L07"))
                .anySatisfy(moved -> assertThat(moved.message())
                        .contains("at byte 116 in a 32-bit x86 program and at 120"));
    }

    @Test
    void nvmeUringCmdNeedsAWideSqe() {
        assumeTrue(Files.exists(INCLUDE.resolve("linux/nvme_ioctl.h")), "linux-libc-dev is not installed");
        String text = HEAD + """
                import "linux/nvme_ioctl.h";
                %s
                command IO = NVME_URING_CMD_IO { payload struct nvme_uring_cmd; }
                """;
        assertThat(findings(INCLUDE, text.replace("%s", ""))).filteredOn(finding -> finding.id().equals("L01"))
                .singleElement().satisfies(finding -> assertThat(finding.message()).startsWith("struct nvme_uring_cmd"
                        + " has 72 bytes, which do not fit the 16-byte command area of a 64-byte SQE"));
        assertThat(findings(INCLUDE, text.replace("%s", "needs sqe128;"))).extracting(Finding::id)
                .doesNotContain("L01");
    }

    @Test
    void btrfsEncodedIoArgsAreSmallerOn32BitMachines() {
        assumeTrue(Files.exists(INCLUDE.resolve("linux/btrfs.h")), "linux-libc-dev is not installed");
        List<Finding> findings = findings(INCLUDE, HEAD + """
                import "linux/btrfs.h";
                refine struct btrfs_ioctl_encoded_io_args { flags == 0; }
                """);
        assertThat(findings).filteredOn(finding -> finding.id().equals("L08")).singleElement()
                .satisfies(
                        finding -> assertThat(finding.message())
                                .startsWith("iovcnt has 4 bytes in a 32-bit program and 8"
                                        + " in the kernel, and the struct 120 instead of 128"));
        assertThat(findings).extracting(Finding::id).contains("L09");
    }

    @Test
    void everyStructOfEveryHeaderCanBeInspected() throws IOException {
        Path folder = INCLUDE.resolve("linux");
        assumeTrue(Files.isDirectory(folder), "linux-libc-dev is not installed");
        Map<String, Integer> counts = new TreeMap<>();
        Inspections.rules().forEach(rule -> counts.put(rule.id(), 0));
        CConfiguration configuration = CConfiguration.of(Abi.X86_64);
        int headers = 0;
        int structs = 0;
        for (Path header : headers(folder)) {
            String uri = header.toUri().toString();
            CTranslationUnit unit = CTranslationUnit.parseLone(Sources.disk(), uri, configuration);
            SourceText marked = marked(unit, header);
            CTranslationUnit again = CTranslationUnit.parseLone(Sources.disk().with(marked), uri, configuration);
            CheckedSet set = CheckedSet.of(again, List.of());
            for (Finding finding : Inspections.of(set, InspectionSettings.DEFAULT)) {
                counts.merge(finding.id(), 1, Integer::sum);
            }
            structs += set.types().size();
            headers++;
        }
        System.out.println("findings in " + structs + " structs of " + headers + " kernel headers, each taken for a"
                + " payload: " + counts);
        assertThat(structs).isGreaterThan(1000);
        assertThat(counts).hasSize(Inspections.rules().size());
        assertThat(counts).extractingByKeys("L02", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11")
                .doesNotContain(0);
        assertThat(counts).containsEntry("U01", 0).containsEntry("U02", 0);
    }

    /** The header with a mark before each struct at the start of a line. */
    private static SourceText marked(CTranslationUnit unit, Path header) throws IOException {
        SourceText text = SourceText.of(unit.source().uri(),
                new String(Files.readAllBytes(header), StandardCharsets.UTF_8));
        List<Integer> lines = new ArrayList<>();
        for (Type.Struct struct : unit.structs()) {
            struct.where().filter(where -> where.source().equals(text.uri()))
                    .map(where -> text.lineOf(where.span().start()))
                    .filter(line -> text.slice(text.lineSpan(line)).startsWith(struct.keyword().word()))
                    .ifPresent(lines::add);
        }
        StringBuilder out = new StringBuilder();
        for (int line = 0; line < text.lineCount(); line++) {
            out.append(lines.contains(line) ? "/* ringspect: payload sqe128 */\n" : "")
                    .append(text.slice(text.lineSpan(line))).append('\n');
        }
        return SourceText.of(text.uri(), out.toString());
    }

    private static List<Path> headers(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".h")).sorted().collect(Collectors.toList());
        }
    }

    private static String named(Path include, Finding.Related place) {
        SourceText text = place.where().source().startsWith(include.toUri().toString())
                && Sources.disk().read(place.where().source()) instanceof Sources.Read.Found found
                        ? found.text()
                        : SourceText.of("", "");
        return text.slice(place.where().span());
    }

    private static List<Finding> findings(Path include, String protocol) {
        Environment environment = Environment.disk().with(List.of(include.resolve("x86_64-linux-gnu"), include));
        ProtocolModel model = ProtocolModel.of(SourceText.of("file:///p.uring", protocol), environment);
        assertThat(model.problems()).isEmpty();
        return Inspections.of(CheckedSet.of(model, List.of(), environment.sources()), InspectionSettings.DEFAULT);
    }
}
