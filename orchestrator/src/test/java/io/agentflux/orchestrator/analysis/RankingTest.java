package io.agentflux.orchestrator.analysis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.agentflux.orchestrator.analysis.ScoreTable.World;
import io.agentflux.statistics.Evidence;
import io.agentflux.statistics.RankInterval;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RankingTest {

    @Test
    @DisplayName("a planted order is recovered, with one rank and one letter for each")
    void plantedOrder() {
        ScoreTable table = Tables.random(new Random(1), new double[] {0, -0.5, 1, 0.5}, 3, 10, 0.2);
        Ranking ranking = Ranking.of(table);

        assertThat(ranking.standings())
                .extracting(Standing::strategy)
                .containsExactly("strategy-2", "strategy-3", "static", "strategy-1");
        assertThat(ranking.standings()).extracting(Standing::letters).containsExactly("a", "b", "c", "d");
        assertThat(ranking.standings()).extracting(Standing::rank).containsExactly(1, 2, 3, 4);
        assertThat(ranking.standings())
                .extracting(Standing::rankInterval)
                .containsExactly(
                        new RankInterval(1, 1), new RankInterval(2, 2), new RankInterval(3, 3), new RankInterval(4, 4));
        assertThat(ranking.pairs()).hasSize(6).allMatch(pair -> pair.conclusion() == Conclusion.BETTER);
        Standing best = ranking.standings().get(0);
        assertThat(best.worlds()).isEqualTo(30);
        assertThat(best.againstControl()).isNotNull();
        assertThat(best.againstControl().difference().contains(1)).isTrue();
        assertThat(best.againstControl().difference().method()).isEqualTo("stratified t");
        assertThat(best.improvement().estimate()).isGreaterThan(0.5);
        assertThat(best.verdict()).isEqualTo("better than the control: +1.02 [0.91, 1.12], p = 3e-14");
        assertThat(ranking.standings().get(3).verdict()).startsWith("worse than the control: -0.");
        assertThat(ranking.standings().get(2).control()).isTrue();
        assertThat(ranking.standings().get(2).improvement().estimate()).isNaN();
    }

    @Test
    @DisplayName("equal strategies stay tied: one rank, one letter, ordered by name and marked")
    void tiesStayTies() {
        double[] same = {0.2, 0.4, 0.3, 0.5};
        Ranking ranking = Ranking.of(Tables.of(new double[][] {{0.2, 0.1, 0.25, 0.3}, same, same}));

        assertThat(ranking.standings())
                .extracting(Standing::strategy)
                .containsExactly("strategy-1", "strategy-2", "static");
        assertThat(ranking.standings()).extracting(Standing::rank).containsExactly(1, 1, 3);
        assertThat(ranking.standings()).extracting(Standing::tied).containsExactly(true, true, false);
        assertThat(ranking.standings()).extracting(Standing::letters).containsExactly("a", "a", "a");
        assertThat(ranking.standings())
                .allMatch(standing -> standing.rankInterval().equals(new RankInterval(1, 3)));
        assertThat(ranking.standings().get(0).verdict()).startsWith("not distinguishable from the control: +0.14 [");
    }

    @Test
    @DisplayName("the gain of common worlds is what was planted, about 1 + 1/noise² = 26")
    void gainOfPairing() {
        Ranking ranking = Ranking.of(Tables.random(new Random(2), new double[] {0, 0, 0, 0}, 2, 200, 0.2));

        assertThat(ranking.gain().factor()).isBetween(20.0, 33.0);
        for (Comparison pair : ranking.pairs()) {
            assertThat(pair.gain().factor()).isCloseTo(ranking.gain().factor(), offset(8.0));
        }
        double width = ranking.pairs().get(0).difference().width() / 2;
        assertThat(width)
                .isCloseTo(1.97 * Math.sqrt(ranking.pairs().get(0).gain().paired()), offset(1e-3));
    }

    @Test
    @DisplayName("the order in which scores arrive changes no bit")
    void arrivalOrder() {
        ScoreTable ordered = Tables.random(new Random(3), new double[] {0, 0.1, 0.3}, 2, 12, 0.5);
        Ranking expected = Ranking.of(ordered);
        for (int shuffle = 0; shuffle < 5; shuffle++) {
            List<Runnable> arrivals = new ArrayList<>();
            ScoreTable.Builder builder = ScoreTable.builder("static", ordered.strategies(), ordered.worlds());
            for (String strategy : ordered.strategies()) {
                for (World world : ordered.worlds()) {
                    double score = ordered.score(strategy, world).orElseThrow();
                    arrivals.add(() -> builder.score(strategy, world, score));
                }
            }
            Collections.shuffle(arrivals, new Random(shuffle));
            arrivals.forEach(Runnable::run);
            assertThat(Ranking.of(builder.build())).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("an interrupted run is ranked over what was played, and says how much that was")
    void missingCells() {
        List<World> worlds = Tables.worlds(1, 6);
        ScoreTable.Builder builder = ScoreTable.builder("static", List.of("static", "pid"), worlds);
        for (int i = 0; i < 4; i++) {
            builder.score("static", worlds.get(i), 0.1 * i);
        }
        for (int i = 1; i < 6; i++) {
            builder.score("pid", worlds.get(i), 0.1 * i + 0.3 + 0.01 * (i % 2));
        }
        Ranking ranking = Ranking.of(builder.build());

        assertThat(ranking.plannedWorlds()).isEqualTo(6);
        assertThat(ranking.completeWorlds()).isEqualTo(3);
        Standing pid = ranking.standings().get(0);
        assertThat(pid.worlds()).isEqualTo(5);
        assertThat(pid.againstControl()).isNotNull();
        assertThat(pid.againstControl().worlds()).isEqualTo(3);
        assertThat(pid.againstControl().difference().estimate()).isCloseTo(0.3 + 0.02 / 3, offset(1e-12));
        assertThat(pid.againstControl().conclusion()).isEqualTo(Conclusion.BETTER);
    }

    @Test
    @DisplayName("one seed in each of several scenarios is judged over scenarios, one world not at all")
    void fewWorlds() {
        Ranking scenarios = Ranking.of(Tables.random(new Random(4), new double[] {0, 5}, 8, 1, 0.2));
        assertThat(scenarios.standings().get(0).againstControl()).isNotNull();
        assertThat(scenarios.standings().get(0).againstControl().test().degreesOfFreedom())
                .isEqualTo(7);
        assertThat(scenarios.standings().get(0).againstControl().conclusion()).isEqualTo(Conclusion.BETTER);

        Ranking single = Ranking.of(Tables.of(new double[][] {{0.1}, {0.41}}));
        assertThat(single.standings().get(0).verdict())
                .isEqualTo("nothing to say: +0.31 in a single world; play at least 2");
        assertThat(single.standings()).extracting(Standing::letters).containsExactly("a", "a");
        assertThat(single.standings().get(0).mean().width()).isInfinite();
        assertThat(single.standings().get(0).interquartileMean().width()).isInfinite();
        assertThat(single.standings().get(0).rankInterval()).isEqualTo(new RankInterval(1, 2));

        Ranking none = Ranking.of(ScoreTable.builder("static", Tables.names(2), Tables.worlds(1, 3))
                .build());
        assertThat(none.standings().get(1).verdict()).isEqualTo("nothing to say: no world played by both");
        assertThat(none.standings()).extracting(Standing::rank).containsExactly(1, 1);
    }

    @Test
    @DisplayName("differences without variance are judged by their number: three worlds prove nothing, twelve do")
    void zeroVariance() {
        Ranking three = Ranking.of(Tables.of(new double[][] {{1, 2, 3}, {1.5, 2.5, 3.5}}));
        Comparison few = three.standings().get(0).againstControl();
        assertThat(few).isNotNull();
        assertThat(few.test().evidence()).isEqualTo(Evidence.CONSTANT);
        assertThat(few.conclusion()).isEqualTo(Conclusion.NOT_DISTINGUISHABLE);
        assertThat(three.standings().get(0).verdict())
                .isEqualTo("not distinguishable from the control: +0.50 [0.50, 0.50], p = 0.250");
        assertThat(three.standings()).extracting(Standing::letters).containsExactly("a", "a");
        assertThat(few.gain().factor()).isInfinite();

        double[] control = new Random(5)
                .doubles(12)
                .map(score -> Math.round(score * 64) / 64.0)
                .toArray();
        double[] shifted =
                java.util.Arrays.stream(control).map(score -> score + 0.5).toArray();
        Ranking twelve = Ranking.of(Tables.of(new double[][] {control, shifted}));
        assertThat(twelve.standings().get(0).verdict())
                .isEqualTo("better than the control: +0.50 [0.50, 0.50], p = 5e-4");
        assertThat(twelve.standings()).extracting(Standing::letters).containsExactly("a", "b");

        Ranking same = Ranking.of(Tables.of(new double[][] {control, control}));
        assertThat(same.standings().get(1).verdict())
                .isEqualTo("not distinguishable from the control: +0.00 [0.00, 0.00], p = 1.000");
    }

    @Test
    @DisplayName("a score that is no number leaves its strategy unranked and the others untouched")
    void notANumber() {
        double[] control = {0.1, 0.2, 0.15, 0.3};
        double[] good = {0.5, 0.65, 0.5, 0.7};
        Ranking ranking = Ranking.of(Tables.of(new double[][] {control, {9, 9, Double.NaN, 9}, good}));

        assertThat(ranking.standings())
                .extracting(Standing::strategy)
                .containsExactly("strategy-2", "static", "strategy-1");
        Standing broken = ranking.standings().get(2);
        assertThat(broken.rank()).isEqualTo(3);
        assertThat(broken.rankInterval()).isEqualTo(new RankInterval(1, 3));
        assertThat(broken.verdict()).isEqualTo("nothing to say: a score is not a number");
        assertThat(broken.interquartileMean().width()).isInfinite();
        assertThat(ranking.standings().get(0).againstControl()).isNotNull();
        assertThat(ranking.standings().get(0).againstControl().conclusion()).isEqualTo(Conclusion.BETTER);
        assertThat(ranking.gain().factor()).isFinite();
    }

    @Test
    @DisplayName("tables that make no sense are refused with the cure")
    void refusals() {
        List<World> worlds = Tables.worlds(1, 2);
        assertThatThrownBy(() -> ScoreTable.builder("pid", List.of("static"), worlds))
                .hasMessageContaining("add it");
        assertThatThrownBy(() -> ScoreTable.builder("a", List.of("a", "a"), worlds))
                .hasMessageContaining("name them apart");
        assertThatThrownBy(() -> ScoreTable.builder("a", List.of("a"), List.of(worlds.get(0), worlds.get(0))))
                .hasMessageContaining("planned twice");
        ScoreTable.Builder builder =
                ScoreTable.builder("a", List.of("a"), worlds).score("a", worlds.get(0), 1);
        assertThatThrownBy(() -> builder.score("a", worlds.get(0), 1)).hasMessageContaining("already has a score");
        assertThatThrownBy(() -> builder.score("b", worlds.get(0), 1)).hasMessageContaining("both must be planned");
    }

    @Test
    @DisplayName("a ranking is the same to the last bit on every JDK and platform")
    void sameBits() throws Exception {
        Ranking ranking = Ranking.of(Tables.random(new Random(6), new double[] {0, 0.2, 0.5, -0.1}, 3, 15, 0.6));
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(ranking.toString().getBytes(UTF_8));

        assertThat(HexFormat.of().formatHex(digest, 0, 8)).isEqualTo("a1dc780e1f24a2f4");
    }
}
