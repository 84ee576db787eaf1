package io.agentflux.testkit;

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
import io.agentflux.arena.RejectionCode;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.ScoreboardEntry;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What agents rely on in every arena, as tests: extend it, give arenas of a running experiment, and run it as any JUnit 5 class.
 * Each test begins with an experiment of its own, which nobody has updated yet.
 */
public abstract class ArenaContract {

    /** For subclasses. */
    protected ArenaContract() {}

    /** The arena of a treatment, the same one throughout a test. */
    protected abstract Arena treatment();

    /** The arena of the control of the same experiment. */
    protected abstract Arena control();

    /** Lets time pass for the arena. */
    protected abstract void pass(Duration time);

    /** Pauses the experiment. */
    protected abstract void pauseExperiment();

    /** How long one call may take; 20 seconds by default. */
    protected Duration patience() {
        return Duration.ofSeconds(20);
    }

    @Test
    @DisplayName("a variant is described with its economy and its limits")
    void describesTheVariant() {
        VariantInfo variant = get(treatment().variant());

        assertThat(variant.variantId()).isNotBlank();
        assertThat(variant.experimentId()).isNotBlank();
        assertThat(variant.isControl()).isFalse();
        assertThat(variant.lastConfigUpdate()).isNull();
        assertThat(variant.updateInterval()).isPositive();
        assertThat(variant.deltaLimitPercent()).isPositive();
        for (EconomyParameter parameter : EconomyParameter.values()) {
            assertThat(variant.economy().value(parameter)).as(parameter.name()).isNotNegative();
        }
        assertThat(get(control().variant()).isControl()).isTrue();
    }

    @Test
    @DisplayName("the counts of signals agree with one another")
    void observesConsistently() {
        Signals signals = get(treatment().signals());

        assertThat(signals.activeToday()).isLessThanOrEqualTo(signals.active7d());
        assertThat(signals.active7d()).isLessThanOrEqualTo(signals.enrolled());
        signals.metrics()
                .forEach((name, metric) ->
                        assertThat(metric.sampleSize()).as(name).isLessThanOrEqualTo(signals.enrolled()));
    }

    @Test
    @DisplayName("nothing happens before a subscription, and each subscription makes a call of its own")
    void isCold() {
        Mono<ConfigResult> submission = treatment().submit(raise(1));
        Mono<DecisionPage> log = treatment().decisions(1, 10);
        assertThat(get(log).total()).isZero();

        assertThat(get(submission).accepted()).isTrue();
        assertThat(get(submission).isRejectedAs(RejectionCode.RATE_LIMITED)).isTrue();
        assertThat(get(log).total()).isEqualTo(2);
    }

    @Test
    @DisplayName("an update within the limits is in force as soon as it is answered, and in the audit log")
    void appliesUpdates() {
        Economy before = get(treatment().variant()).economy();
        ConfigUpdate update = raise(1).withEvidence(Map.of("frequency", 1.5));

        ConfigResult result = get(treatment().submit(update));

        double expected = before.value(EconomyParameter.SCAN_XP) + 1;
        assertThat(result.accepted()).isTrue();
        assertThat(result.appliedConfig()).isEqualTo(Map.of("scanXp", expected));
        assertThat(result.clampedDeltas()).isEmpty();
        assertThat(result.rejectionReason()).isNull();
        assertThat(result.nextAllowedUpdate()).isNotNull();
        VariantInfo after = get(treatment().variant());
        assertThat(after.economy()).isEqualTo(before.with(EconomyParameter.SCAN_XP, expected));
        assertThat(after.lastConfigUpdate()).isNotNull();
        Decision logged = get(treatment().decisions(1, 10)).decisions().get(0);
        assertThat(logged.id()).isEqualTo(result.decisionLogId()).isNotBlank();
        assertThat(logged.update().economyOverrides()).isEqualTo(update.economyOverrides());
        assertThat(logged.update().reasoning()).isEqualTo(update.reasoning());
        assertThat(logged.result().accepted()).isTrue();
    }

    @Test
    @DisplayName("a leap is cut back to the limit, and the result tells what is in force instead")
    void clampsLeaps() {
        double before = get(treatment().variant()).economy().value(EconomyParameter.SCAN_XP);

        ConfigResult result = get(treatment().submit(raise(1_000_000)));

        assertThat(result.accepted()).isTrue();
        double applied = Objects.requireNonNull(result.appliedConfig().get("scanXp"));
        assertThat(applied).isGreaterThan(before).isLessThan(before + 1_000_000);
        assertThat(Objects.requireNonNull(result.clampedDeltas().get("scanXp")).applied())
                .isEqualTo(applied);
        assertThat(get(treatment().variant()).economy().value(EconomyParameter.SCAN_XP))
                .isEqualTo(applied);
    }

    @Test
    @DisplayName("an update that comes too soon is refused, which is a result, logged, and over when the interval is")
    void limitsTheRate() {
        VariantInfo variant = get(treatment().variant());
        ConfigResult first = get(treatment().submit(raise(1)));
        Economy inForce = get(treatment().variant()).economy();

        ConfigResult second = get(treatment().submit(raise(1)));

        assertThat(second.isRejectedAs(RejectionCode.RATE_LIMITED)).isTrue();
        assertThat(second.appliedConfig()).isEmpty();
        assertThat(second.nextAllowedUpdate()).isEqualTo(first.nextAllowedUpdate());
        assertThat(get(treatment().variant()).economy()).isEqualTo(inForce);
        Decision logged = get(treatment().decisions(1, 1)).decisions().get(0);
        assertThat(logged.id()).isEqualTo(second.decisionLogId());
        assertThat(logged.result().accepted()).isFalse();

        pass(variant.updateInterval());
        assertThat(get(treatment().submit(raise(1))).accepted()).isTrue();
    }

    @Test
    @DisplayName("of updates that come at once one is accepted")
    void acceptsOneOfMany() {
        ConfigUpdate update = raise(1);
        List<Mono<ConfigResult>> submissions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            submissions.add(treatment().submit(update));
        }

        List<ConfigResult> results =
                get(Flux.merge(Flux.fromIterable(submissions), 8).collectList());

        assertThat(results).hasSize(8);
        assertThat(results).filteredOn(ConfigResult::accepted).hasSize(1);
        assertThat(results).extracting(ConfigResult::decisionLogId).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("names that the arena doesn't know are left out, and an update of nothing else is refused")
    void ignoresUnknownNames() {
        ConfigResult refused =
                get(treatment().submit(new ConfigUpdate(Map.of("noSuchParameter", 1.0), "to be refused", Map.of())));
        double scanXp = get(treatment().variant()).economy().value(EconomyParameter.SCAN_XP) + 1;
        ConfigResult accepted = get(treatment()
                .submit(new ConfigUpdate(Map.of("scanXp", scanXp, "noSuchParameter", 1.0), "half known", Map.of())));

        assertThat(refused.isRejectedAs(RejectionCode.NO_VALID_KEYS)).isTrue();
        assertThat(accepted.accepted()).isTrue();
        assertThat(accepted.appliedConfig()).containsOnlyKeys("scanXp");
    }

    @Test
    @DisplayName("the control never changes")
    void locksTheControl() {
        Economy before = get(control().variant()).economy();

        ConfigResult result = get(control().submit(raise(1)));

        assertThat(result.isRejectedAs(RejectionCode.CONTROL_VARIANT_IMMUTABLE)).isTrue();
        assertThat(get(control().variant()).economy()).isEqualTo(before);
    }

    @Test
    @DisplayName("a heartbeat completes without a value, with and without metadata")
    void takesHeartbeats() {
        Duration interval = Duration.ofSeconds(30);

        assertThat(treatment().heartbeat(interval, Map.of()).blockOptional(patience()))
                .isEmpty();
        assertThat(treatment().heartbeat(interval, Map.of("reason", "shutdown")).blockOptional(patience()))
                .isEmpty();
    }

    @Test
    @DisplayName("the scoreboard shows the control first, and this variant as it is")
    void showsTheScoreboard() {
        get(treatment().submit(raise(1)));
        VariantInfo variant = get(treatment().variant());

        Scoreboard scoreboard = get(treatment().scoreboard());

        assertThat(scoreboard.variants()).filteredOn(ScoreboardEntry::isControl).hasSize(1);
        assertThat(scoreboard.variants().get(0).isControl()).isTrue();
        assertThat(scoreboard.variants())
                .filteredOn(entry -> entry.variantId().equals(variant.variantId()))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.economy()).isEqualTo(variant.economy());
                    assertThat(entry.totalDecisions()).isEqualTo(1);
                });
    }

    @Test
    @DisplayName("the audit log comes in pages, the newest decision first, and ends")
    void pagesTheAuditLog() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            newestFirst.add(0, get(treatment().submit(raise(1))).decisionLogId());
        }

        DecisionPage first = get(treatment().decisions(1, 2));
        DecisionPage last = get(treatment().decisions(3, 2));

        assertThat(first.decisions()).extracting(Decision::id).isEqualTo(newestFirst.subList(0, 2));
        assertThat(first.total()).isEqualTo(5);
        assertThat(last.decisions()).extracting(Decision::id).isEqualTo(newestFirst.subList(4, 5));
        assertThat(get(treatment().decisions(4, 2)).decisions()).isEmpty();
        assertThatThrownBy(() -> get(treatment().decisions(0, 2))).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> get(treatment().decisions(1, 0))).isInstanceOf(RuntimeException.class);
    }

    @Test
    @DisplayName("a paused experiment is closed to agents that observe, and takes no updates")
    void closes() {
        Economy before = get(treatment().variant()).economy();
        pauseExperiment();

        assertThatThrownBy(() -> get(treatment().signals())).isInstanceOf(ArenaClosedException.class);
        assertThat(get(treatment().submit(raise(1))).isRejectedAs(RejectionCode.EXPERIMENT_NOT_RUNNING))
                .isTrue();
        assertThat(get(treatment().variant()).economy()).isEqualTo(before);
    }

    private ConfigUpdate raise(double amount) {
        double current = get(treatment().variant()).economy().value(EconomyParameter.SCAN_XP);
        return ConfigUpdate.of(EconomyParameter.SCAN_XP, current + amount, "a test of the contract");
    }

    private <T> T get(Mono<T> call) {
        return Objects.requireNonNull(call.block(patience()), "the arena completed without an answer");
    }
}
