package dev.ringspect.protocol.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RingTableTest {
    private static final int LIMIT = 4;

    private final RingTable rings = new RingTable(LIMIT);

    @Test
    void itStaysWithinItsLimitWhateverComes() {
        for (int key = 1; key <= 1000; key++) {
            assertThat(rings.of(key, 0, key, 0).ring.setupFlags()).isEqualTo(key);
        }

        assertThat(rings.size()).isEqualTo(LIMIT);
        assertThat(rings.find(1)).isNull();
        assertThat(rings.find(1000)).isNotNull();
    }

    @Test
    void aRingWithOpenRequestsAndOneInUseAreKept() {
        RingTable.Entry open = rings.of(1, 0, 0, 0);
        open.open++;
        RingTable.Entry used = rings.of(2, 0, 0, 0);
        for (int key = 3; key <= 50; key++) {
            rings.of(key, 0, 0, 0);
            assertThat(rings.of(2, 0, 0, 0)).isSameAs(used);
        }

        assertThat(rings.find(1)).isSameAs(open);
        assertThat(rings.at(open.index)).isSameAs(open);
        assertThat(rings.size()).isEqualTo(LIMIT);
        open.open--;
        for (int key = 51; key <= 60; key++) {
            rings.of(key, 0, 0, 0);
        }
        assertThat(rings.find(1)).as("forgotten once nothing is open").isNull();
    }

    @Test
    void onlyRingsWithOpenRequestsExceedTheLimit() {
        for (int key = 1; key <= 2 * LIMIT; key++) {
            rings.of(key, 0, 0, 0).open++;
        }
        assertThat(rings.size()).isEqualTo(2 * LIMIT);
        for (int key = 1; key <= 2 * LIMIT; key++) {
            assertThat(rings.find(key)).isNotNull();
        }
    }

    @Test
    void aRingThatComesBackHasAnotherNumber() {
        int before = rings.of(1, 0, 7, 0).ring.id();
        for (int key = 2; key <= 20; key++) {
            rings.of(key, 0, 0, 0);
        }

        RingTable.Entry again = rings.of(1, 0, 7, 0);
        assertThat(again.ring.id()).isGreaterThan(before);
        assertThat(again.described).isFalse();
    }
}
