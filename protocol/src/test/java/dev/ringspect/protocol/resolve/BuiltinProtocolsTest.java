package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.SourceText;

class BuiltinProtocolsTest {
    @Test
    void allSetsShareThem() {
        ProtocolModel own = ProtocolModel.of(SourceText.of("file:///own.uring", "protocol own;"));
        List<ProtocolModel> some = ProtocolSet.builtin().models();
        List<ProtocolModel> others = ProtocolSet.of(List.of(own)).models();
        assertThat(others).hasSize(some.size() + 1).startsWith(own);
        for (int i = 0; i < some.size(); i++) {
            assertThat(others.get(i + 1)).isSameAs(some.get(i));
        }
    }

    @Test
    void workThatNobodyWantsAnyMoreReadsThemToTheEnd() {
        List<ProtocolModel> read = Budget.within(() -> true, BuiltinProtocols::read);
        assertThat(read).hasSameSizeAs(BuiltinProtocols.models())
                .allSatisfy(model -> assertThat(model.problems()).isEmpty());
    }
}
