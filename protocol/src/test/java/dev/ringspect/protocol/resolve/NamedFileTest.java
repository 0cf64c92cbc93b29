package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.model.Device;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.uapi.FileIdentity;

/** Files without a node are told apart by the names that the kernel gives them. */
class NamedFileTest {
    private static final FileIdentity MOCK = new FileIdentity(0x180, 0, 0, 0x09041934, 7, 0, 0, 0, "[io_uring_mock]")
            .called("anon_inode:[io_uring_mock]");
    private static final FileIdentity PLAIN = new FileIdentity(0x81A4, 0, 0, 0x01021994, 8, 0, 0, 0, "data.img");
    private static final FileIdentity NODE = new FileIdentity(0x21B6, 1, 3, 0x01021994, 5, 0, 0, 0, "data.img");

    private static ProtocolModel model(String pattern) {
        return ProtocolModel.of(SourceText.of("p", "protocol p;\non file \"" + pattern + "\";\ncommand A = 0;\n"));
    }

    @ParameterizedTest
    @CsvSource({"[io_uring_mock], true, false", "anon_inode:[io_uring_*], true, false", "[eventfd], false, false",
            "*.img, false, true", "*, true, true"})
    void aPatternIsMatchedWithNameAndShownName(String pattern, boolean mock, boolean plain) {
        assertThat(model(pattern).problems()).isEmpty();
        Device device = model(pattern).protocol().orElseThrow().on().getFirst();
        assertThat(device.matches(MOCK)).isEqualTo(mock);
        assertThat(device.matches(PLAIN)).isEqualTo(plain);
        assertThat(device.matches(NODE)).as("a node has a pattern of its own").isFalse();
        assertThat(device.display()).isEqualTo("file \"" + pattern + "\"");
    }

    @ParameterizedTest
    @CsvSource({"/dev/null, on device", "/srv/data.img, data.img"})
    void aPathMatchesNothing(String pattern, String near) {
        assertThat(model(pattern).problems()).extracting(Problem::message).singleElement().asString().contains(near);
    }
}
