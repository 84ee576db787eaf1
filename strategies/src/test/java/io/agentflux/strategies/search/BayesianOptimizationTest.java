package io.agentflux.strategies.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.strategies.Worlds;
import io.agentflux.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BayesianOptimizationTest {

    private static final double NEIGHBOUR = Math.exp(-0.5);

    @Test
    @DisplayName("a process of one point, by hand: at the point, one length scale away, and far off")
    void processOfOnePoint() {
        GaussianProcess process = new GaussianProcess(List.of(new double[] {0}), new double[] {1}, 0.3, 0.01);

        assertThat(process.at(0).mean()).isCloseTo(1 / 1.01, within(1e-12));
        assertThat(process.at(0).deviation()).isCloseTo(Math.sqrt(1 - 1 / 1.01), within(1e-12));
        assertThat(process.at(0.3).mean()).isCloseTo(NEIGHBOUR / 1.01, within(1e-12));
        assertThat(process.at(0.3).deviation()).isCloseTo(Math.sqrt(1 - NEIGHBOUR * NEIGHBOUR / 1.01), within(1e-12));
        assertThat(process.at(30).mean()).isZero();
        assertThat(process.at(30).deviation()).isEqualTo(1);
    }

    @Test
    @DisplayName("a process of two points one length scale apart, by hand")
    void processOfTwoPoints() {
        GaussianProcess process = new GaussianProcess(
                List.of(new double[] {0, 0}, new double[] {0, 0.3}), new double[] {1, -1}, 0.3, 0.01);

        // the weights solve ((1.01, k), (k, 1.01)) w = (1, -1): w = (1, -1) / (1.01 - k)
        double weight = 1 / (1.01 - NEIGHBOUR);
        assertThat(process.at(0, 0).mean()).isCloseTo(weight * (1 - NEIGHBOUR), within(1e-12));
        assertThat(process.at(0, 0.15).mean()).isCloseTo(0, within(1e-12));
    }

    @Test
    @DisplayName("a covariance that cannot be inverted is refused with the cure")
    void refusesSingularCovariances() {
        List<double[]> twice = List.of(new double[] {0}, new double[] {0});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GaussianProcess(twice, new double[] {1, 1}, 0.3, 0))
                .withMessageContaining("raise it");
    }

    @Test
    @DisplayName("expected improvement at, above and below the best")
    void expectsImprovement() {
        assertThat(improvement(1.01, 2, 1)).isCloseTo(2 * 0.3989422804, within(1e-9));
        // z = 1: 0.8413 + 0.2420
        assertThat(improvement(1.51, 0.5, 0.5)).isCloseTo(0.5 * (2 * 0.97725 + 0.05399), within(5e-4));
        assertThat(improvement(0.51, 0.5, 1)).isCloseTo(0.5 * (-0.15866 + 0.24197), within(5e-4));
        assertThat(improvement(0, 1e-6, 5)).isCloseTo(0, within(1e-12));
    }

    private static double improvement(double mean, double deviation, double best) {
        return BayesianOptimization.expectedImprovement(new GaussianProcess.Belief(mean, deviation), best);
    }

    @Test
    @DisplayName("five trials at random, then by expected improvement; refused ones do not count")
    void exploresFirst() {
        Strategy bayesian = Worlds.strategy("bayesian");
        List<String> kinds = new ArrayList<>();
        Economy economy = Economy.defaults();
        for (int cycle = 0; cycle < 8; cycle++) {
            ConfigUpdate update =
                    bayesian.decide(Worlds.threeMetrics(2, 0.5, 0.5), economy).orElseThrow();
            kinds.add(update.reasoning().replaceAll(".*\\((.*)\\).*", "$1"));
            boolean isRefused = cycle == 2;
            bayesian.onResult(update, isRefused ? Worlds.refused() : Worlds.accepted(update));
            economy = isRefused ? economy : Worlds.applied(economy, update);
        }
        assertThat(kinds)
                .containsExactly(
                        "explore", "explore", "explore", "explore", "explore", "explore", "optimize", "optimize");
    }

    @Test
    @DisplayName("it finds a good scanXp within 40 trials where the score peaks at 20")
    void finds() {
        Strategy bayesian = Worlds.strategy("bayesian", Map.of(), 3);
        assertThat(bayesian.report()).isEqualTo("no trials yet\n");
        Economy economy = Economy.defaults();
        int near = 0;
        for (int cycle = 0; cycle < 60; cycle++) {
            double miss = Math.abs(economy.value(EconomyParameter.SCAN_XP) - 20);
            economy = Worlds.acceptedCycle(bayesian, Worlds.threeMetrics(5 - 0.3 * miss, 0.5, 0.5), economy);
            if (cycle >= 40 && Math.abs(economy.value(EconomyParameter.SCAN_XP) - 20) <= 3) {
                near++;
            }
        }
        // by chance it would be 6.7 of 20
        assertThat(near).isGreaterThanOrEqualTo(15);
        assertThat(bayesian.report())
                .matches("59 trials, best score \\d\\.\\d{3} at scanXp=(19|20|21), feedbackXp=\\d+,"
                        + " streakBonusPerDay=\\d+, firstScanOfDayXp=\\d+\n");
    }

    @Test
    @DisplayName("all proposals lie in the space that is searched")
    void staysInItsSpace() {
        Strategy bayesian = Worlds.strategy("bayesian", Map.of("candidates", 20), 9);
        for (int cycle = 0; cycle < 150; cycle++) {
            bayesian.decide(Worlds.threeMetrics(cycle % 5, 0.5, 0.5), Economy.defaults())
                    .ifPresent(update -> {
                        bayesian.onResult(update, Worlds.accepted(update));
                        assertThat(update.economyOverrides().get("scanXp")).isBetween(5.0, 25.0);
                        assertThat(update.economyOverrides().get("feedbackXp")).isBetween(8.0, 30.0);
                        assertThat(update.economyOverrides().get("streakBonusPerDay"))
                                .isBetween(3.0, 15.0);
                        assertThat(update.economyOverrides().get("firstScanOfDayXp"))
                                .isBetween(8.0, 25.0);
                    });
        }
    }
}
