package dev.ringspect.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Every part bears the version of the build; it is changed in {@code pom.xml}, and npm's files follow. */
class VersionsTest {
    private static final Path ROOT = Path.of(System.getProperty("ringspect.root"));

    @Test
    void theHelperIsOfThisVersion() throws IOException {
        Process helper = new ProcessBuilder(ROOT.resolve("tracer/target/native/ringspect-helper").toString(),
                "--version")
                .start();
        String said = new String(helper.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).startsWith("ringspect-helper " + version() + ",");
    }

    @Test
    void theExtensionIsOfThisVersion() throws IOException {
        assertThat(json("package.json").get("version").getAsString()).isEqualTo(version());
        JsonObject lock = json("package-lock.json");
        assertThat(lock.get("version").getAsString()).isEqualTo(version());
        assertThat(lock.getAsJsonObject("packages").getAsJsonObject("").get("version").getAsString())
                .isEqualTo(version());
    }

    /** The version of the build, without the word that says that it is not released. */
    private static String version() throws IOException {
        Matcher version = Pattern.compile("(?m)^  <version>([0-9.]+)")
                .matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    private static JsonObject json(String file) throws IOException {
        return JsonParser.parseString(Files.readString(ROOT.resolve("vscode-client").resolve(file))).getAsJsonObject();
    }
}
