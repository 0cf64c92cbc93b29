package dev.ringspect.protocol.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

class PairTableTest {
    private record Pair(long first, long second) {}

    @Test
    void behavesAsAMapUnderRandomUse() {
        Random random = new Random(7);
        PairTable table = new PairTable(1);
        Map<Pair, Integer> model = new HashMap<>();
        for (int step = 0; step < 200_000; step++) {
            Pair pair = new Pair(random.nextInt(4), random.nextInt(200) * 256L);
            if (random.nextInt(3) == 0) {
                table.remove(pair.first(), pair.second());
                model.remove(pair);
            } else {
                table.put(pair.first(), pair.second(), step);
                model.put(pair, step);
            }
            assertThat(table.size()).isEqualTo(model.size());
            Pair asked = new Pair(random.nextInt(4), random.nextInt(200) * 256L);
            assertThat(table.get(asked.first(), asked.second())).isEqualTo(model.getOrDefault(asked, PairTable.NONE));
        }
    }
}
