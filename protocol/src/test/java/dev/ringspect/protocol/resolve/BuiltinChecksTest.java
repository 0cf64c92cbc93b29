package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.model.Check;

/** The text of a check is read where the check failed: it says what is wrong, and not what would be right. */
class BuiltinChecksTest {
    private static final Pattern WOULD_BE_RIGHT = Pattern.compile(
            "\\b(must|should|shall|ought|has to|have to|needs? to|may only|only)\\b|\\b(is|are) (a |whole )?multiples? of\\b");
    private static final Pattern IS_WRONG = Pattern
            .compile("\\b(no|not|neither|nor|without|lacks?|over|past|below|above)\\b|\\bis 0(?= \\(|$)");

    private static List<Check> checks() {
        return ProtocolSet.builtin().protocols().stream().flatMap(protocol -> protocol.commands().stream())
                .flatMap(command -> command.checks().stream()).toList();
    }

    @Test
    void theTextsSayWhatIsWrong() {
        assertThat(checks()).hasSizeGreaterThan(10).allSatisfy(check -> assertThat(check.text())
                .doesNotContainPattern(WOULD_BE_RIGHT).containsPattern(IS_WRONG));
    }

    @Test
    void theMannersAreToldApart() {
        assertThat("start and length are multiples of 512").containsPattern(WOULD_BE_RIGHT);
        assertThat("len must be 0").containsPattern(WOULD_BE_RIGHT);
        assertThat("peer is 0 for the local end or 1 for the peer").doesNotContainPattern(IS_WRONG);
        assertThat("start is no multiple of 512").doesNotContainPattern(WOULD_BE_RIGHT).containsPattern(IS_WRONG);
    }
}
