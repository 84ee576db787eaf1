package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.RejectionCode;
import io.agentflux.arena.ScoreboardEntry;
import io.agentflux.arena.Signals;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.metrics.MetricsEngine;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import io.agentflux.sandbox.store.DecisionLog;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ExperimentTest {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Cause CAUSE = new Cause("test", "because");

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private final Map<String, List<Economy>> lived = new HashMap<>();

    private final class RecordingCohort implements Cohort {
        private final SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 7, 40);
        private final MetricsEngine metrics;
        private final String variant;

        private RecordingCohort(String variant) {
            this.variant = variant;
            people.playBurnIn();
            metrics = MetricsEngine.attach(people);
        }

        @Override
        public void playDay(Economy economy) {
            lived.computeIfAbsent(variant, name -> new ArrayList<>()).add(economy);
            people.playDay(economy);
            metrics.recordDay();
        }

        @Override
        public MetricsEngine metrics() {
            return metrics;
        }
    }

    private Experiment running(Duration signalCache) {
        ExperimentSpec spec = ExperimentSpec.builder(
                        "exp_1",
                        "Test",
                        List.of(
                                VariantSpec.treatment("a", GuardrailLimits.standard()),
                                VariantSpec.control("control"),
                                VariantSpec.treatment("b", GuardrailLimits.aggressive())
                                        .named("B")
                                        .startingWith(Map.of(EconomyParameter.SCAN_XP, 18.0))))
                .tenantEconomy(Map.of(EconomyParameter.SCAN_XP, 12.0))
                .signalCache(signalCache)
                .build();
        Experiment experiment =
                Experiment.create(spec, clock, DecisionLog.inMemory(), variant -> new RecordingCohort(variant.id()));
        experiment.start(CAUSE).block(SOON);
        return experiment;
    }

    private static <T> T now(Mono<T> call) {
        T value = call.block(Duration.ofSeconds(30));
        assertThat(value).isNotNull();
        return value;
    }

    private static ConfigUpdate scanXp(double value) {
        return ConfigUpdate.of(EconomyParameter.SCAN_XP, value, "because");
    }

    @Test
    @DisplayName("the time it takes to keep a day does not delay the days after it")
    void daysDoNotDrift() {
        ExperimentSpec spec = ExperimentSpec.builder(
                        "exp_1",
                        "Test",
                        List.of(VariantSpec.control("control"), VariantSpec.treatment("a", GuardrailLimits.standard())))
                .build();
        Map<String, Cohort> cohorts = new LinkedHashMap<>();
        spec.variants().forEach(variant -> cohorts.put(variant.id(), new RecordingCohort(variant.id())));
        Experiment experiment = SlowDays.experiment(spec, clock, Duration.ofHours(6), cohorts);
        experiment.start(CAUSE).block(SOON);

        clock.advanceBy(DAY.plusHours(6));
        assertThat(experiment.daysPlayed()).isEqualTo(1);
        clock.advanceBy(DAY.minusMillis(1));
        assertThat(experiment.daysPlayed()).isEqualTo(1);
        clock.advanceBy(Duration.ofMillis(1));
        assertThat(experiment.daysPlayed()).isEqualTo(2);
        clock.advanceBy(DAY.multipliedBy(10));
        assertThat(experiment.daysPlayed()).isEqualTo(12);
    }

    @Test
    @DisplayName("an accepted change reaches the people at the next day boundary, and only its own variant")
    void changesReachPeopleAtTheNextDay() {
        Arena arena = running(Duration.ZERO).arena("a");
        clock.advanceBy(DAY.dividedBy(2));

        assertThat(now(arena.submit(scanXp(14))).accepted()).isTrue();
        clock.advanceBy(DAY.multipliedBy(2));

        assertThat(lived.get("a"))
                .extracting(economy -> economy.value(EconomyParameter.SCAN_XP))
                .containsExactly(12.0, 14.0);
        assertThat(lived.get("control"))
                .extracting(economy -> economy.value(EconomyParameter.SCAN_XP))
                .containsExactly(12.0, 12.0);
    }

    @Test
    @DisplayName("a variant shows its economy resolved over global defaults, tenant and starting economy")
    void resolvesThreeLayers() {
        Economy economy = now(running(Duration.ZERO).arena("b").variant()).economy();

        assertThat(economy.value(EconomyParameter.SCAN_XP)).isEqualTo(18);
        assertThat(economy.value(EconomyParameter.FEEDBACK_XP)).isEqualTo(15);
    }

    @Test
    @DisplayName("every update is kept as a decision, refused ones too, and pages come newest first")
    void keepsEveryDecision() {
        Arena arena = running(Duration.ZERO).arena("a");
        ConfigResult clamped = now(arena.submit(scanXp(100)));
        ConfigResult tooSoon = now(arena.submit(scanXp(13)));

        assertThat(clamped.appliedConfig()).containsExactlyEntriesOf(Map.of("scanXp", 18.0));
        assertThat(clamped.clampedDeltas().get("scanXp").requested()).isEqualTo(100);
        assertThat(tooSoon.isRejectedAs(RejectionCode.RATE_LIMITED)).isTrue();
        assertThat(tooSoon.nextAllowedUpdate()).isEqualTo(START.plus(Duration.ofMinutes(60)));

        DecisionPage page = now(arena.decisions(1, 1));
        assertThat(page.total()).isEqualTo(2);
        assertThat(page.decisions()).extracting(Decision::id).containsExactly(tooSoon.decisionLogId());
        assertThat(now(arena.decisions(2, 1)).decisions())
                .extracting(Decision::id)
                .containsExactly(clamped.decisionLogId());
    }

    @Test
    @DisplayName("an update is accepted again exactly when the interval is over, and refusals do not extend it")
    void acceptsAgainAfterTheInterval() {
        Arena arena = running(Duration.ZERO).arena("a");
        now(arena.submit(scanXp(13)));
        clock.advanceBy(Duration.ofMinutes(60).minusMillis(1));
        assertThat(now(arena.submit(scanXp(14))).accepted()).isFalse();

        clock.advanceBy(Duration.ofMillis(1));

        assertThat(now(arena.submit(scanXp(14))).accepted()).isTrue();
    }

    @Test
    @DisplayName("unknown names are ignored and reported, and an update of nothing else is refused")
    void reportsIgnoredKeys() {
        Arena arena = running(Duration.ZERO).arena("a");

        ConfigResult onlyBogus = now(arena.submit(new ConfigUpdate(Map.of("bogusXp", 3.0), "", Map.of())));
        ConfigResult mixed = now(arena.submit(new ConfigUpdate(Map.of("bogusXp", 3.0, "scanXp", 13.0), "", Map.of())));

        assertThat(onlyBogus.isRejectedAs(RejectionCode.NO_VALID_KEYS)).isTrue();
        assertThat(mixed.accepted()).isTrue();
        assertThat(mixed.ignoredKeys()).containsExactly("bogusXp");
    }

    @Test
    @DisplayName("the control cannot be changed")
    void locksTheControl() {
        ConfigResult result = now(running(Duration.ZERO).arena("control").submit(scanXp(13)));

        assertThat(result.isRejectedAs(RejectionCode.CONTROL_VARIANT_IMMUTABLE)).isTrue();
    }

    @Test
    @DisplayName("a frozen variant can be observed but not changed, until it is released or the freeze ends")
    void freezes() {
        Experiment experiment = running(Duration.ZERO);
        Arena arena = experiment.arena("a");
        experiment
                .freeze("a", START.plus(Duration.ofHours(1)), new Cause("monitor", "retention fell"))
                .block(SOON);

        assertThat(now(arena.submit(scanXp(13))).isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .isTrue();
        assertThat(now(arena.signals()).enrolled()).isEqualTo(40);
        assertThat(now(experiment.arena("b").submit(scanXp(19))).accepted()).isTrue();

        clock.advanceBy(Duration.ofHours(1));
        assertThat(now(arena.submit(scanXp(13))).accepted()).isTrue();

        experiment.freeze("a", null, CAUSE).block(SOON);
        clock.advanceBy(Duration.ofDays(30));
        assertThat(now(arena.submit(scanXp(14))).accepted()).isFalse();
        experiment.release("a", CAUSE).block(SOON);
        assertThat(now(arena.submit(scanXp(14))).accepted()).isTrue();
    }

    @Test
    @DisplayName(
            "a paused experiment answers observers with closed and updates with a refusal, and its days stand still")
    void pauses() {
        Experiment experiment = running(Duration.ZERO);
        Arena arena = experiment.arena("a");
        clock.advanceBy(DAY);
        experiment.moveTo(ExperimentStatus.PAUSED, CAUSE).block(SOON);
        clock.advanceBy(DAY.multipliedBy(5));

        assertThat(experiment.daysPlayed()).isEqualTo(1);
        assertThatThrownBy(() -> now(arena.signals()))
                .isInstanceOf(ArenaClosedException.class)
                .hasMessageContaining("EXPERIMENT_PAUSED");
        assertThat(now(arena.submit(scanXp(13))).isRejectedAs(RejectionCode.EXPERIMENT_NOT_RUNNING))
                .isTrue();
        assertThat(now(arena.variant()).knownStatus()).contains(ExperimentStatus.PAUSED);

        experiment.moveTo(ExperimentStatus.RUNNING, CAUSE).block(SOON);
        clock.advanceBy(DAY);
        assertThat(experiment.daysPlayed()).isEqualTo(2);
    }

    @Test
    @DisplayName("an experiment with a length completes by itself after its last day")
    void completesByItself() {
        ExperimentSpec spec = ExperimentSpec.builder(
                        "exp_2",
                        "Short",
                        List.of(VariantSpec.control("control"), VariantSpec.treatment("a", GuardrailLimits.standard())))
                .days(3)
                .build();
        Experiment experiment =
                Experiment.create(spec, clock, DecisionLog.inMemory(), variant -> new RecordingCohort(variant.id()));
        experiment.start(CAUSE).block(SOON);
        clock.advanceBy(DAY.multipliedBy(10));

        assertThat(experiment.status()).isEqualTo(ExperimentStatus.COMPLETED);
        assertThat(lived.get("a")).hasSize(3);
        assertThatThrownBy(() -> now(experiment.arena("a").signals())).hasMessageContaining("EXPERIMENT_ENDED");
    }

    @Test
    @DisplayName("an impossible step in an experiment's life is refused and changes nothing")
    void refusesImpossibleSteps() {
        Experiment experiment = running(Duration.ZERO);

        assertThatThrownBy(() ->
                        experiment.moveTo(ExperimentStatus.ARCHIVED, CAUSE).block(SOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("experiment 'Test' is RUNNING and cannot become ARCHIVED");
        assertThat(experiment.status()).isEqualTo(ExperimentStatus.RUNNING);
    }

    @Test
    @DisplayName("the scoreboard shows the control first and counts accepted and refused updates")
    void showsTheScoreboard() {
        Experiment experiment = running(Duration.ZERO);
        Arena arena = experiment.arena("a");
        now(arena.submit(scanXp(13)));
        now(arena.submit(scanXp(14)));
        arena.heartbeat(Duration.ofMinutes(1), Map.of()).block(Duration.ofSeconds(30));

        List<ScoreboardEntry> entries = now(experiment.arena("b").scoreboard()).variants();

        assertThat(entries).extracting(ScoreboardEntry::variantId).containsExactly("control", "a", "b");
        assertThat(entries.get(1).totalDecisions()).isEqualTo(1);
        assertThat(entries.get(1).rejectedDecisions()).isEqualTo(1);
        assertThat(entries.get(1).lastHeartbeat()).isEqualTo(START);
    }

    @Test
    @DisplayName("cached signals are handed out again until they are too old")
    void cachesSignals() {
        Arena arena = running(DAY.plusHours(1)).arena("a");
        clock.advanceBy(Duration.ofHours(23));
        Signals first = now(arena.signals());
        clock.advanceBy(Duration.ofDays(1));
        assertThat(now(arena.signals())).isSameAs(first);

        clock.advanceBy(Duration.ofHours(1));
        Signals later = now(arena.signals());
        assertThat(later.experimentDays()).isEqualTo(3);
        assertThat(later.computedAt()).isEqualTo(START.plus(Duration.ofDays(2)));
    }

    @Test
    @DisplayName("an experiment needs exactly one control, a treatment, and ids used once")
    void refusesOddExperiments() {
        VariantSpec control = VariantSpec.control("control");
        VariantSpec treatment = VariantSpec.treatment("a", GuardrailLimits.standard());

        assertThatThrownBy(
                        () -> ExperimentSpec.builder("e", "e", List.of(control)).build())
                .hasMessageContaining("1 control and 0 treatment");
        assertThatThrownBy(() -> ExperimentSpec.builder("e", "e", List.of(control, treatment, treatment))
                        .build())
                .hasMessageContaining("two variants 'a'");
    }
}
