package dev.ringspect.server.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdTest {
    @Test
    void aNumberIsItself() {
        assertThat(UserId.of("54321")).contains(54_321);
        assertThat(UserId.of("0")).contains(0);
        assertThat(UserId.of("4294967294")).as("unsigned").contains(-2);
    }

    @Test
    void aNameIsLookedUp() {
        assertThat(UserId.of("root")).contains(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-such-user-here", "4294967296", "-1", "--help", "1x"})
    void whatNobodyKnowsIsNobody(String text) {
        assertThat(UserId.of(text)).isEmpty();
    }
}
