package io.agentflux.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.Signals;
import io.agentflux.orchestrator.Benchmark;
import io.agentflux.orchestrator.MatchExecutor;
import io.agentflux.orchestrator.MatchResult;
import io.agentflux.orchestrator.MetricOutcome;
import io.agentflux.orchestrator.Regret;
import io.agentflux.orchestrator.Tournament;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.VariantOutcome;
import io.agentflux.orchestrator.analysis.Standing;
import io.agentflux.orchestrator.report.JsonExport;
import io.agentflux.sandbox.oracle.OracleLibrary;
import io.agentflux.sandbox.population.BehaviourConstant;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyCatalog;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** Named by its class below. */
    public static final class Doubling implements Strategy {
        @Override
        public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
            return Optional.of(ConfigUpdate.of(
                    EconomyParameter.FEEDBACK_XP, 2 * economy.value(EconomyParameter.FEEDBACK_XP), "twice as much"));
        }
    }

    private static final String FOUR_WEEKS = "days: 28\nwashout-days: 7\nscenarios: [stationary]";

    private static TournamentResult play(Design design, int people, int replications) {
        return play(design, people, replications, FOUR_WEEKS);
    }

    private static TournamentResult play(Design design, int people, int replications, String world) {
        String yaml = """
                name: worlds
                design: %s
                replications: %d
                people: %d
                %s
                strategies:
                  - static
                  - name: more
                    strategy: %s
                  - name: doubles
                    strategy: %s
                """.formatted(
                        design.name().toLowerCase(Locale.ROOT),
                        replications,
                        people,
                        world,
                        TwoPointsMore.class.getName(),
                        Doubling.class.getName());
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
    @DisplayName("common worlds cut the variance of a difference at least tenfold")
    void commonWorldsPay() {
        TournamentResult result = play(Design.TWIN, 200, 12, "scenarios: [stationary, fragile-retention]");
        Standing more = result.ranking().standings().stream()
                .filter(standing -> standing.strategy().equals("more"))
                .findFirst()
                .orElseThrow();

        assertThat(more.againstControl().gain().factor()).isGreaterThan(10);
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

    @Test
    @DisplayName(
            "a scenario as the library has it is measured by its oracle: static economy and sequence, played in its worlds")
    void playsTheOracle() {
        TournamentResult result = play(Design.TWIN, 400, 3, "scenarios: [regime-shift]");

        assertThat(result.plan().benchmarks()).hasSize(1);
        Benchmark benchmark = result.plan().benchmarks().get(0);
        assertThat(benchmark.isOracle()).isTrue();
        assertThat(benchmark.economy())
                .isEqualTo(OracleLibrary.named("regime-shift").orElseThrow().economy());
        for (MatchResult match : result.matches()) {
            assertThat(match.outcome().bestStatic().value())
                    .isGreaterThan(match.outcome().control().value());
            assertThat(match.outcome().bestSequence().value())
                    .isGreaterThan(match.outcome().control().value())
                    .isNotEqualTo(match.outcome().bestStatic().value());
        }
        Regret idle = result.regrets().get(0);
        assertThat(idle.share()).isEqualTo(1);
        assertThat(idle.toStatic().estimate())
                .isEqualTo(result.yardsticks().get(0).gain().estimate());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "days: 28 | 28 days and 28 of washout instead of 84 and 28",
                "objective: {weights: {RETENTION_RATE: 1}} | another objective",
                "washout-weight: 0 | another objective"
            })
    @DisplayName("where no oracle was computed for the scenario as it is, the result says why, and tells no regret")
    void saysWhyThereIsNoOracle(String change, String reason) {
        TournamentResult result = play(Design.TWIN, 20, 1, change + "\nscenarios: [sparse]");

        Benchmark benchmark = result.plan().benchmarks().get(0);
        assertThat(benchmark.isOracle()).isFalse();
        assertThat(benchmark.origin()).contains("No oracle: " + reason, "'sparse' stands in");
        assertThat(benchmark.economy())
                .isEqualTo(OracleLibrary.named("sparse").orElseThrow().economy());
        assertThat(result.regrets()).isEmpty();
        assertThat(result.matches().get(0).outcome().bestSequence()).isNull();
        assertThat(JsonExport.of(result)).contains("\"oracle\" : false", reason);
    }

    @Test
    @DisplayName("constants of one's own have no oracle, even if the number of days is the usual one")
    void ownConstantsHaveNoOracle() {
        TournamentResult result =
                play(Design.TWIN, 20, 1, "scenarios: [{name: mine, extends: stationary, params: {h0: 0.01}}]");

        assertThat(result.plan().benchmarks().get(0).origin())
                .contains("No oracle: people or events of its own", "'stationary' stands in");
    }

    @Test
    @DisplayName(
            "split people: taking out what the burn-in explains narrows differences and leaves them where they are")
    void takesOutTheBurnIn() {
        TournamentResult result = play(Design.SPLIT, 300, 12);

        assertThat(result.adjustmentGain()).isGreaterThan(2);
        MetricOutcome.Effect effect =
                first(result, "more").metrics().get(Metric.SCAN_FREQUENCY).effect();
        assertThat(effect.varianceLeft()).isBetween(0.1, 0.5);
        double plain = 0;
        double adjusted = 0;
        for (MatchResult match : result.matches()) {
            VariantOutcome more = match.outcome().entrants().get("more");
            assertThat(more.value()).isNotEqualTo(more.plainValue());
            plain += more.plainValue() - match.outcome().control().plainValue();
            adjusted += more.value() - match.outcome().control().value();
        }
        double truth = play(Design.TWIN, 2_000, 2).matches().stream()
                .mapToDouble(match -> match.outcome().entrants().get("more").value()
                        - match.outcome().control().value())
                .average()
                .orElseThrow();
        assertThat(Math.abs(adjusted / 12 - truth)).isLessThan(0.02);
        assertThat(Math.abs(plain / 12 - truth)).isLessThan(0.04);
    }

    @Test
    @DisplayName("twins need no adjustment, and nothing is adjusted")
    void leavesTwinsAlone() {
        TournamentResult result = play(Design.TWIN, 50, 2);

        assertThat(result.adjustmentGain()).isNaN();
        assertThat(first(result, "more").value())
                .isEqualTo(first(result, "more").plainValue());
    }

    @Test
    @DisplayName("without a washout there is nothing to adjust in it")
    void adjustsWithoutWashout() {
        String alone = "scenarios: [stationary]";
        String coupled =
                "scenarios: [{extends: stationary, name: together, params: {social-pull: 0.5}, leaderboard: shared}]";
        for (String world : List.of(alone, coupled)) {
            TournamentResult result = play(Design.SPLIT, 40, 1, "days: 14\nwashout-days: 0\n" + world);

            assertThat(first(result, "more").value())
                    .isFinite()
                    .isNotEqualTo(first(result, "more").plainValue());
            assertThat(first(result, "more").washoutValue()).isNaN();
        }
    }

    @Test
    @DisplayName("newcomers have no burn-in, and are average")
    void adjustsWithNewcomers() {
        TournamentResult result = play(Design.SPLIT, 60, 1, "days: 14\nwashout-days: 7\nscenarios: [consumer-funnel]");

        assertThat(first(result, "more").value()).isFinite();
    }

    @Test
    @DisplayName("who raises rewards beyond all measure spoils a score, and not the tournament")
    void survivesRunawayRewards() {
        TournamentResult result = play(Design.TWIN, 10, 1, """
                days: 40
                scenarios: [sparse]
                guardrails: {delta-limit-percent: 100}""");

        assertThat(first(result, "doubles").value()).isFinite().isNegative();
    }

    private static String fourWeeks(String scenario) {
        return "days: 28\nwashout-days: 7\nscenarios: [" + scenario + "]";
    }

    @Test
    @DisplayName("people who are shared out are counted, and their numbers checked")
    void checksSampleRatio() {
        TournamentResult result =
                play(Design.SPLIT, 200, 3, fourWeeks("{extends: stationary, arrivals-per-day: 0.01}"));

        Map<String, Integer> assigned = result.matches().get(0).outcome().assigned();
        assertThat(assigned).containsOnlyKeys("control", "static", "more", "doubles");
        // 800 at the start and 35 days of about 8
        assertThat(assigned.values().stream().mapToInt(people -> people).sum()).isBetween(1_000, 1_160);
        assertThat(result.sampleRatio().orElseThrow().pValue()).isBetween(.001, .999);
        assertThat(JsonExport.of(result)).contains("\"sampleRatio\"", "\"assigned\"");
        assertThat(play(Design.TWIN, 50, 1).sampleRatio()).isEmpty();
    }

    @Test
    @DisplayName("sites that are assigned as wholes are what is counted and compared")
    void comparesSites() {
        MatchResult bySite = play(Design.SPLIT, 400, 1, fourWeeks("{extends: stationary, sites: 40}"))
                .matches()
                .get(0);
        MatchResult byPerson = play(Design.SPLIT, 400, 1).matches().get(0);

        assertThat(bySite.outcome().assigned())
                .isEqualTo(Map.of("control", 10, "static", 10, "more", 10, "doubles", 10));
        MetricOutcome sites = bySite.outcome().control().metrics().get(Metric.SCAN_FREQUENCY);
        MetricOutcome people = byPerson.outcome().control().metrics().get(Metric.SCAN_FREQUENCY);
        // the spread between sites is that of the people in them, since sites differ in nothing else here
        assertThat(sites.standardError())
                .isBetween(people.standardError() / 3, people.standardError() * 3)
                .isNotEqualTo(people.standardError());
        MetricOutcome.Effect effect = bySite.outcome()
                .entrants()
                .get("more")
                .metrics()
                .get(Metric.SCAN_FREQUENCY)
                .effect();
        assertThat(effect.low()).isLessThan(effect.high());
    }

    @Test
    @DisplayName("a shared leaderboard lets the control feel what others do, one of its own does not")
    void sharedLeaderboardCouples() {
        String social = "{extends: stationary, params: {social-pull: 0.5}, leaderboard: %s}";
        MatchResult own = play(Design.TWIN, 500, 1, fourWeeks(social.formatted("own")))
                .matches()
                .get(0);
        MatchResult shared = play(Design.TWIN, 500, 1, fourWeeks(social.formatted("shared")))
                .matches()
                .get(0);

        assertThat(own.outcome().entrants().get("static").value())
                .isEqualTo(own.outcome().control().value());
        assertThat(shared.outcome().entrants().get("static").value())
                .isEqualTo(shared.outcome().control().value());
        assertThat(shared.outcome().control().value())
                .isNotEqualTo(own.outcome().control().value());
    }

    @Test
    @DisplayName("a constant that is fixed in a file is not drawn, and one with a range differs between worlds")
    void drawsOnlyWhatIsOpen() {
        String scenario = "{extends: randomised, params: {h0: 0.2, hUp: {from: 0.02, to: 0.1}}}";
        Reading<TournamentSpec> reading = parse("{name: t, scenarios: [" + scenario + "], strategies: [static]}");
        TournamentSpec spec = ((Reading.Valid<TournamentSpec>) reading).value();
        Scenario assembled = ScenarioAssembly.of(spec.scenarios().get(0), spec);

        assertThat(assembled.inWorld(1).constants().value(BehaviourConstant.CHURN_HAZARD))
                .isEqualTo(.2);
        assertThat(assembled.inWorld(1).constants().value(BehaviourConstant.HABIT_GAIN))
                .isBetween(.02, .1)
                .isNotEqualTo(assembled.inWorld(2).constants().value(BehaviourConstant.HABIT_GAIN));
    }

    @Test
    @DisplayName("kinds of people cannot be changed where organisations have kinds of their own")
    void refusesSegmentsOfTenants() {
        Reading<TournamentSpec> reading = parse(
                "{name: t, scenarios: [{extends: multi-tenant, segments: {casual: 0.42}}], strategies: [static]}");

        assertThat(((Reading.Invalid<TournamentSpec>) reading).problems())
                .extracting(Problem::message)
                .containsExactly("scenario 'multi-tenant' has kinds of people of its own in each organisation;"
                        + " remove 'segments'");
    }

    private static Reading<TournamentSpec> parse(String yaml) {
        StrategyCatalog catalog = StrategyCatalog.load(SandboxWorldsTest.class.getClassLoader());
        return TournamentFile.parse("t.yaml", yaml, Vocabulary.of(catalog));
    }
}
