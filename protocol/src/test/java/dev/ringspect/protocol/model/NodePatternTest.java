package dev.ringspect.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.uapi.FileIdentity;

/** Patterns of device nodes agree with what is shown of the node. */
class NodePatternTest {
    private static final FileIdentity NODE = new FileIdentity(0x21B6, 244, 0, 0x01021994, 5, 0, 0, 0, "0:0:0:1");

    private static ProtocolModel model(String pattern) {
        return ProtocolModel.of(SourceText.of("p", "protocol p;\non character device \"" + pattern
                + "\";\ncommand A = 1;\n"));
    }

    @ParameterizedTest
    @CsvSource({"/dev/bsg/*, /dev/bsg/0:0:0:1, true", "/dev/bsg/0:?:0:1, /dev/bsg/0:0:0:1, true",
            "/dev/*, /dev/bsg/0:0:0:1, false", "/dev/*/0:0:0:1, /dev/bsg/0:0:0:1, true",
            "/dev/0:*, /dev/bsg/0:0:0:1, false",
            // Nobody knows the path: the last name is what there is, and what is shown.
            "/dev/0:*, 0:0:0:1, true", "/dev/0:*, '', true", "/d?v/bsg/0*, /dev/bsg/0:0:0:1, true",
            "*/*/bsg/*, /dev/bsg/0:0:0:1, true", "/*/disk*, /dev/disk0, true",
            "/dev/std*, /dev/stdint0, true"})
    void whatIsShownIsMatched(String pattern, String shown, boolean matches) {
        Device device = model(pattern).protocol().orElseThrow().on().getFirst();
        assertThat(device.matches(NODE.called(shown))).isEqualTo(matches);
        assertThat(model(pattern).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"null, as in \"/dev/null\"", "/tmp/x*, as in \"/dev/x*\"",
            "/dev, as in \"/dev/dev\"", "*demo, as in \"/dev/*demo\"", "/dev*, as in \"/dev/dev*\"",
            "*, as in \"/dev/*\"", "/*, as in \"/dev/*\"", "*/demo, as in \"/dev/demo\"", "/d?/x, as in \"/dev/x\"",
            "/dev/, as in \"/dev/*\"", "//dev/x, as in \"/dev/x\"", "/dev/bsg//0, as in \"/dev/0\"",
            "/dev/../dev/x, as in \"/dev/x\"", "/d*/disk/x, is a link",
            "/dev/disk/by-id/*, is a link", "/dev/fd/0, is a link"})
    void aPatternThatNothingMatchesIsAMistake(String pattern, String why) {
        assertThat(model(pattern).problems()).extracting(Problem::message).singleElement().asString()
                .startsWith("nothing matches this").contains(why);
    }
}
