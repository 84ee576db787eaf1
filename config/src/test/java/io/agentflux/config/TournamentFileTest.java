package io.agentflux.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Metric;
import io.agentflux.guardrail.GuardrailLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TournamentFileTest {

    static final String EVERY_KEY = """
            name: every-key
            description: all there is
            seed: 20240601
            design: split
            replications: 30
            people: 600
            days: 60
            washout-days: 14
            washout-weight: 0.5
            cadence: 6h
            guardrails: {update-interval: 2h, delta-limit-percent: 15}
            objective:
              weights: {SCAN_FREQUENCY: .25, STREAK_LENGTH: 1}
              targets: {XP_VELOCITY: 80}
              inflation-penalty: .3
            confidence-level: 0.9
            scenarios:
              - sparse
              - name: easily-lost
                extends: stationary
                params: {h0: 0.009, streak-break-stake: 1.1}
                people: 50
                days: 20
                washout-days: 0
            strategies:
              - static
              - name: eager-pid
                strategy: pid
                with: {kp: 0.8, lever: photoXp}
            """;

    static TournamentSpec valid(String text) {
        Reading<TournamentSpec> reading = TournamentFile.parse("t.yaml", text, TestVocabulary.fixed());
        assertThat(reading).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid<TournamentSpec>) reading).value();
    }

    private static List<Problem> problems(String text) {
        return ((Reading.Invalid<TournamentSpec>) TournamentFile.parse("t.yaml", text, TestVocabulary.fixed()))
                .problems();
    }

    @Test
    @DisplayName("the shortest file means the documented defaults")
    void fillsInDefaults() {
        TournamentSpec spec = valid("name: t\nscenarios: [sparse]\nstrategies: [pid]\n");

        assertThat(spec)
                .isEqualTo(new TournamentSpec(
                        "t",
                        "",
                        1,
                        Design.TWIN,
                        20,
                        Duration.ofDays(1),
                        new GuardrailLimits(Duration.ofDays(1), 50),
                        ObjectiveSpec.ofDefaults(),
                        1,
                        0.95,
                        List.of(new ScenarioSpec("sparse", "sparse", Map.of(), 24, 84, 28)),
                        List.of(new StrategySpec(
                                "pid", "pid", Map.of("lever", "scanXp", "set-point", 3.0, "kp", 0.5)))));
    }

    @Test
    @DisplayName("every difference of a scenario arrives in the spec, and the spec's text reads back as the spec")
    void readsEveryDifference() {
        TournamentSpec spec = valid("""
                name: t
                design: split
                scenarios:
                  - extends: sparse
                    name: own
                    params: {h0: {from: 0.01, to: 0.03}, habit-gain: 0.05, kBreak: {from: 2, to: 2}}
                    burn-in-days: 0
                    arrivals-per-day: 0.02
                    sites: 40
                    segments: {casual: 0.4, keen: {share: 0.6, motivation: 0.7}}
                    events:
                      - change: {from-day: 42, params: {h0: 0.2}}
                      - outage: {from-day: 30, until-day: 34}
                      - season: {period-days: 56, amplitude: 0.45}
                  - extends: stationary
                    events: []
                strategies: [static]
                """);

        assertThat(spec.scenarios().get(0).constants()).isEqualTo(Map.of("habit-gain", .05, "streak-break-stake", 2.0));
        assertThat(spec.scenarios().get(0).changes())
                .isEqualTo(new ScenarioChanges(
                        Map.of("churn-hazard", new ScenarioChanges.DrawnConstant(.01, .03)),
                        Map.of("casual", Map.of("share", .4), "keen", Map.of("share", .6, "motivation", .7)),
                        Optional.of(0),
                        Optional.of(.02),
                        Optional.of(40),
                        false,
                        Optional.of(List.of(
                                new EventSpec.Change(42, Map.of("churn-hazard", .2)),
                                new EventSpec.Outage(30, 34),
                                new EventSpec.Season(56, .45)))));
        assertThat(spec.scenarios().get(1).changes().events()).contains(List.of());
        assertThat(valid(spec.toJson())).isEqualTo(spec);
    }

    @Test
    @DisplayName("every key of a file arrives in the spec")
    void readsEveryKey() {
        TournamentSpec spec = valid(EVERY_KEY);

        assertThat(spec)
                .isEqualTo(new TournamentSpec(
                        "every-key",
                        "all there is",
                        20240601,
                        Design.SPLIT,
                        30,
                        Duration.ofHours(6),
                        new GuardrailLimits(Duration.ofHours(2), 15),
                        spec.objective(),
                        0.5,
                        0.9,
                        List.of(
                                new ScenarioSpec("sparse", "sparse", Map.of(), 600, 60, 14),
                                new ScenarioSpec(
                                        "easily-lost",
                                        "stationary",
                                        Map.of("churn-hazard", 0.009, "streak-break-stake", 1.1),
                                        50,
                                        20,
                                        0)),
                        List.of(
                                new StrategySpec("static", "static", Map.of()),
                                new StrategySpec(
                                        "eager-pid", "pid", Map.of("lever", "photoXp", "set-point", 3.0, "kp", 0.8)))));
        assertThat(spec.objective().weights())
                .isEqualTo(Map.of(Metric.SCAN_FREQUENCY, 0.25, Metric.STREAK_LENGTH, 1.0));
        assertThat(spec.objective().targets())
                .containsEntry(Metric.XP_VELOCITY, 80.0)
                .containsEntry(Metric.RETENTION_RATE, 0.7);
        assertThat(spec.objective().inflationPenalty()).isEqualTo(0.3);
    }

    @Test
    @DisplayName("a preset stands for its guardrails, and a duration may be written as ISO 8601 does")
    void readsShortForms() {
        TournamentSpec spec =
                valid("name: t\nguardrails: conservative\ncadence: PT90M\nscenarios: [sparse]\nstrategies: [pid]\n");

        assertThat(spec.guardrails()).isEqualTo(GuardrailLimits.conservative());
        assertThat(spec.cadence()).isEqualTo(Duration.ofMinutes(90));
    }

    @Test
    @DisplayName("aliases repeat a value")
    void readsAliases() {
        TournamentSpec spec = valid("""
                name: t
                scenarios: [sparse]
                strategies:
                  - {name: a, strategy: pid, with: &gains {kp: 1}}
                  - {name: b, strategy: pid, with: *gains}
                """);

        assertThat(spec.strategies().get(1).settings())
                .isEqualTo(spec.strategies().get(0).settings());
    }

    @Test
    @DisplayName("a strategy of the class path may be named by its class")
    void readsClassNames() {
        TournamentSpec spec = valid(
                "name: t\nscenarios: [sparse]\nstrategies: ['io.agentflux.config.TestVocabulary$ThompsonFactory']\n");

        assertThat(spec.strategies().get(0).name()).isEqualTo("thompson");
        assertThat(spec.strategies().get(0).strategy()).endsWith("$ThompsonFactory");
    }

    static final String OWN_ARMS = """
            name: own-arms
            scenarios: [sparse]
            strategies:
              - name: preset
                strategy: thompson
                with: {arms: boosts}
              - name: own
                strategy: thompson
                with:
                  arms:
                    thrifty: {scanXp: 8, feedbackXp: 10}
                    Quality First: {feedbackXp: 25}
            """;

    @Test
    @DisplayName("the economies that a bandit chooses from may be those of a word, or one's own")
    void readsOwnEconomies() {
        TournamentSpec spec = valid(OWN_ARMS);

        assertThat(spec.strategies().get(0).settings()).isEqualTo(Map.of("arms", "boosts"));
        assertThat(spec.strategies().get(1).settings())
                .isEqualTo(Map.of(
                        "arms",
                        Map.of(
                                "thrifty", Map.of("scanXp", 8.0, "feedbackXp", 10.0),
                                "Quality First", Map.of("feedbackXp", 25.0))));
        assertThat(valid(spec.toJson())).isEqualTo(spec);
    }

    @Test
    @DisplayName("what is wrong with economies of one's own is said where it stands")
    void checksOwnEconomies() {
        assertThat(problems(OWN_ARMS.replace("scanXp: 8", "scanXP: 8")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("t.yaml:11:19: unknown parameter 'scanXP'; did you mean 'scanXp'?"));
        assertThat(problems(OWN_ARMS.replace("{feedbackXp: 25}", "{}")))
                .extracting(Problem::toString)
                .containsExactly("t.yaml:12:24: 'Quality First' sets nothing; give keys such as 'scanXp'");
        assertThat(problems(OWN_ARMS.replace("        Quality First: {feedbackXp: 25}\n", "")))
                .extracting(Problem::toString)
                .containsExactly("t.yaml:11:9: 'arms' leaves no choice; give at least two economies");
        assertThat(problems(OWN_ARMS.replace("arms: boosts", "arms: boost")))
                .extracting(Problem::toString)
                .containsExactly("t.yaml:6:18: unknown arms 'boost'; did you mean 'boosts'? Known: styles, boosts.");
    }

    @Test
    @DisplayName("fifty problems are listed, the rest is counted")
    void limitsProblems() {
        StringBuilder text = new StringBuilder("name: t\nscenarios: [sparse]\nstrategies: [pid]\n");
        for (int i = 0; i < 60; i++) {
            text.append("key-").append(i).append(": 1\n");
        }

        Reading.Invalid<TournamentSpec> reading = (Reading.Invalid<TournamentSpec>)
                TournamentFile.parse("t.yaml", text.toString(), TestVocabulary.fixed());

        assertThat(reading.problems()).hasSize(50).extracting(Problem::line).isSorted();
        assertThat(reading.omitted()).isEqualTo(10);
    }

    @Test
    @DisplayName("a problem prints as editors and terminals jump to it")
    void printsProblems() {
        assertThat(problems("name: t\nscenarios: [sparse]\nstrategies: [thomson]\n"))
                .hasToString(
                        "[t.yaml:3:14: unknown strategy 'thomson'; did you mean 'thompson'? Known: pid, rules, static, thompson.]");
    }

    @Property(tries = 500)
    void whateverTheTextItIsAnAnswer(@ForAll String text) {
        assertThat(TournamentFile.parse("t.yaml", text, TestVocabulary.fixed())).isNotNull();
    }

    @Property(tries = 500)
    void whateverIsCutOutOfAFileItIsAnAnswer(@ForAll int from, @ForAll int length, @ForAll char inserted) {
        int begin = Math.floorMod(from, EVERY_KEY.length());
        int end = Math.min(EVERY_KEY.length(), begin + Math.floorMod(length, 12));
        String damaged = EVERY_KEY.substring(0, begin) + inserted + EVERY_KEY.substring(end);

        assertThat(TournamentFile.parse("t.yaml", damaged, TestVocabulary.fixed()))
                .isNotNull();
    }

    @Property(tries = 500)
    void whateverPunctuationIsInsertedItIsAnAnswer(@ForAll int at, @ForAll int which) {
        String marks = "\t\n []{}:,-?*&!|>'\"%@`#<~\\";
        int place = Math.floorMod(at, EVERY_KEY.length());
        String damaged = EVERY_KEY.substring(0, place)
                + marks.charAt(Math.floorMod(which, marks.length()))
                + EVERY_KEY.substring(place);

        assertThat(TournamentFile.parse("t.yaml", damaged, TestVocabulary.fixed()))
                .isNotNull();
    }
}
