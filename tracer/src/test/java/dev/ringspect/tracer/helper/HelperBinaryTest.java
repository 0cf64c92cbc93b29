package dev.ringspect.tracer.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the helper is looked for. */
class HelperBinaryTest {
    @TempDir
    Path directory;

    private Path executable(String name) throws IOException {
        Path path = directory.resolve(name);
        Files.createDirectories(path.getParent());
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return path;
    }

    private static HelperBinary.Search find(Map<String, String> environment, Map<String, String> properties) {
        return HelperBinary.find(environment::get, properties::get);
    }

    @Test
    void theEnvironmentComesFirst() throws IOException {
        Path named = executable("a");
        Path other = executable("b");
        assertThat(find(Map.of("RINGSPECT_HELPER", named.toString()), Map.of("ringspect.helper", other.toString())))
                .isEqualTo(new HelperBinary.Search.Found(named));
        assertThat(find(Map.of(), Map.of("ringspect.helper", other.toString())))
                .isEqualTo(new HelperBinary.Search.Found(other));
    }

    @Test
    void thenTheBuildOfTheCheckout() throws IOException {
        Path built = executable("tracer/target/native/ringspect-helper");
        assertThat(find(Map.of(), Map.of("ringspect.root", directory.toString())))
                .isEqualTo(new HelperBinary.Search.Found(built));
        assertThat(find(Map.of(), Map.of("ringspect.home", directory.toString())))
                .isEqualTo(new HelperBinary.Search.Found(built));
    }

    @Test
    void aNamedOneThatIsNotThereIsNotReplaced() throws IOException {
        executable("tracer/target/native/ringspect-helper");
        assertThat(find(Map.of("RINGSPECT_HELPER", "/nowhere/helper"), Map.of("ringspect.root", directory.toString())))
                .isInstanceOfSatisfying(HelperBinary.Search.Missing.class,
                        missing -> assertThat(missing.refusal().text())
                                .contains("no executable file /nowhere/helper").contains("correct RINGSPECT_HELPER"));
    }

    @Test
    void allPlacesAreNamedWhenThereIsNone() {
        assertThat(find(Map.of(), Map.of("ringspect.root", directory.toString())))
                .isInstanceOfSatisfying(HelperBinary.Search.Missing.class,
                        missing -> assertThat(missing.refusal().text())
                                .contains(directory + "/tracer/target/native/ringspect-helper")
                                .contains("/usr/libexec/ringspect/ringspect-helper").contains("build it"));
    }
}
