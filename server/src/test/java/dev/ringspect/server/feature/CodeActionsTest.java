package dev.ringspect.server.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;

class CodeActionsTest {
    private static final String URI = "file:///p.uring";

    @Test
    void theFixesOfAFindingAreOfferedWhereItStands() {
        assertThat(titles("struct p { __u8 x; __u32 $0y; };")).contains("Suppress L04 here",
                "Suppress L04 in this file");
        assertThat(titles("struct p { __u8 $0x; __u32 y; };")).noneMatch(title -> title.startsWith("Suppress"));
    }

    @Test
    void whatMendsComesFirstAndWhatIsNewLast() {
        List<String> titles = titles("struct p { __u8 x; __u32 $0y; };");
        assertThat(titles.getFirst()).isEqualTo("Declare the 3 bytes of padding");
        assertThat(titles.getLast()).isEqualTo("Write struct p as a Java MemoryLayout");
    }

    @Test
    void theHeaderOfAMissingTypeIsOffered() {
        assumeTrue(Files.exists(Path.of("/usr/include/linux/nvme_ioctl.h")), "linux-libc-dev is not installed");
        assertThat(titles("protocol p; on socket; command C = 0x100 { payload struct $0nvme_uring_cmd; }"))
                .contains("Import \"linux/nvme_ioctl.h\"");
    }

    @Test
    void structsOfCAndRustThatMatterAreMarkedAndMended() {
        for (String text : List.of("typedef unsigned int __u32; typedef unsigned char __u8;\n"
                + "// ringspect: payload sqe64\nstruct p { __u8 x; __u32 y; };", "")) {
            Snapshot snapshot = Snapshot.EMPTY
                    .withTexts(Texts.NONE.with(new Document("c", 1, SourceText.of("file:///h.h", text))));
            int at = text.indexOf("y;");
            assertThat(Diagnostics.of(snapshot, "file:///h.h", new Cancel()).stream()
                    .filter(marker -> marker.id().equals(Optional.of("L04")))).hasSize(at < 0 ? 0 : 1);
            assertThat(CodeActions.at(snapshot, "file:///h.h", new Span(Math.max(0, at), Math.max(0, at)), new Cancel())
                    .stream().map(offer -> offer.fix().title()))
                    .containsAll(at < 0 ? List.of() : List.of("Declare the 3 bytes of padding"));
        }
        String rust = "struct Cmd { a: u8 }\nfn f(s: &S) { s.cmd_data::<Cmd>() }\n";
        Snapshot snapshot = Snapshot.EMPTY
                .withTexts(Texts.NONE.with(new Document("rust", 1, SourceText.of("file:///d.rs", rust))));
        assertThat(Diagnostics.of(snapshot, "file:///d.rs", new Cancel())).extracting(Marker::id)
                .contains(Optional.of("R10"));
    }

    private static List<String> titles(String marked) {
        int at = marked.indexOf("$0");
        SourceText text = SourceText.of(URI, marked.replace("$0", ""));
        Snapshot snapshot = Snapshot.EMPTY.withTexts(Texts.NONE.with(new Document("uring", 1, text)));
        return CodeActions.at(snapshot, URI, new Span(at, at), new Cancel()).stream().map(offer -> offer.fix().title())
                .toList();
    }
}
