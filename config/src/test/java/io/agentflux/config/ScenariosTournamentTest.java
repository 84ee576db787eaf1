package io.agentflux.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.orchestrator.Benchmark;
import io.agentflux.orchestrator.MatchExecutor;
import io.agentflux.orchestrator.MatchResult;
import io.agentflux.orchestrator.Tournament;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.analysis.Comparison;
import io.agentflux.orchestrator.analysis.ScenarioVerdicts;
import io.agentflux.sandbox.population.ScenarioLibrary;
import io.agentflux.statistics.Interval;
import io.agentflux.strategy.StrategyCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScenariosTournamentTest {

    private static TournamentSpec spec(StrategyCatalog catalog) {
        Reading<TournamentSpec> reading =
                TournamentFile.read(Path.of("tournaments", "scenarios.yaml"), Vocabulary.of(catalog));
        assertThat(reading).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid<TournamentSpec>) reading).value().withPeople(200).withReplications(5);
    }

    @Test
    @DisplayName(
            "in the tournament of all scenarios, each breaks a strategy that another favours, and each has its oracle")
    void everyScenarioBreaksAFavourite() {
        StrategyCatalog catalog = StrategyCatalog.load(ScenariosTournamentTest.class.getClassLoader());
        Tournament tournament = TournamentAssembly.of(spec(catalog), catalog);
        List<MatchResult> matches =
                tournament.play(MatchExecutor.local(2)).collectList().block(Duration.ofMinutes(5));
        List<ScenarioVerdicts> verdicts =
                TournamentResult.of(tournament.plan(), matches).byScenario();

        assertThat(verdicts)
                .extracting(ScenarioVerdicts::scenario)
                .containsExactlyInAnyOrderElementsOf(ScenarioLibrary.names().stream()
                        .filter(name -> !name.equals("large"))
                        .toList());
        assertThat(tournament.plan().benchmarks()).allMatch(Benchmark::isOracle);
        List<String> favourites = verdicts.stream()
                .flatMap(each -> strategies(each, difference -> difference.low() > 0))
                .distinct()
                .toList();
        for (ScenarioVerdicts each : verdicts) {
            if (!each.scenario().equals("randomised")) { // other people in every world: a few worlds show nothing
                assertThat(strategies(each, difference -> difference.high() < 0))
                        .as("favourites of other scenarios that %s breaks", each.scenario())
                        .containsAnyElementsOf(favourites);
            }
        }
    }

    /** By the interval of each alone: worlds are few here, and always the same. */
    private static Stream<String> strategies(ScenarioVerdicts verdicts, Predicate<Interval> condition) {
        return verdicts.comparisons().stream()
                .filter(comparison -> condition.test(comparison.difference()))
                .map(Comparison::first);
    }
}
