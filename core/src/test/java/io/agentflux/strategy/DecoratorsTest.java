package io.agentflux.strategy;

import static io.agentflux.arena.EconomyParameter.FEEDBACK_XP;
import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DecoratorsTest {

    /** Proposes the same update in every cycle and remembers what it is told. */
    private static final class Eager implements Strategy {

        private final ConfigUpdate update;
        private final List<ConfigResult> results = new ArrayList<>();
        private int decisions;

        @Override
        public String report() {
            return "asked " + decisions + " times";
        }

        private Eager(ConfigUpdate update) {
            this.update = update;
        }

        @Override
        public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
            decisions++;
            return Optional.of(update);
        }

        @Override
        public void onResult(ConfigUpdate update, ConfigResult result) {
            results.add(result);
        }
    }

    private final Eager eager = new Eager(ConfigUpdate.of(SCAN_XP, 30, "more").withEvidence(Map.of("day", 1)));

    private static Signals signals(int sampleSize) {
        Map<String, MetricSignal> metrics = new LinkedHashMap<>();
        metrics.put(Metric.SCAN_FREQUENCY.name(), MetricSignal.of(2, null, sampleSize));
        metrics.put(Metric.RETENTION_RATE.name(), MetricSignal.of(0.5, null, 100));
        return new Signals(100, 50, 80, 1_000, 4, metrics, null);
    }

    private static ConfigResult result(boolean accepted) {
        return new ConfigResult(
                accepted, Map.of(), Map.of(), accepted ? null : "RATE_LIMITED", null, null, "d", List.of());
    }

    @Test
    @DisplayName("the confidence gate holds until every named metric is there and trusted")
    void gateHolds() {
        Strategy gated = eager.holdingUntilTrusted(Metric.RETENTION_RATE, Metric.SCAN_FREQUENCY);

        assertThat(gated.decide(signals(9), Economy.defaults())).isEmpty();
        assertThat(eager.decisions).isZero();
        assertThat(gated.decide(signals(10), Economy.defaults())).contains(eager.update);
        assertThat(eager.holdingUntilTrusted(Metric.STREAK_LENGTH).decide(signals(100), Economy.defaults()))
                .isEmpty();
    }

    @Test
    @DisplayName("after an accepted update the cool-down holds for exactly that many cycles")
    void coolsDown() {
        Strategy cooling = eager.coolingDownFor(2);

        assertThat(cooling.decide(signals(30), Economy.defaults())).isPresent();
        cooling.onResult(eager.update, result(true));
        assertThat(cooling.decide(signals(30), Economy.defaults())).isEmpty();
        assertThat(cooling.decide(signals(30), Economy.defaults())).isEmpty();
        assertThat(cooling.decide(signals(30), Economy.defaults())).isPresent();
    }

    @Test
    @DisplayName("a refused update starts no cool-down")
    void refusalStartsNoCooldown() {
        Strategy cooling = eager.coolingDownFor(2);

        cooling.onResult(eager.update, result(false));
        assertThat(cooling.decide(signals(30), Economy.defaults())).isPresent();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> eager.coolingDownFor(-1))
                .withMessage("the cool-down is -1 cycles; it cannot be negative");
    }

    @Test
    @DisplayName("ceilings lower what is asked for and change nothing else")
    void ceilingsLower() {
        Map<EconomyParameter, Double> wishes = new LinkedHashMap<>();
        wishes.put(SCAN_XP, 30.0);
        wishes.put(FEEDBACK_XP, 12.0);
        ConfigUpdate update = ConfigUpdate.of(wishes, "more").withEvidence(Map.of("day", 1));
        Strategy capped = new Eager(update)
                .withCeilings(Map.of(SCAN_XP, 25.0, FEEDBACK_XP, 22.0, EconomyParameter.PHOTO_XP, 5.0));

        ConfigUpdate decided = capped.decide(signals(30), Economy.defaults()).orElseThrow();

        assertThat(decided.economyOverrides()).containsExactly(entry("scanXp", 25.0), entry("feedbackXp", 12.0));
        assertThat(decided.reasoning()).isEqualTo("more");
        assertThat(decided.evidence()).isEqualTo(update.evidence());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> eager.withCeilings(Map.of(SCAN_XP, -1.0)))
                .withMessage("the ceiling of scanXp is -1.0; it cannot be negative");
    }

    @Test
    @DisplayName("a strategy that wants to go beyond its ceilings holds once they are in force")
    void ceilingsInForceHold() {
        Map<EconomyParameter, Double> wishes = new LinkedHashMap<>();
        wishes.put(SCAN_XP, 30.0);
        wishes.put(FEEDBACK_XP, 15.0);
        Strategy capped = new Eager(ConfigUpdate.of(wishes, "more")).withCeilings(Map.of(SCAN_XP, 25.0));

        assertThat(capped.decide(signals(30), Economy.defaults().with(SCAN_XP, 24)))
                .isPresent();
        assertThat(capped.decide(signals(30), Economy.defaults().with(SCAN_XP, 25)))
                .isEmpty();
        assertThat(capped.decide(signals(30), Economy.defaults().with(SCAN_XP, 26)))
                .isPresent();
        assertThat(capped.decide(
                        signals(30), Economy.defaults().with(SCAN_XP, 25).with(FEEDBACK_XP, 14)))
                .isPresent();
        // a name that only the arena may know
        Strategy other = new Eager(new ConfigUpdate(Map.of("newLever", 1.0), "more", Map.of()))
                .withCeilings(Map.of(SCAN_XP, 25.0));
        assertThat(other.decide(signals(30), Economy.defaults())).isPresent();
    }

    @Test
    @DisplayName("O-12: what became of a proposal reaches the strategy through every decorator")
    void passesResultsOn() {
        Strategy decorated = eager.holdingUntilTrusted(Metric.SCAN_FREQUENCY)
                .coolingDownFor(1)
                .withCeilings(Map.of(SCAN_XP, 25.0));

        assertThat(decorated.report()).isEqualTo("asked 0 times");
        decorated.onResult(eager.update, result(true));
        decorated.onResult(eager.update, result(false));

        assertThat(eager.results).containsExactly(result(true), result(false));
    }
}
