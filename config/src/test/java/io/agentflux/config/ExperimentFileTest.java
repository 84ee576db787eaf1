package io.agentflux.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.guardrail.Bounds;
import io.agentflux.guardrail.ExtraParameter;
import io.agentflux.guardrail.ExtraParameter.Kind;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.AnalysisPlan;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.HealthLimits;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.progress.Badge;
import io.agentflux.sandbox.progress.Reward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentFileTest {

    private static final String SMALLEST = """
            name: Spring
            variants:
              - {name: Control, role: control}
              - {name: Team 1}
            """;

    private static ExperimentSpec valid(String text) {
        Reading<ExperimentSpec> reading = ExperimentFile.parse("e.yaml", text);
        assertThat(reading).as(reading.toString()).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid<ExperimentSpec>) reading).value();
    }

    private static List<String> problems(String text) {
        Reading<ExperimentSpec> reading = ExperimentFile.parse("e.yaml", text);
        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        return ((Reading.Invalid<ExperimentSpec>) reading)
                .problems().stream().map(Problem::toString).toList();
    }

    @Test
    @DisplayName("a name and two variants are enough, and ids follow from the names")
    void readsTheSmallestFile() {
        ExperimentSpec spec = valid(SMALLEST);

        assertThat(spec)
                .isEqualTo(ExperimentSpec.builder(
                                "exp_spring",
                                "Spring",
                                List.of(
                                        VariantSpec.control("var_control").named("Control"),
                                        VariantSpec.treatment("var_team-1", GuardrailLimits.standard())
                                                .named("Team 1")))
                        .build());
    }

    @Test
    @DisplayName("an empty file is told what an experiment needs")
    void refusesAnEmptyFile() {
        assertThat(problems(""))
                .singleElement()
                .asString()
                .contains("the file is empty; an experiment needs at least the keys name and variants");
    }

    @Test
    @DisplayName("what the form of the dashboard makes is read as it was meant")
    void readsWhatTheDashboardWrites() throws IOException {
        ExperimentSpec spec = valid(Files.readString(Path.of("src/test/resources/written-by-the-dashboard.yaml")));

        GuardrailLimits limits = new GuardrailLimits(Duration.ofMinutes(5), 100);
        assertThat(spec.name()).isEqualTo("Autumn: \"2026\"");
        assertThat(spec.tenant()).isEqualTo("school");
        assertThat(spec.hypothesis()).isEqualTo("Rewards that adapt keep people. # not a comment");
        assertThat(spec.people()).isEqualTo(new PeopleSpec.Live());
        assertThat(spec.plan())
                .isEqualTo(new AnalysisPlan(0.05, 0.8, 0.5, 63, 28, AnalysisPlan.Stopping.FIXED_DAYS, 20.0));
        assertThat(spec.variants())
                .containsExactly(
                        VariantSpec.control("var_control").named("Control").limitedBy(limits),
                        VariantSpec.treatment("var_team-1", limits)
                                .named("Team 1")
                                .weighing(2)
                                .startingWith(Map.of(
                                        EconomyParameter.SCAN_XP, 12.0, EconomyParameter.STREAK_BONUS_CAP, 60.0)),
                        VariantSpec.treatment("var_2026", limits).named("2026").withoutAgent());
    }

    @Test
    @DisplayName("everything that can be said is read")
    void readsEverything() {
        ExperimentSpec spec = valid("""
                name: Spring
                id: spring_26
                tenant: school
                hypothesis: More is more.
                primary-metric: RETENTION_RATE
                extra-metrics: [STICKINESS, CHURN_RATE, SESSION_FREQUENCY, LEVEL_ENTROPY]
                economy: {scanXp: 12}
                guardrails:
                  update-interval: 5m
                  delta-limit-percent: 10
                  bounds: {scanXp: {least: 1, most: 100}}
                  daily-budget-points: 500
                  approval: required
                people: {scenario: stationary, seed: 9, per-variant: 30}
                start: 2026-12-01T08:00:00Z
                day: 10s
                days: 14
                signal-cache: 5m
                streak-freezes: 2
                plan: {minimum-effect: 0.5, power: 0.9, days: 14, arrivals-per-day: 12.5}
                parameters:
                  - {name: dailyXpCap, default: 500, least: 50, most: 5000, description: Points a day.}
                  - {name: qualityFactor, kind: number, default: 0.5, most: 4}
                  - {name: streakFreezeAllowed, kind: boolean, default: 1}
                rewards: [{name: Mug, level: 3}, {name: Pin, badge: week-streak}, {name: Book, weekly-rank: 1}]
                health: {retention-floor: 0.4, release-after: 2h, frozen-variant: revert, idle-days: 3, degradation-limit: 0.2, rejection-limit: 3}
                variants:
                  - {name: Control, id: c, role: control, weight: 2}
                  - {name: A, economy: {photoXp: 0}, guardrails: aggressive}
                  - {name: B, streak-freezes: 0, parameters: {dailyXpCap: 300}}
                  - {name: C, role: fixed, economy: {scanXp: 30}}
                """);

        assertThat(spec.id()).isEqualTo("spring_26");
        assertThat(spec.tenant()).isEqualTo("school");
        assertThat(spec.hypothesis()).isEqualTo("More is more.");
        assertThat(spec.primaryMetric()).isEqualTo(Metric.RETENTION_RATE);
        assertThat(spec.extraMetrics())
                .containsExactly("STICKINESS", "CHURN_RATE", "SESSION_FREQUENCY", "LEVEL_ENTROPY");
        assertThat(spec.people()).isEqualTo(new PeopleSpec.Simulated("stationary", 9, 30));
        assertThat(spec.startsAt()).isEqualTo(Instant.parse("2026-12-01T08:00:00Z"));
        assertThat(spec.dayLength()).isEqualTo(Duration.ofSeconds(10));
        assertThat(spec.days()).isEqualTo(14);
        assertThat(spec.signalCache()).isEqualTo(Duration.ofMinutes(5));
        assertThat(spec.plan())
                .isEqualTo(new AnalysisPlan(0.05, 0.9, 0.5, 85, 14, AnalysisPlan.Stopping.FIXED_DAYS, 12.5));
        assertThat(spec.health()).isEqualTo(new HealthLimits(3, 0.4, Duration.ofHours(2), true, 4, 3, 0.02, 0.2, 3));
        assertThat(spec.rewards())
                .containsExactly(
                        new Reward("Mug", 3, null, null),
                        new Reward("Pin", null, Badge.WEEK_STREAK, null),
                        new Reward("Book", null, null, 1));
        assertThat(spec.parameters())
                .containsExactly(
                        new ExtraParameter("dailyXpCap", Kind.INTEGER, 500, new Bounds(50, 5_000), "Points a day."),
                        new ExtraParameter("qualityFactor", Kind.NUMBER, 0.5, new Bounds(0, 4), ""),
                        ExtraParameter.ofBoolean("streakFreezeAllowed", true, ""));
        assertThat(spec.variant("var_b").startingParameters()).isEqualTo(Map.of("dailyXpCap", 300.0));
        assertThat(spec.variants()).extracting(VariantSpec::streakFreezes).containsExactly(2, 2, 0, 2);
        assertThat(spec.variants()).extracting(VariantSpec::hasAgent).containsExactly(false, true, true, false);
        assertThat(spec.variant("c").enrolmentWeight()).isEqualTo(2);
        assertThat(spec.variant("var_a").limits()).isEqualTo(GuardrailLimits.aggressive());
        assertThat(spec.variant("var_a").extra().needsApproval()).isFalse();
        assertThat(spec.variant("var_b").limits()).isEqualTo(new GuardrailLimits(Duration.ofMinutes(5), 10));
        assertThat(spec.variant("var_b").extra().bounds())
                .isEqualTo(Map.of(EconomyParameter.SCAN_XP, new Bounds(1, 100)));
        assertThat(spec.variant("var_b").extra().dailyBudgetPoints()).isEqualTo(500);
        assertThat(spec.variant("var_b").extra().needsApproval()).isTrue();
    }

    @Test
    @DisplayName(
            "the economy of an experiment is that of its variants, not of the tenant, whose changes leave it as it is")
    void givesVariantsTheEconomy() {
        ExperimentSpec spec = valid("""
                name: Spring
                economy: {scanXp: 12}
                variants:
                  - {name: Control, role: control}
                  - {name: A, economy: {photoXp: 0}}
                  - {name: B, role: fixed, economy: {scanXp: 30}}
                """);

        assertThat(spec.tenantEconomy()).isEmpty();
        assertThat(spec.variants())
                .extracting(VariantSpec::startingEconomy)
                .containsExactly(
                        Map.of(EconomyParameter.SCAN_XP, 12.0),
                        Map.of(EconomyParameter.SCAN_XP, 12.0, EconomyParameter.PHOTO_XP, 0.0),
                        Map.of(EconomyParameter.SCAN_XP, 30.0));
    }

    @Test
    @DisplayName("JSON is read as well")
    void readsJson() {
        ExperimentSpec spec = valid("""
                {"name": "Spring", "people": "live",
                 "variants": [{"name": "Control", "role": "control"}, {"name": "Team 1"}]}
                """);

        assertThat(spec.people()).isEqualTo(new PeopleSpec.Live());
    }

    @Test
    @DisplayName("the agent mode of the experiment holds for variants that do not say their own")
    void readsTheAgentMode() {
        String variants = "  - {name: B, role: agent}\n  - {name: C, role: fixed}\n";

        assertThat(valid(SMALLEST + variants + "agent-mode: off").variants())
                .extracting(VariantSpec::hasAgent)
                .containsExactly(false, false, true, false);
        assertThat(valid(SMALLEST + variants + "agent-mode: on").variants())
                .extracting(VariantSpec::hasAgent)
                .containsExactly(false, true, true, false);
    }

    @Test
    @DisplayName("whole sites of real people are asked for by a word")
    void readsWholeSites() {
        assertThat(valid(SMALLEST + "people: live-by-site").people()).isEqualTo(new PeopleSpec.Live(true));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nmae: x | e.yaml:5:1: unknown key 'nmae'; did you mean 'name'?",
                "start: tomorrow | e.yaml:5:8: 'start' is the text 'tomorrow'; give a moment in UTC, such as"
                        + " 2026-12-01T08:00:00Z",
                "people: {scenario: stationery} | e.yaml:5:20: unknown scenario 'stationery'; did you mean 'stationary'?",
                "plan: {minimum-effect: 0.5} | e.yaml:5:24: the plan is to look after the planned days, but has no 'days';"
                        + " give them, or another 'stopping-rule'",
                "economy: {scanXP: 3} | e.yaml:5:11: unknown parameter 'scanXP'; did you mean 'scanXp'?",
                "economy: {scanXp: -3} | e.yaml:5:19: 'scanXp' is -3; give a number from 0 to 1000000",
                "guardrails: {bounds: {scanXp: {least: 5, most: 2}}} | e.yaml:5:39: 'least' is above 'most';"
                        + " give the lower value as 'least' and the higher one as 'most'",
                "rewards: [{name: Mug, level: 3, badge: podium}] | e.yaml:5:18: reward 'Mug' is for 2 things; give one of level,"
                        + " badge and weekly rank",
                "extra-metrics: [CHURN_RATE, STICKYNESS] | e.yaml:5:29: unknown extra metric 'STICKYNESS'; did you mean"
                        + " 'STICKINESS'?",
                "parameters: [{name: scanxp, default: 1, most: 2}] | e.yaml:5:21: the parameter 'scanxp' is there already: 'scanXp'"
                        + " is one of the ten; give another name",
                "parameters: [{name: cap, default: 3, most: 2}] | e.yaml:5:21: the parameter 'cap' cannot be 3; give a whole"
                        + " number from 0 to 2",
                "parameters: [{name: cap, default: 3}] | e.yaml:5:21: the parameter 'cap' has no 'most'; give its highest value",
                "people: life | e.yaml:5:9: unknown kind of people 'life'; did you mean 'live'?",
            })
    @DisplayName("a mistake is reported where it stands, with what would be right")
    void reportsMistakes(String line, String problem) {
        assertThat(problems(SMALLEST + line)).singleElement().asString().startsWith(problem);
    }

    @Test
    @DisplayName("what only the variants together get wrong is reported at the list of variants")
    void reportsMistakesOfTheWhole() {
        assertThat(problems(SMALLEST.replace(", role: control", "")))
                .singleElement()
                .asString()
                .startsWith("e.yaml:3:3: experiment 'exp_spring' has 0 control and 2 treatment variants");
        assertThat(problems(SMALLEST + "people: live\nguardrails: {update-interval: 1m}"))
                .singleElement()
                .asString()
                .contains("e.yaml:3:3:", "the update interval is 1 min; give 5 to 1440 minutes");
    }

    @Test
    @DisplayName("a variant can only begin with values of parameters that the experiment declares")
    void reportsUndeclaredParameters() {
        String text = """
                name: Spring
                parameters: [{name: dailyXpCap, default: 500, least: 50, most: 5000}]
                variants:
                  - {name: Control, role: control, parameters: {dailyXpcap: 300}}
                  - {name: Team 1, parameters: {dailyXpCap: 30}}
                """;
        assertThat(problems(text))
                .containsExactly(
                        "e.yaml:4:49: unknown parameter 'dailyXpcap' of this experiment; did you mean 'dailyXpCap'?"
                                + " Known: dailyXpCap.",
                        "e.yaml:5:33: the parameter 'dailyXpCap' cannot be 30; give a whole number from 50 to 5000");
    }

    @Test
    @DisplayName("a name of which no id can be made needs one")
    void asksForAnId() {
        assertThat(problems(SMALLEST.replace("Spring", "春")))
                .containsExactly("e.yaml:1:7: 'name' has no letters or digits to make an id of; give an 'id'");
    }

    @Test
    @DisplayName("the published schema is the one that the reader's own description gives")
    void publishedSchemaIsUpToDate() throws IOException {
        String generated = ExperimentFile.jsonSchema();
        Path fresh = Files.writeString(Path.of("target", "experiment.schema.json"), generated);

        assertThat(Files.readString(Path.of("experiment.schema.json")))
                .as("copy %s over it if the change is meant", fresh)
                .isEqualTo(generated);
    }

    @Test
    @DisplayName("the files that come with the project are right")
    void readyFilesAreRight() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("experiments"))) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(ExperimentFile.read(file))
                    .isInstanceOf(Reading.Valid.class));
        }
    }
}
