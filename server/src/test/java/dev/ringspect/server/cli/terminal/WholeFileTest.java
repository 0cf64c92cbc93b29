package dev.ringspect.server.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.server.cli.Invocation;

/** What commands write is there as a whole or not at all, and nothing but the text changes. */
class WholeFileTest {
    private static final String LOOSE = "protocol   p ;\n";
    private static final String TIDY = "protocol p;\n";
    private static final int NOBODY = 65534;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theOwnerAndTheModeStay() throws IOException {
        Invocation.assumeRoot();
        Path file = loose("a.uring", "rw-------");
        own(file, NOBODY);
        assertThat(Invocation.of("fmt", file.toString())).isEqualTo(new Invocation(Exit.DONE, "", ""));
        assertThat(file).hasContent(TIDY);
        assertThat(Files.readAttributes(file, "unix:uid,gid,permissions"))
                .isEqualTo(Map.of("uid", NOBODY, "gid", NOBODY,
                        "permissions", PosixFilePermissions.fromString("rw-------")));
        onlyThere(file);
    }

    @Test
    void whoMayNotGiveAFileAwayWritesInIt() throws Exception {
        Invocation.assumeRoot();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file = loose("a.uring", "rw-rw-rw-");
        own(file, NOBODY);
        assertThat(Invocation.limited(Invocation.POWERLESS, "fmt", file.toString()).exit()).isZero();
        assertThat(file).hasContent(TIDY);
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(NOBODY);
        onlyThere(file);
    }

    @Test
    void aFileThatMayNotBeWrittenIsNotReplaced() throws Exception {
        Invocation.assumeRoot();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file = loose("a.uring", "r--r--r--");
        own(file, NOBODY);
        Invocation refused = Invocation.limited(Invocation.POWERLESS, "fmt", file.toString());
        assertThat(refused.exit()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).isEqualTo("ringspect: " + file + ": permission denied\n");
        assertThat(file).hasContent(LOOSE);
        onlyThere(file);
    }

    @Test
    void aFolderThatTakesNothingNewHoldsFilesThatCanBeWritten() throws Exception {
        Invocation.assumeRoot();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = loose("a.uring", "rw-r--r--");
        own(folder, NOBODY);
        assertThat(Invocation.limited(Invocation.POWERLESS, "fmt", file.toString()).exit()).isZero();
        assertThat(file).hasContent(TIDY);
        Invocation refused = Invocation.limited(Invocation.POWERLESS, "check", file.toString(), "--write-baseline",
                folder + "/new.json");
        assertThat(refused.exit()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).contains("new.json: permission denied: nothing can be made in " + folder);
        onlyThere(file);
    }

    @Test
    void allNamesOfAFileStayItsNames() throws IOException {
        Path file = loose("a.uring", "rw-r--r--");
        Path other = Files.createLink(folder.resolve("b.uring"), file);
        assertThat(Invocation.of("fmt", file.toString()).exit()).isZero();
        assertThat(other).hasContent(TIDY);
        assertThat(Files.isSameFile(file, other)).isTrue();
        onlyThere(file, other);
    }

    @Test
    void aNameMayBeAsLongAsTheDiskAllows() throws IOException {
        Path file = loose("n".repeat(249) + ".uring", "rw-r--r--");
        assertThat(Invocation.of("fmt", file.toString())).isEqualTo(new Invocation(Exit.DONE, "", ""));
        assertThat(file).hasContent(TIDY);
    }

    @Test
    void aLinkToNothingLeadsToTheNewFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a.uring"), TIDY);
        Path target = folder.resolve("b/base.json");
        Path middle = Files.createSymbolicLink(folder.resolve("middle"), Path.of("b/base.json"));
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), middle);
        String[] line = {"check", file.toString(), "--write-baseline", link.toString()};
        assertThat(Invocation.of(line).err()).contains("link.json: there is no folder " + target.getParent());
        Files.createDirectory(target.getParent());
        assertThat(Invocation.of(line).exit()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(middle).isSymbolicLink();
        assertThat(target).isRegularFile();
        Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
        assertThat(Invocation.of("check", file.toString(), "--write-baseline", circle.toString()).err())
                .contains("circle: its links lead in a circle");
    }

    @Test
    void aWriteThatFailsInTheMiddleLeavesWhatWasThere() throws Exception {
        Path file = Files.writeString(folder.resolve("a.uring"),
                "protocol p;\non socket;\n" + "struct s { __u8 a; __u32 b; };\n".repeat(100));
        Path baseline = folder.resolve("base.json");
        Path other = folder.resolve("other.json");
        // of the new text the first block is taken and the rest is not
        String small = "ulimit -f 1; exec ";
        for (boolean linked : new boolean[]{false, true}) {
            Files.writeString(baseline, "what was there");
            if (linked) {
                Files.createLink(other, baseline);
            }
            Invocation failed = Invocation.limited(small, "check", file.toString(), "--write-baseline",
                    baseline.toString());
            assertThat(failed.exit()).as(failed.err()).isEqualTo(Exit.USAGE);
            assertThat(failed.err()).contains("cannot write the baseline " + baseline + ": File too large");
            assertThat(baseline).hasContent("what was there");
        }
        onlyThere(file, baseline, other);
        assertThat(Invocation.of("check", file.toString(), "--write-baseline", baseline.toString()).exit()).isZero();
        assertThat(Files.size(other)).isGreaterThan(1024);
    }

    private Path loose(String name, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve(name), LOOSE);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static void own(Path path, int id) throws IOException {
        Files.setAttribute(path, "unix:uid", id);
        Files.setAttribute(path, "unix:gid", id);
    }

    private void onlyThere(Path... files) throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(files);
        }
    }
}
