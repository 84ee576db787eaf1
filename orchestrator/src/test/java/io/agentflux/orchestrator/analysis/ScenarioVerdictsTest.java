package io.agentflux.orchestrator.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.orchestrator.analysis.ScoreTable.World;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScenarioVerdictsTest {

    private static List<World> worlds(int seeds) {
        return Stream.of("sunny", "rainy")
                .flatMap(scenario -> LongStream.rangeClosed(1, seeds).mapToObj(seed -> new World(scenario, seed)))
                .toList();
    }

    /** Parasols are worth so much when it is sunny, and cost as much when it rains; rocks are worth nothing anywhere. */
    private static ScoreTable table(Random random, double worth, int seeds) {
        ScoreTable.Builder table = ScoreTable.builder("static", List.of("static", "parasols", "rocks"), worlds(seeds));
        for (World world : worlds(seeds)) {
            double common = random.nextGaussian();
            table.score("static", world, common);
            double parasols = world.scenario().equals("sunny") ? worth : -worth;
            table.score("parasols", world, common + parasols + 0.1 * random.nextGaussian());
            table.score("rocks", world, common + 0.1 * random.nextGaussian());
        }
        return table.build();
    }

    @Test
    @DisplayName("what one scenario favours and another breaks has no mean worth speaking of, and a verdict in each")
    void favoursAndBreaks() {
        List<ScenarioVerdicts> verdicts = ScenarioVerdicts.of(table(new Random(5), 0.5, 10), 0.95);

        assertThat(verdicts).extracting(ScenarioVerdicts::scenario).containsExactly("sunny", "rainy");
        assertThat(verdicts.get(0).strategies(Conclusion.BETTER)).containsExactly("parasols");
        assertThat(verdicts.get(1).strategies(Conclusion.WORSE)).containsExactly("parasols");
        assertThat(verdicts.get(1).strategies(Conclusion.NOT_DISTINGUISHABLE)).containsExactly("rocks");
        assertThat(verdicts.get(0).comparisons())
                .allSatisfy(comparison -> assertThat(comparison.worlds()).isEqualTo(10));
    }

    @Test
    @DisplayName("verdicts hold together: among many tables without differences hardly more than one in twenty has any")
    void holdsTheError() {
        int tables = 1_000;
        Random random = new Random(7);
        long wrong = IntStream.range(0, tables)
                .filter(table -> ScenarioVerdicts.of(table(random, 0, 5), 0.95).stream()
                        .flatMap(verdicts -> verdicts.comparisons().stream())
                        .anyMatch(comparison -> comparison.conclusion() != Conclusion.NOT_DISTINGUISHABLE))
                .count();

        assertThat(wrong).isLessThan(Math.round(tables * 0.05 + 3 * Math.sqrt(tables * 0.05 * 0.95)));
    }

    @Test
    @DisplayName("a scenario with a single world decides nothing")
    void singleWorld() {
        assertThat(ScenarioVerdicts.of(table(new Random(5), 0.5, 1), 0.95))
                .allSatisfy(verdicts ->
                        assertThat(verdicts.strategies(Conclusion.UNDECIDABLE)).containsExactly("parasols", "rocks"));
    }
}
