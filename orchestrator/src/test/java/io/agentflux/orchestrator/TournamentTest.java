package io.agentflux.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.Signals;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.orchestrator.analysis.Conclusion;
import io.agentflux.orchestrator.report.CsvExport;
import io.agentflux.orchestrator.report.JsonExport;
import io.agentflux.strategy.Strategy;
import io.agentflux.testkit.FakeArena;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;

class TournamentTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A world in which the objective is the mean of scanXp over the days, plus a weather of its own. */
    private static final class ToyWorld implements World {
        private final MatchSpec match;
        private final Scheduler clock;
        private final Map<String, FakeArena> arenas = new LinkedHashMap<>();
        private final Instant end;

        ToyWorld(MatchSpec match, List<String> entrants, Scheduler clock) {
            this.match = match;
            this.clock = clock;
            end = Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS)).plus(Duration.ofDays(10));
            entrants.forEach(entrant -> arenas.put(entrant, arena()));
        }

        @Override
        public Arena arena(String entrant) {
            return arenas.get(entrant);
        }

        @Override
        public Instant end() {
            return end;
        }

        @Override
        public WorldOutcome judge() {
            double weather = new SplittableRandom(match.seed()).nextDouble();
            Map<String, VariantOutcome> entrants = new LinkedHashMap<>();
            arenas.forEach((name, arena) ->
                    entrants.put(name, outcome(weather + arena.economy().value(EconomyParameter.SCAN_XP) / 10)));
            return new WorldOutcome(
                    outcome(weather + 1), outcome(weather + 2 + 0.01 * weather), outcome(weather + 3), entrants);
        }

        private static VariantOutcome outcome(double value) {
            Map<Metric, MetricOutcome> metrics = new EnumMap<>(Metric.class);
            for (Metric metric : Metric.values()) {
                metrics.put(metric, new MetricOutcome(value, 0.1, null));
            }
            return new VariantOutcome(value, value, value, Double.NaN, 20 - value, metrics);
        }

        private FakeArena arena() {
            FakeArena arena = FakeArena.create(clock, new GuardrailLimits(Duration.ofSeconds(1), 100));
            arena.react(economy -> {
                if (clock.now(TimeUnit.MILLISECONDS) >= end.toEpochMilli()) {
                    throw new ArenaClosedException("EXPERIMENT_ENDED", null);
                }
                return new Signals(1, 1, 1, 1, 1, Map.of(), null);
            });
            return arena;
        }
    }

    private static Strategy paying(double scanXp) {
        return (signals, economy) -> economy.value(EconomyParameter.SCAN_XP) == scanXp
                ? Optional.empty()
                : Optional.of(ConfigUpdate.of(EconomyParameter.SCAN_XP, scanXp, "pays " + scanXp));
    }

    private static TournamentPlan plan(int replications, String... entrants) {
        return new TournamentPlan(
                "toy",
                "cafe",
                42,
                List.of("sunny", "rainy"),
                replications,
                List.of(entrants),
                Duration.ofDays(1),
                0.95,
                List.of(
                        new Benchmark("sunny", Economy.defaults(), List.of(Economy.defaults()), 0.01, "the oracle"),
                        new Benchmark("rainy", Economy.defaults(), List.of(), Double.NaN, "a stand-in")));
    }

    private static Tournament tournament(int replications) {
        return Tournament.of(
                plan(replications, "generous", "holds", "gambles"),
                List.of(
                        new Entrant("generous", random -> paying(15)),
                        new Entrant("holds", random -> (signals, economy) -> Optional.empty()),
                        new Entrant("gambles", random -> paying(Math.rint(5 + 10 * random.nextDouble())))),
                ToyWorld::new);
    }

    private static List<MatchResult> played(Tournament tournament, int workers) {
        List<MatchResult> results =
                tournament.play(MatchExecutor.local(workers)).collectList().block(PATIENCE);
        assertThat(results).isNotNull();
        return results;
    }

    @Test
    @DisplayName("the results are the same bytes whatever the number of workers and the order of arrival")
    void sameBytesForAnyNumberOfWorkers() {
        Tournament tournament = tournament(12);
        List<MatchResult> shuffled = new ArrayList<>(played(tournament, 2));
        Collections.shuffle(shuffled, new Random(1));

        String one = JsonExport.of(TournamentResult.of(tournament.plan(), played(tournament, 1)));

        assertThat(JsonExport.of(TournamentResult.of(tournament.plan(), shuffled)))
                .isEqualTo(one);
        assertThat(JsonExport.of(TournamentResult.of(tournament.plan(), played(tournament, 8))))
                .isEqualTo(one);
    }

    @Test
    @DisplayName("scores are 0 for the control and 1 for the best static economy on average, and verdicts follow")
    void normalisesScores() {
        Tournament tournament = tournament(12);
        TournamentResult result = TournamentResult.of(tournament.plan(), played(tournament, 2));

        assertThat(result.isComplete()).isTrue();
        assertThat(result.isNormalised()).isTrue();
        assertThat(result.ranking().standings().get(0).strategy()).isEqualTo("generous");
        assertThat(result.ranking()
                        .standings()
                        .get(0)
                        .againstControl()
                        .difference()
                        .estimate())
                .isBetween(0.49, 0.5);
        assertThat(result.ranking().standings().get(0).againstControl().conclusion())
                .isEqualTo(Conclusion.BETTER);
    }

    @Test
    @DisplayName("regret is told for the scenarios with an oracle alone, against the static economy and the sequence")
    void tellsRegret() {
        Tournament tournament = tournament(12);
        List<Regret> regrets =
                TournamentResult.of(tournament.plan(), played(tournament, 2)).regrets();

        assertThat(regrets).extracting(Regret::entrant).containsExactly("generous", "holds", "gambles");
        Regret generous = regrets.get(0);
        assertThat(generous.worlds()).isEqualTo(12);
        assertThat(generous.toStatic().estimate()).isBetween(0.5, 0.51);
        assertThat(generous.toSequence().estimate()).isCloseTo(1.5, within(1e-9));
        assertThat(generous.share()).isCloseTo(0.75, within(1e-9));
        assertThat(regrets.get(1).share()).isCloseTo(1, within(1e-9));
    }

    @Test
    @DisplayName("who raises the objective at the cost of hidden usefulness shows a gap")
    void showsTheGoodhartGap() {
        Tournament tournament = tournament(12);
        List<Usefulness> usefulness =
                TournamentResult.of(tournament.plan(), played(tournament, 2)).usefulness();

        Usefulness generous = usefulness.get(0);
        assertThat(generous.value()).isCloseTo(generous.control() - 0.5, within(1e-9));
        assertThat(generous.test().difference().estimate()).isCloseTo(-0.5, within(1e-9));
        double weather = 20 - generous.control() - 1;
        assertThat(generous.gap().estimate()).isCloseTo(0.5 / (1 + weather) + 0.5 / (19 - weather), within(1e-9));
        assertThat(usefulness.get(1).gap().estimate()).isZero();
    }

    @Test
    @DisplayName("cycles, holds and accepted updates are counted, and the closing of the arena is no failure")
    void countsConduct() {
        Tournament tournament = tournament(1);
        Conduct conduct = TournamentResult.of(tournament.plan(), played(tournament, 1))
                .conduct()
                .get("generous");

        assertThat(conduct.cycles()).isEqualTo(20);
        assertThat(conduct.accepted()).isEqualTo(2);
        assertThat(conduct.held()).isEqualTo(18);
        assertThat(conduct.failedCycles()).isZero();
        assertThat(conduct.failure()).isNull();
    }

    @Test
    @DisplayName("a strategy that always throws ends after five cycles, is reported, and does not stop the others")
    void reportsBrokenStrategies() {
        Tournament tournament = Tournament.of(
                plan(1, "broken", "generous"),
                List.of(
                        new Entrant("broken", random -> (signals, economy) -> {
                            throw new IllegalStateException("a bug");
                        }),
                        new Entrant("generous", random -> paying(15))),
                ToyWorld::new);
        TournamentResult result = TournamentResult.of(tournament.plan(), played(tournament, 2));

        assertThat(result.conduct().get("broken").failedCycles()).isEqualTo(10);
        assertThat(result.conduct().get("broken").failure()).contains("a bug");
        assertThat(result.conduct().get("generous").accepted()).isEqualTo(2);
    }

    @Test
    @DisplayName("what was played before an interruption is analysed and marked as incomplete")
    void analysesPartialResults() {
        Tournament tournament = tournament(12);
        List<MatchResult> some =
                tournament.play(MatchExecutor.local(1)).take(5).collectList().block(PATIENCE);

        TournamentResult result = TournamentResult.of(tournament.plan(), some);

        assertThat(result.isComplete()).isFalse();
        assertThat(result.ranking().completeWorlds()).isEqualTo(5);
        assertThat(JsonExport.of(result)).contains("\"complete\" : false");
        assertThat(TournamentResult.of(tournament.plan(), List.of()).isNormalised())
                .isFalse();
    }

    @Test
    @DisplayName("cancelling starts no further match")
    void cancels() {
        AtomicInteger started = new AtomicInteger();
        Tournament tournament = Tournament.of(
                plan(50, "holds"),
                List.of(new Entrant("holds", random -> (signals, economy) -> Optional.empty())),
                (match, entrants, clock) -> {
                    started.incrementAndGet();
                    return new ToyWorld(match, entrants, clock);
                });

        StepVerifier.create(tournament.play(MatchExecutor.local(2)), 1)
                .expectNextCount(1)
                .thenCancel()
                .verify(PATIENCE);

        assertThat(started.get()).isLessThan(20);
    }

    @Test
    @DisplayName("more replications leave the seeds of the first ones as they are, and scenarios share seeds")
    void keepsSeeds() {
        List<MatchSpec> few = plan(3, "x").matches();
        List<MatchSpec> many = plan(5, "x").matches();

        assertThat(few).hasSize(6);
        assertThat(many.subList(0, 3)).extracting(MatchSpec::seed).isEqualTo(seeds(few.subList(0, 3)));
        assertThat(seeds(few.subList(3, 6))).isEqualTo(seeds(few.subList(0, 3)));
    }

    private static List<Long> seeds(List<MatchSpec> matches) {
        return matches.stream().map(MatchSpec::seed).toList();
    }

    @Test
    @DisplayName("adding an entrant does not change what the others draw")
    void keepsChance() {
        Entrant gambler = new Entrant("gambles", random -> paying(Math.rint(5 + 10 * random.nextDouble())));
        Tournament alone = Tournament.of(plan(3, "gambles"), List.of(gambler), ToyWorld::new);

        assertThat(values(played(alone, 1), "gambles")).isEqualTo(values(played(tournament(3), 1), "gambles"));
    }

    private static List<Double> values(List<MatchResult> results, String entrant) {
        return results.stream()
                .map(result -> result.outcome().entrants().get(entrant).value())
                .toList();
    }

    @Test
    @DisplayName("exported tables have a line per strategy and per match and variant")
    void exportsTables() {
        Tournament tournament = tournament(2);
        TournamentResult result = TournamentResult.of(tournament.plan(), played(tournament, 1));

        assertThat(CsvExport.ranking(result).lines()).hasSize(1 + 4);
        assertThat(CsvExport.matches(result).lines()).hasSize(1 + 4 * 4);
    }

    @Test
    @DisplayName("a plan refuses the control as an entrant, names used twice and nobody at all")
    void refusesOddPlans() {
        assertThatThrownBy(() -> plan(1, "control")).hasMessageContaining("none of them 'control'");
        assertThatThrownBy(() -> plan(1, "a", "a")).hasMessageContaining("each its own name");
        assertThatThrownBy(() -> plan(0, "a")).hasMessageContaining("0 replications");
    }
}
