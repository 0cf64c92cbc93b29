package dev.ringspect.server.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.report.FoundAt;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.cli.trace.LoadedProtocols;

class FindingPlacesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aMemberOfAnImportedHeaderHasALine() throws IOException {
        Path header = Files.writeString(folder.resolve("lab.h"), "/* one */\nstruct lab { unsigned a, rsv; };\n");
        Path protocol = Files.writeString(folder.resolve("lab.uring"), """
                protocol lab;
                import "lab.h";
                on device "/dev/null";
                refine struct lab { rsv == 0; }
                command IO = 1 { payload struct lab; }
                """);
        assertThat(LoadedProtocols.of(List.of(protocol))).isInstanceOfSatisfying(LoadedProtocols.Loaded.Usable.class,
                loaded -> {
                    LoadedProtocols meanings = loaded.meanings();
                    FindingPlaces places = new FindingPlaces(meanings::text, folder.toAbsolutePath().normalize());
                    Location inProtocol = meanings.protocols().protocols().getFirst().where();
                    assertThat(places.of(inProtocol).display()).isEqualTo(protocol + ":1:10");
                    Location inHeader = new Location(header.toUri().toString(), new Span(35, 38));
                    assertThat(places.of(inHeader).display()).isEqualTo("lab.h:2:26");
                    assertThat(new FindingPlaces(meanings::text, Path.of("/elsewhere")).of(inHeader).display())
                            .isEqualTo(header + ":2:26");
                });
    }

    @Test
    void aTextIsReadOnceAndOneThatIsGoneHasItsNameAlone() {
        AtomicInteger reads = new AtomicInteger();
        FindingPlaces places = new FindingPlaces(uri -> {
            reads.incrementAndGet();
            return uri.equals("a") ? Optional.of(SourceText.of("a", "x\ny")) : Optional.empty();
        }, Path.of("/"));
        for (int i = 0; i < 3; i++) {
            assertThat(places.of(new Location("a", new Span(2, 3)))).isEqualTo(new FoundAt("a", 2, 1));
        }
        assertThat(reads.get()).isEqualTo(1);
        assertThat(places.of(new Location("btf:vmlinux", new Span(0, 0))).display()).isEqualTo("btf:vmlinux");
        assertThat(places.of(new Location("a", new Span(99, 100))).display()).isEqualTo("a");
    }
}
