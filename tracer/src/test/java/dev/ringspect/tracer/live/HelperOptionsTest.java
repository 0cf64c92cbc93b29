package dev.ringspect.tracer.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the helper makes of options that it cannot use: a sentence, and nothing is loaded. */
@Timeout(60)
class HelperOptionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2048", "4095", "4097", "5000", "12288", "16777215", "1073741825", "2147483648",
            "18446744073709551616", "-4096", "4096x", "many", ""})
    void aRingBufferOfAnImpossibleSizeIsRefused(String bytes) {
        LiveLab.Output refused = LiveLab
                .call(List.of(LiveLab.helper().toString(), "--stdout", "--all", "--ring-bytes", bytes));

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.text()).startsWith("ringspect-helper: --ring-bytes: '" + bytes
                + "' is not a power of two from 4096 to 1073741824");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--pid | 0 | is not a process id",
            "--pid | 12a | is not a process id",
            "--uid | root | is not a user id",
            "--uid | 4294967296 | is not a user id",
            "--opcodes | 256 | is not a list of numbers from 0 to 255",
            "--opcodes | 46, | is not a list of numbers from 0 to 255",
            "--cmd-ops | 4294967296 | is not a list of 32-bit numbers",
            "--events-version | one | is not a number",
    })
    void aValueThatIsNoneIsNamed(String option, String value, String complaint) {
        LiveLab.Output refused = LiveLab.call(List.of(LiveLab.helper().toString(), "--stdout", option, value));

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.text()).startsWith("ringspect-helper: " + option + ": '" + value + "' " + complaint);
    }

    @Test
    void anOptionThatItDoesNotHaveIsNamed() {
        LiveLab.Output refused = LiveLab
                .call(List.of(LiveLab.helper().toString(), "--stdout", "--object", "/tmp/other.bpf.o"));

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.text()).contains("'--object' is not an option of this helper");
    }
}
