package io.agentflux.sandbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.population.BehaviourConstant;
import io.agentflux.sandbox.population.Objective;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.ScenarioEvent;
import io.agentflux.sandbox.population.ScenarioLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OracleLibraryTest {

    private static final int SAMPLES = 16;
    /** Not fewer: the charge for points is convex, so that the values of a few hundred people are lower on average. */
    private static final int PEOPLE = 1_024;

    static List<String> scenarios() {
        return ScenarioLibrary.names();
    }

    static List<Oracle> oracles() {
        return OracleLibrary.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @DisplayName("Every built-in scenario has an oracle that was computed for it and for the model as it is")
    void belongs(String name) {
        Scenario scenario = ScenarioLibrary.named(name).orElseThrow();
        assertThat(OracleLibrary.find(scenario))
                .as(
                        "Nothing shipped fits scenario '%s': it or the model of people has changed since. Compute it anew with"
                                + " 'agentflux oracle %s --recompute --json' and put it where the others are",
                        name, name)
                .isPresent();
    }

    @ParameterizedTest
    @MethodSource("oracles")
    @DisplayName("The file is in canonical form")
    void canonical(Oracle oracle) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(OracleLibrary.class.getResourceAsStream(oracle.scenario() + ".json"))) {
            assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(oracle.toJson());
        }
    }

    @ParameterizedTest
    @MethodSource("oracles")
    @DisplayName(
            "New people confirm value and gain of the static economy, and the gain of the sequence, within three standard errors")
    void confirmed(Oracle oracle) {
        Scenario scenario = ScenarioLibrary.named(oracle.scenario()).orElseThrow();
        List<PeopleSample> people = IntStream.range(0, SAMPLES)
                .mapToObj(sample -> PeopleSample.draw(scenario, 987_654_321L + sample, PEOPLE))
                .toList();
        double[] byDefault = values(people, scenario.defaultEconomy());
        double[] held = values(people, oracle.economy());
        double[] sequence = people.stream()
                .mapToDouble(sample -> sample.value(oracle.bestFeasible()
                        .schedule()
                        .feasiblePath(scenario.defaultEconomy(), limits(scenario), scenario.horizonDays())))
                .toArray();
        assertClose(oracle.held(), Estimate.of(held));
        assertClose(oracle.bestFeasible().gain(), Estimate.ofDifferences(sequence, byDefault));
        assertClose(oracle.gain(), Estimate.ofDifferences(held, byDefault));
    }

    private static GuardrailLimits limits(Scenario scenario) {
        return new GuardrailLimits(
                scenario.guardrails().minInterval(), scenario.guardrails().deltaLimitPercent());
    }

    private static double[] values(List<PeopleSample> people, Economy economy) {
        return people.stream().mapToDouble(sample -> sample.value(economy)).toArray();
    }

    private static void assertClose(Estimate shipped, Estimate now) {
        double error = Math.hypot(shipped.standardError(), now.standardError());
        assertThat(Math.abs(shipped.value() - now.value())).isLessThanOrEqualTo(3 * error);
    }

    @ParameterizedTest
    @MethodSource("oracles")
    @DisplayName("The static economy is better than the default and nothing tried at random is better than it")
    void certified(Oracle oracle) {
        assertThat(oracle.gain().value()).isGreaterThan(3 * oracle.gain().standardError());
        assertThat(oracle.certificate().sampleHolds()).isTrue();
        assertThat(oracle.certificate().gridHolds()).isTrue();
        assertThat(oracle.certificate().gapHolds()).isTrue();
        assertThat(oracle.feasible().stream()
                        .mapToDouble(feasible -> feasible.value().value()))
                .isSorted();
    }

    private static Stream<Scenario> others() {
        Scenario stationary = Scenario.stationary();
        return Stream.of(
                stationary
                        .mutate()
                        .constant(BehaviourConstant.HABIT_GAIN, .0451)
                        .build(),
                stationary.mutate().horizonDays(83).build(),
                stationary.mutate().washoutDays(0).build(),
                stationary.mutate().burnInDays(15).build(),
                stationary.mutate().arrivalsPerDay(.01).build(),
                stationary.mutate().event(new ScenarioEvent.Outage(3, 4)).build(),
                stationary
                        .mutate()
                        .defaultEconomy(Economy.defaults().with(EconomyParameter.SCAN_XP, 11))
                        .build(),
                stationary
                        .mutate()
                        .objective(Objective.ofDefaults().withoutInflationPenalty())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("others")
    @DisplayName("A scenario that differs in anything that moves values has no shipped oracle")
    void otherScenarios(Scenario other) {
        assertThat(OracleLibrary.find(other)).isEmpty();
    }

    @Test
    @DisplayName("Name, summary, sites and number of people do not matter")
    void sameScenario() {
        Scenario same = Scenario.stationary()
                .mutate()
                .name("mine")
                .summary("the same by another name")
                .sites(7)
                .peoplePerVariant(33)
                .build();
        assertThat(OracleLibrary.find(same))
                .contains(OracleLibrary.named("stationary").orElseThrow());
    }
}
