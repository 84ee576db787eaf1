package io.agentflux.sandbox.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScenarioTest {

    @Test
    @DisplayName("Each constant has a key and a symbol of its own, and a default that is plausible and allowed")
    void constants() {
        Set<String> names = new HashSet<>();
        for (BehaviourConstant constant : BehaviourConstant.values()) {
            assertThat(names.add(constant.key())).isTrue();
            assertThat(names.add(constant.symbol())).isTrue();
            assertThat(BehaviourConstant.ofName(constant.key())).contains(constant);
            assertThat(BehaviourConstant.ofName(constant.symbol())).contains(constant);
            assertThat(constant.defaultValue()).isBetween(constant.plausibleLow(), constant.plausibleHigh());
            assertThat(constant.plausibleLow())
                    .isGreaterThanOrEqualTo(constant.unit().least());
            assertThat(constant.plausibleHigh())
                    .isLessThanOrEqualTo(constant.unit().most());
            assertThat(constant.meaning()).isNotBlank();
        }
        assertThat(BehaviourConstant.ofName("h00")).isEmpty();
    }

    @Test
    @DisplayName("A constant without a meaning is refused with what would be plausible")
    void refusedConstant() {
        assertThatThrownBy(() -> Scenario.stationary()
                        .mutate()
                        .constant(BehaviourConstant.CHURN_HAZARD, 1.5)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Constant 'churn-hazard' (h0) is 1.5; it has to be between 0.0 and 1.0, plausible is "
                        + BehaviourConstant.CHURN_HAZARD.plausibleLow() + " to 0.004");
    }

    @Test
    @DisplayName("A scenario extends another and overrides by name")
    void extending() {
        Scenario own = ScenarioLibrary.named("fragile-retention")
                .orElseThrow()
                .mutate()
                .name("own")
                .constant(BehaviourConstant.ofName("h0").orElseThrow(), .02)
                .event(new ScenarioEvent.Change(10, Map.of(BehaviourConstant.CROWDING, .9)))
                .build();
        assertThat(own.constants().value(BehaviourConstant.CHURN_HAZARD)).isEqualTo(.02);
        assertThat(own.constants().value(BehaviourConstant.PAY_CUT)).isEqualTo(.35);
        assertThat(own.constantsOn(9).value(BehaviourConstant.CROWDING)).isEqualTo(.30);
        assertThat(own.constantsOn(10).value(BehaviourConstant.CROWDING)).isEqualTo(.9);
        assertThat(own.peoplePerVariant()).isEqualTo(2_000);
    }

    @Test
    @DisplayName("Values without a meaning are refused, naming scenario, value and limit")
    void refusedScenario() {
        assertThatThrownBy(() -> Scenario.stationary().mutate().horizonDays(0).build())
                .hasMessageContaining("Scenario 'stationary' has horizonDays 0");
        assertThatThrownBy(() -> Scenario.stationary()
                        .mutate()
                        .segments(List.of(Segment.defaults().get(0)))
                        .build())
                .hasMessageContaining("add up to 0.42");
        assertThatThrownBy(() -> new Tenant(
                        "t", 1, Map.of(BehaviourConstant.HABIT_GAIN, .1), Segment.defaults(), Economy.defaults()))
                .hasMessageContaining("'habit-gain'");
        assertThatThrownBy(() -> new ScenarioEvent.Outage(5, 4)).hasMessageContaining("ends on day 4");
    }

    @Test
    @DisplayName("The library has its fourteen scenarios, each with a summary")
    void library() {
        assertThat(ScenarioLibrary.names()).hasSize(14).isSorted();
        for (String name : ScenarioLibrary.names()) {
            assertThat(ScenarioLibrary.named(name).orElseThrow().summary()).isNotBlank();
        }
    }

    @Test
    @DisplayName("The score is the written formula, and a washout day weighs as much as a day of the horizon")
    void objective() {
        MetricMeans target = new MetricMeans(3, 90, .7, .6, 5, .5, 0);
        MetricMeans inflated = new MetricMeans(3, 135, .7, .6, 5, .5, 0);
        Objective objective = Objective.ofDefaults();
        assertThat(objective.score(target)).isCloseTo(1, within(1e-12));
        assertThat(objective.score(inflated)).isCloseTo(.9, within(1e-12));
        assertThat(objective.withoutInflationPenalty().score(inflated)).isCloseTo(1, within(1e-12));
        assertThat(objective.scoreWithWashout(target, 84, inflated, 28)).isCloseTo((84 + 28 * .9) / 112, within(1e-12));
        Map<Metric, Double> scansOnly = Map.of(Metric.SCAN_FREQUENCY, .5);
        assertThat(new Objective(scansOnly, objective.targets(), 0, 1).score(target))
                .isCloseTo(.5, within(1e-12));
        assertThatThrownBy(() -> new Objective(scansOnly, scansOnly, .2, 1))
                .hasMessageContaining("target of XP_VELOCITY is null");
        Map<Metric, Double> noPoints = new EnumMap<>(objective.targets());
        noPoints.put(Metric.XP_VELOCITY, 0.0);
        assertThatThrownBy(() -> new Objective(objective.weights(), noPoints, .2, 1))
                .hasMessageContaining("target of XP_VELOCITY is 0.0");
    }

    @Test
    @DisplayName("A sweep tells the default from the best known economy, washout included")
    void sweep() {
        ScenarioSweep sweep = ScenarioSweep.of(Scenario.stationary(), 3, 2_048);
        ScenarioSweep.Outcome usual = sweep.hold(Economy.defaults());
        ScenarioSweep.Outcome best = sweep.hold(BehaviourTest.economy(16, 22, 18, 24, 6, 15, 7, 20, 24, 8));
        assertThat(best.score()).isGreaterThan(usual.score() + .015);
        assertThat(best.scoreWithWashout()).isGreaterThan(usual.scoreWithWashout());
        assertThat(sweep.along(EconomyParameter.PHOTO_XP, 10).get(0)).isEqualTo(usual);
        assertThat(ScenarioSweep.usualValues(EconomyParameter.FEEDBACK_DAILY_CAP))
                .startsWith(1, 3, 5)
                .endsWith(60);
    }
}
