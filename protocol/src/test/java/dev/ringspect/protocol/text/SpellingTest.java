package dev.ringspect.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final List<String> KNOWN = List.of("io_uring_sqe", "io_uring_cqe", "nvme_uring_cmd", "pt");

    @Test
    void aSlipOfTheFingersIsFound() {
        assertThat(Spelling.nearest("io_urnig_sqe", KNOWN)).contains("io_uring_sqe");
        assertThat(Spelling.nearest("IO_URING_CQE", KNOWN)).contains("io_uring_cqe");
        assertThat(Spelling.nearest("nvme_cmd", KNOWN)).isEmpty();
        assertThat(Spelling.nearest("nvme_uring_cmdd", KNOWN)).contains("nvme_uring_cmd");
        assertThat(Spelling.nearest("p", KNOWN)).contains("pt");
    }

    @Test
    void whatIsFarFromAllIsNotGuessed() {
        assertThat(Spelling.hint("something_else", KNOWN)).isEmpty();
        assertThat(Spelling.hint("x".repeat(1_000_000), KNOWN)).isEmpty();
        assertThat(Spelling.hint("io_uring_sq", KNOWN)).isEqualTo("; did you mean io_uring_sqe");
    }

    @Test
    void ofTwoAsNearTheOneThatBeginsAlikeWhateverTheirOrder() {
        assertThat(Spelling.nearest("uint32", List.of("uint", "uint32_t"))).contains("uint32_t");
        assertThat(Spelling.nearest("uint32", List.of("uint32_t", "uint"))).contains("uint32_t");
        assertThat(Spelling.nearest("brtfs", List.of("btrfs", "bdev"))).as("further away").contains("btrfs");
    }
}
