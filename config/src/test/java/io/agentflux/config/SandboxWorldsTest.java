package io.agentflux.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.Signals;
import io.agentflux.orchestrator.MatchExecutor;
import io.agentflux.orchestrator.MatchResult;
import io.agentflux.orchestrator.MetricOutcome;
import io.agentflux.orchestrator.Tournament;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.VariantOutcome;
import io.agentflux.orchestrator.analysis.Standing;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyCatalog;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SandboxWorldsTest {

    /** Named by its class below. */
    public static final class TwoPointsMore implements Strategy {
        @Override
        public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
            return economy.value(EconomyParameter.SCAN_XP) >= 12
                    ? Optional.empty()
                    : Optional.of(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "two points more"));
        }
    }

    private static TournamentResult play(Design design, int people, int replications) {
        String yaml = """
                name: worlds
                design: %s
                replications: %d
                people: %d
                days: 28
                washout-days: 7
                scenarios: [stationary]
                strategies:
                  - static
                  - name: more
                    strategy: %s
                """.formatted(
                        design.name().toLowerCase(Locale.ROOT), replications, people, TwoPointsMore.class.getName());
        StrategyCatalog catalog = StrategyCatalog.load(SandboxWorldsTest.class.getClassLoader());
        Reading<TournamentSpec> reading = TournamentFile.parse("worlds.yaml", yaml, Vocabulary.of(catalog));
        assertThat(reading).isInstanceOf(Reading.Valid.class);
        Tournament tournament = TournamentAssembly.of(((Reading.Valid<TournamentSpec>) reading).value(), catalog);
        List<MatchResult> matches =
                tournament.play(MatchExecutor.local(2)).collectList().block(Duration.ofMinutes(2));
        return TournamentResult.of(tournament.plan(), matches);
    }

    private static VariantOutcome first(TournamentResult result, String entrant) {
        return result.matches().get(0).outcome().entrants().get(entrant);
    }

    @Test
    @DisplayName("twins that change nothing live exactly the control's lives")
    void twinsOfTheControlAreTheControl() {
        TournamentResult result = play(Design.TWIN, 60, 2);

        for (MatchResult match : result.matches()) {
            assertThat(match.outcome().entrants().get("static").value())
                    .isEqualTo(match.outcome().control().value());
        }
        MetricOutcome.Effect effect =
                first(result, "static").metrics().get(Metric.SCAN_FREQUENCY).effect();
        assertThat(effect.difference()).isZero();
        assertThat(effect.pooledFisherP()).isNull();
    }

    @Test
    @DisplayName("twins show a small change person by person where split people hide it")
    void twinsShowSmallChanges() {
        MetricOutcome.Effect twin = first(play(Design.TWIN, 300, 1), "more")
                .metrics()
                .get(Metric.SCAN_FREQUENCY)
                .effect();
        MetricOutcome.Effect split = first(play(Design.SPLIT, 300, 1), "more")
                .metrics()
                .get(Metric.SCAN_FREQUENCY)
                .effect();

        assertThat(twin.low()).isPositive();
        assertThat(twin.high() - twin.low()).isLessThan((split.high() - split.low()) / 5);
    }

    @Test
    @DisplayName("common worlds cut the variance of a difference at least threefold")
    void commonWorldsPay() {
        TournamentResult result = play(Design.TWIN, 200, 8);
        Standing more = result.ranking().standings().stream()
                .filter(standing -> standing.strategy().equals("more"))
                .findFirst()
                .orElseThrow();

        assertThat(more.againstControl().gain().factor()).isGreaterThan(3);
    }

    @Test
    @DisplayName(
            "split people are shared out among all variants, and ratios come with Fisher's test for comparison only")
    void splitsPeople() {
        TournamentResult result = play(Design.SPLIT, 100, 1);
        Map<Metric, MetricOutcome> metrics = first(result, "more").metrics();

        assertThat(first(result, "static").value())
                .isNotEqualTo(result.matches().get(0).outcome().control().value());
        assertThat(metrics.get(Metric.FEEDBACK_QUALITY).effect().pooledFisherP())
                .isNotNull();
        assertThat(metrics.get(Metric.RETENTION_RATE).effect().pooledFisherP()).isNull();
    }
}
