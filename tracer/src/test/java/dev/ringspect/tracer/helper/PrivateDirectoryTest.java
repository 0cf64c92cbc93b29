package dev.ringspect.tracer.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories for moments, and what is left of those whose makers were killed. */
class PrivateDirectoryTest {
    /** More than any Linux gives. */
    private static final String NOBODY = "999999999";

    @TempDir
    Path parent;

    private Path directory(String name, String permissions) throws IOException {
        Path made = Files.createDirectory(parent.resolve(name));
        Files.createFile(made.resolve("helper"));
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
    }

    private void sweepAfter(Duration time) {
        PrivateDirectory.sweep(parent, Instant.now().plus(time));
    }

    @Test
    void itGoesWithWhatIsInIt() throws IOException {
        PrivateDirectory directory = PrivateDirectory.create();
        Files.createFile(directory.path().resolve("helper"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                .isEqualTo("rwx------");
        directory.close();
        directory.close();
        assertThat(directory.path()).doesNotExist();
    }

    @Test
    void whatAKilledProcessLeftIsRemovedOnceItIsOld() throws IOException {
        Path left = directory("ringspect-" + NOBODY + "-1", "rwx------");
        sweepAfter(PrivateDirectory.STALE.minusMinutes(1));
        assertThat(left).exists();
        sweepAfter(PrivateDirectory.STALE.plusMinutes(1));
        assertThat(left).doesNotExist();
    }

    @Test
    void nothingElseIsTouched() throws IOException {
        Path ofALivingProcess = directory("ringspect-" + ProcessHandle.current().pid() + "-1", "rwx------");
        Path openToOthers = directory("ringspect-" + NOBODY + "-2", "rwxr-xr-x");
        Path ofAnotherName = directory("ringspect-demo", "rwx------");
        Path target = directory("target", "rwx------");
        Path link = Files.createSymbolicLink(parent.resolve("ringspect-" + NOBODY + "-3"), target);
        sweepAfter(PrivateDirectory.STALE.plusMinutes(1));
        assertThat(ofALivingProcess.resolve("helper")).exists();
        assertThat(openToOthers.resolve("helper")).exists();
        assertThat(ofAnotherName.resolve("helper")).exists();
        assertThat(target.resolve("helper")).exists();
        assertThat(link).isSymbolicLink();
    }
}
