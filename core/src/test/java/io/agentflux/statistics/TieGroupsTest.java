package io.agentflux.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TieGroupsTest {

    @Test
    @DisplayName("Piepho's example: overlapping groups read a, ab, bc, c")
    void overlappingGroups() {
        boolean[][] apart = new boolean[4][4];
        for (int[] pair : new int[][] {{0, 2}, {0, 3}, {1, 3}}) {
            apart[pair[0]][pair[1]] = true;
            apart[pair[1]][pair[0]] = true;
        }
        assertThat(CompactLetters.of(apart)).containsExactly("a", "ab", "bc", "c");
    }

    @Test
    @DisplayName("all tied share one letter, all apart have one each, nobody is no error")
    void extremes() {
        assertThat(CompactLetters.of(new boolean[3][3])).containsExactly("a", "a", "a");
        boolean[][] all = {{false, true, true}, {true, false, true}, {true, true, false}};
        assertThat(CompactLetters.of(all)).containsExactly("a", "b", "c");
        assertThat(CompactLetters.of(new boolean[0][0])).isEmpty();
        assertThatThrownBy(() -> CompactLetters.of(new boolean[][] {{false, true}, {false, false}}))
                .hasMessageContaining("one way only");
    }

    @Property(tries = 300)
    void twoShareALetterExactlyWhenTheyWereNotToldApart(
            @ForAll @IntRange(min = 1, max = 9) int k,
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 1) double share) {
        Random random = new Random(seed);
        boolean[][] apart = new boolean[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < i; j++) {
                apart[i][j] = random.nextDouble() < share;
                apart[j][i] = apart[i][j];
            }
        }
        List<String> letters = CompactLetters.of(apart);
        for (int i = 0; i < k; i++) {
            assertThat(letters.get(i)).isNotEmpty();
            for (int j = 0; j < i; j++) {
                String other = letters.get(j);
                boolean shared = letters.get(i).chars().anyMatch(letter -> other.indexOf(letter) >= 0);
                assertThat(shared).isEqualTo(!apart[i][j]);
            }
        }
    }

    @Test
    @DisplayName("rank intervals count who is surely above and below")
    void rankIntervals() {
        boolean[][] above = new boolean[4][4];
        above[0][2] = true;
        above[0][3] = true;
        above[1][3] = true;

        assertThat(RankInterval.simultaneous(above))
                .containsExactly(
                        new RankInterval(1, 2), new RankInterval(1, 3), new RankInterval(2, 4), new RankInterval(3, 4));
        above[3][0] = true;
        assertThatThrownBy(() -> RankInterval.simultaneous(above)).hasMessageContaining("each surely above");
    }
}
