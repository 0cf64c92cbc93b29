package dev.ringspect.server.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.cli.Invocation;
import dev.ringspect.server.cli.terminal.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} looks at of the paths that it was given. */
class CheckedTreeTest {
    private static final String HOLE = "struct s {\n\t__u8 x;\n\t__u32 y;\n};\n";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aLinkToAFolderIsThatFolder() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.writeString(Files.createDirectory(real.resolve("below")).resolve("a.uring"), HOLE);
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        Invocation checked = Invocation.of("check", link.toString());
        assertThat(checked.exit()).isEqualTo(Exit.FOUND);
        assertThat(checked.out()).startsWith(link + "/below/a.uring:3:8: warning: ");
    }

    @Test
    void aFolderThatIsNamedIsSearchedWhateverItsName() throws IOException {
        Path build = Files.createDirectory(folder.resolve("build"));
        Path target = Files.createDirectory(build.resolve("target"));
        Files.writeString(target.resolve("a.uring"), HOLE);
        assertThat(Invocation.of("check", folder.toString()).exit()).isZero();
        assertThat(Invocation.of("check", build.toString()).exit()).isZero();
        assertThat(Invocation.of("check", target.toString()).exit()).isEqualTo(Exit.FOUND);
    }

    @Test
    void linksOutOfAFolderAreCountedAndNotFollowed() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path file = Files.writeString(tree.resolve("a.uring"), "struct s { __u8 x; };\n");
        Path other = Files.createDirectory(folder.resolve("other"));
        Path bad = Files.writeString(other.resolve("b.uring"), HOLE);
        Files.createSymbolicLink(tree.resolve("within.uring"), file);
        Files.createSymbolicLink(tree.resolve("nowhere.uring"), folder.resolve("none"));
        assertThat(Invocation.of("check", tree.toString()).err()).doesNotContain("link");
        Files.createSymbolicLink(tree.resolve("out"), other);
        String said = " out of this folder, not followed; give what is to be checked as a PATH\n";
        assertThat(Invocation.of("check", tree.toString()).err()).contains(tree + ": a link that leads" + said);
        Files.createSymbolicLink(tree.resolve("out.uring"), bad);
        Invocation checked = Invocation.of("check", tree.toString());
        assertThat(checked.err()).contains(tree + ": 2 links that lead" + said);
        assertThat(checked.exit()).isZero();
    }

    @Test
    void aFolderThatCannotBeReadIsSaid() throws Exception {
        Invocation.assumeRoot();
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setAttribute(closed, "unix:uid", 65534);
        Files.setAttribute(closed, "unix:mode", 0700);
        Files.writeString(folder.resolve("a.uring"), "protocol p;\n");
        Invocation checked = Invocation.limited(Invocation.POWERLESS, "check", folder.toString());
        assertThat(checked.exit()).isEqualTo(Exit.USAGE);
        assertThat(checked.err()).contains("ringspect: " + closed + ": cannot be searched: permission denied\n");
    }

    @Test
    void aBaselineOfWhatCouldNotBeReadIsNotWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("a.uring"), HOLE);
        Path baseline = folder.resolve("base.json");
        Invocation refused = Invocation.of("check", "--write-baseline", baseline.toString(), file.toString(),
                folder.resolve("none.uring").toString());
        assertThat(refused.exit()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).contains("none.uring: no such file",
                "the baseline " + baseline + " is not written");
        assertThat(baseline).doesNotExist();
    }

    @Test
    void aHeaderIsReadOnceForAllItsFindings() throws IOException {
        Path header = Files.writeString(folder.resolve("a.h"), HOLE);
        Path file = Files.writeString(folder.resolve("a.uring"), "import \"a.h\";\n");
        CheckedTree tree = CheckedTree.of(List.of(file), InspectionSettings.DEFAULT, List.of(), List.of(),
                CompileCommands.NONE);
        SourceText first = tree.places().texts().apply(header.toUri().toString()).orElseThrow();
        assertThat(tree.places().texts().apply(header.toUri().toString()).orElseThrow()).isSameAs(first);
    }
}
