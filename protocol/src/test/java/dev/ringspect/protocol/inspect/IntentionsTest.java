package dev.ringspect.protocol.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.edit.Fix.Change;
import dev.ringspect.protocol.edit.HeaderSearch;
import dev.ringspect.protocol.edit.Intentions;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

class IntentionsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aStructOfAProtocolFileIsWrittenInOtherLanguages() {
        SourceText text = SourceText.of("file:///w/p.uring", "struct demo_cmd { __u64 addr; __u32 len; __u32 rsvd; };");
        List<Fix> fixes = Intentions.of(text, ProtocolModel.of(text).structs().getFirst());
        assertThat(fixes).extracting(Fix::title).containsExactly("Write a refine of struct demo_cmd",
                "Write struct demo_cmd as a C header", "Write struct demo_cmd as a Rust struct",
                "Write struct demo_cmd as a Java MemoryLayout");
        assertThat(fixes).allSatisfy(fix -> assertThat(fix.kind()).isEqualTo(Fix.Kind.REFACTOR));
        assertThat(fixes.subList(1, 4)).extracting(fix -> fix.changes().getFirst().source()).containsExactly(
                "file:///w/demo_cmd.h", "file:///w/demo_cmd.rs", "file:///w/DemoCmd.java");
    }

    @Test
    void aRefineSaysWhatTheNamesTell() {
        SourceText text = SourceText.of("file:///w/p.uring",
                "struct cmd {\n    __u64 addr;\n    __u32 len;\n    __u32 rsvd1;\n    char name[8];\n};\n");
        Fix fix = Intentions.refine(text, ProtocolModel.of(text).structs().getFirst()).orElseThrow();
        SourceText made = text.edited(((Change.Edits) fix.changes().getFirst()).edits());
        assertThat(made.text()).endsWith("""
                };

                refine struct cmd {
                    addr : pointer to __u8[len];
                    // len: an enum, flags of an enum, a range (in 0 .. 7), a time?
                    rsvd1 == 0;
                    name : text;
                }
                """);
        assertThat(ProtocolModel.of(made).problems()).isEmpty();
    }

    @Test
    void aProtocolFileIsMadeOfACStruct() throws IOException {
        Path header = Files.writeString(folder.resolve("demo.h"),
                "struct demo_cmd {\n unsigned long long addr;\n unsigned int len, rsvd;\n unsigned long long more;\n};\n");
        String uri = header.toUri().toString();
        CTranslationUnit unit = CTranslationUnit.parse(Sources.disk(), uri, CConfiguration.bare(Abi.X86_64));
        ProtocolModel model = made(Intentions.of(unit.source(), unit.structs().getFirst()).getFirst(),
                "demo_cmd.uring");
        assertThat(model.protocol()).hasValueSatisfying(protocol -> {
            assertThat(protocol.commands()).singleElement()
                    .satisfies(command -> assertThat(command.payload().map(Type.Struct::name)).contains("demo_cmd"));
            assertThat(protocol.needs().sqe128()).isTrue();
        });
        assertThat(Inspections.of(model)).filteredOn(finding -> finding.severity() == Severity.ERROR).isEmpty();
    }

    @Test
    void aProtocolFileIsMadeOfARustStruct() throws IOException {
        Path source = Files.writeString(folder.resolve("abi.rs"),
                "#[repr(C)]\npub struct DemoCmd { pub addr: u64, pub len: u32, pub rsvd: u32 }\n");
        SourceText text = SourceText.of(source.toUri().toString(), Files.readString(source));
        CheckedSet set = CheckedSet.of(RustFile.parse(SourceText.of(text.uri(), "// ringspect: payload sqe64\n"
                + text.text())), List.of());
        ProtocolModel model = made(Intentions.of(text, set.types().getFirst().type()).getFirst(), "demo_cmd.uring");
        assertThat(model.protocol()).hasValueSatisfying(protocol -> assertThat(protocol.commands()).singleElement()
                .satisfies(command -> assertThat(command.payload()).isPresent()));
    }

    @Test
    void theHeaderOfATypeIsFoundAndImported() {
        assumeTrue(Files.exists(Path.of("/usr/include/linux/nvme_ioctl.h")), "linux-libc-dev is not installed");
        List<Path> include = List.of(Path.of("/usr/include"));
        assertThat(HeaderSearch.find(include, "struct nvme_uring_cmd")).contains("linux/nvme_ioctl.h");
        assertThat(HeaderSearch.find(include, "struct nothing_has_this_name")).isEmpty();
        SourceText text = SourceText.of("file:///p.uring", """
                protocol p;
                on device "/dev/x";
                command C = 0x100 { payload struct nvme_uring_cmd; needs sqe128; }
                """);
        Fix fix = Intentions.importHeader(text, "linux/nvme_ioctl.h");
        SourceText made = text.edited(((Change.Edits) fix.changes().getFirst()).edits());
        assertThat(made.text()).startsWith("protocol p;\nimport \"linux/nvme_ioctl.h\";\non device");
        assertThat(ProtocolModel.of(made, Environment.disk()).problems()).isEmpty();
    }

    private ProtocolModel made(Fix fix, String name) throws IOException {
        Change.NewFile file = (Change.NewFile) fix.changes().getFirst();
        assertThat(file.source()).isEqualTo(folder.resolve(name).toUri().toString());
        Files.writeString(Path.of(URI.create(file.source())), file.text());
        ProtocolModel model = ProtocolModel.of(SourceText.of(file.source(), file.text()));
        assertThat(model.problems()).extracting(Problem::message).as(file.text()).isEmpty();
        return model;
    }
}
