package io.agentflux.arena.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ArenaGymTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ActionSpace SCAN_XP = ActionSpace.relative(0.5, EconomyParameter.SCAN_XP);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private final ScriptedArena arena = new ScriptedArena();
    private final List<Transition> recorded = new ArrayList<>();

    private ArenaGym gym(ArenaTask task) {
        return ArenaGym.of(arena, task, clock, recorded::add);
    }

    private static <T> T now(Mono<T> call) {
        return call.toFuture().getNow(null);
    }

    @Test
    @DisplayName("a reset gives an observation of the space and what is known of the variant")
    void resets() {
        ArenaGym gym = gym(ArenaTask.of(SCAN_XP));
        ArenaGym.Reset reset = now(gym.reset());

        assertThat(gym.observationSpace().contains(reset.observation())).isTrue();
        assertThat(gym.observationSpace().names())
                .hasSize(5 + 3 * 6 + 10)
                .startsWith("enrolled", "active_today")
                .contains("metric_scan_frequency", "metric_streak_length_n")
                .endsWith("config_feedbackDailyCap");
        assertThat(reset.observation()).startsWith(40, 12, 30, 90, 3, 2.0, 0.25, 40);
        assertThat(reset.variant().deltaLimitPercent()).isEqualTo(50);
    }

    @Test
    @DisplayName("a step acts, waits for the effect on the given scheduler, and sees it")
    void waitsForTheEffect() {
        ArenaGym gym = gym(ArenaTask.of(SCAN_XP).settling(Duration.ofDays(1)));
        now(gym.reset());
        CompletableFuture<ArenaGym.Step> step = gym.step(1.0).toFuture();
        arena.signals = () -> Mono.just(ScriptedArena.signals(2.5, 0.5));
        clock.advanceBy(Duration.ofDays(1).minusMillis(1));
        assertThat(arena.updates).singleElement().satisfies(update -> {
            assertThat(update.economyOverrides()).containsExactly(Map.entry("scanXp", 15.0));
            assertThat(update.reasoning()).isEqualTo("Episode 1, step 1");
        });
        assertThat(step).isNotDone();
        clock.advanceBy(Duration.ofMillis(1));

        assertThat(step).isCompletedWithValueMatching(taken -> taken.reward() == 0.5 && !taken.terminated());
        assertThat(recorded).singleElement().satisfies(transition -> {
            assertThat(transition.action()).containsExactly(1.0);
            assertThat(transition.before().value(Metric.SCAN_FREQUENCY)).isEqualTo(2.0);
            assertThat(transition.after().economy().value(EconomyParameter.SCAN_XP))
                    .isEqualTo(15);
        });
    }

    @Test
    @DisplayName("to leave everything alone is an action that sends nothing")
    void holds() {
        ArenaGym gym = gym(ArenaTask.of(SCAN_XP));
        now(gym.reset());
        ArenaGym.Step step = now(gym.step(0.0));

        assertThat(arena.updates).isEmpty();
        assertThat(step.transition().result()).isNull();
    }

    @Test
    @DisplayName("an episode is truncated at its limit, and another begins with a reset")
    void truncates() {
        ArenaGym gym = gym(ArenaTask.of(SCAN_XP).stepLimit(2));
        now(gym.reset());
        assertThat(now(gym.step(0.1)).truncated()).isFalse();
        ArenaGym.Step last = now(gym.step(0.1));
        assertThat(last.truncated()).isTrue();
        assertThat(last.terminated()).isFalse();
        assertThatThrownBy(() -> gym.step(0.1).block())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reset");

        now(gym.reset());
        now(gym.step(0.1));
        assertThat(recorded).extracting(Transition::episode).containsExactly(1L, 1L, 2L);
        assertThat(recorded).extracting(Transition::step).containsExactly(1, 2, 1);
    }

    @Test
    @DisplayName("an arena that closes terminates the episode, also at its last step, and earns nothing")
    void terminates() {
        ArenaGym gym = gym(ArenaTask.of(SCAN_XP).stepLimit(1).rewarding(Reward.level(Metric.SCAN_FREQUENCY)));
        now(gym.reset());
        arena.signals = () -> Mono.error(new ArenaClosedException("403", null));
        ArenaGym.Step onSeeing = now(gym.step(0.1));
        assertThat(onSeeing.terminated()).isTrue();
        assertThat(onSeeing.truncated()).isFalse();
        assertThat(onSeeing.reward()).isZero();
        assertThat(onSeeing.transition().result()).isNotNull();

        arena.signals = () -> Mono.just(ScriptedArena.signals(1, 1));
        now(gym.reset());
        arena.submit = update -> Mono.error(new ArenaClosedException("403", null));
        assertThat(now(gym.step(0.1)).terminated()).isTrue();
    }

    @Test
    @DisplayName("a refused update is a step, and may be punished")
    void refusalsArePunished() {
        arena.submit = update -> Mono.just(ScriptedArena.refused());
        ArenaGym gym = gym(ArenaTask.of(SCAN_XP)
                .rewarding(Reward.level(Metric.SCAN_FREQUENCY).lessWhenRefused(0.5)));
        now(gym.reset());
        ArenaGym.Step step = now(gym.step(1.0));

        assertThat(step.reward()).isEqualTo(1.5);
        assertThat(step.transition().after().economy()).isEqualTo(Economy.defaults());
        assertThat(now(gym.step(0.0)).reward()).isEqualTo(2.0);
    }

    @Test
    @DisplayName("a step that fails did not count and may be tried again")
    void failedSteps() {
        ArenaGym gym = gym(ArenaTask.of(SCAN_XP).stepLimit(5));
        now(gym.reset());
        arena.submit = update -> Mono.error(new ArenaTransientException("503", null));
        assertThatThrownBy(() -> gym.step(1.0).block()).isInstanceOf(ArenaTransientException.class);
        assertThat(recorded).isEmpty();

        arena.submit = update -> Mono.just(ScriptedArena.accepted(update.economyOverrides()));
        now(gym.step(1.0));
        assertThat(recorded).singleElement().satisfies(step -> assertThat(step.step())
                .isEqualTo(1));
    }

    @Test
    @DisplayName("whoever hears of the end of a step may begin the next one at once")
    void goesOnAtOnce() {
        ArenaGym gym = gym(ArenaTask.of(SCAN_XP));

        ArenaGym.Step second = now(gym.reset().flatMap(reset -> gym.step(0.1)).then(gym.step(0.1)));

        assertThat(second.transition().step()).isEqualTo(2);
    }

    @Test
    @DisplayName("steps do not overlap, and one that is cancelled lets the next begin")
    void oneStepAtATime() {
        ArenaGym gym = gym(ArenaTask.of(SCAN_XP).settling(Duration.ofDays(1)));
        assertThatThrownBy(() -> gym.step(0.1).block()).hasMessageContaining("reset first");
        now(gym.reset());
        var running = gym.step(0.1).subscribe();
        assertThatThrownBy(() -> gym.step(0.1).block())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one step at a time");
        running.dispose();
        assertThat(gym.step(0.1).toFuture()).isNotCompletedExceptionally();
    }

    @Test
    @DisplayName("whoever cancels a step that is over takes nothing from the one that runs")
    void cancelledTooLate() {
        ArenaGym gym = gym(ArenaTask.of(SCAN_XP));
        var over = gym.reset().flatMap(reset -> Mono.never()).subscribe();
        arena.submit = update -> Mono.never();
        gym.step(0.1).subscribe();

        over.dispose();

        assertThatThrownBy(() -> gym.step(0.1).block()).hasMessageContaining("one step at a time");
    }

    @Test
    @DisplayName("actions are cut to their bounds; one of the wrong length or not a number is refused")
    void checksActions() {
        ArenaGym gym = gym(ArenaTask.of(SCAN_XP));
        now(gym.reset());
        now(gym.step(7.0));
        assertThat(recorded).singleElement().satisfies(step -> assertThat(step.action())
                .containsExactly(1.0));
        assertThatThrownBy(() -> gym.step(0.1, 0.2).block()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> gym.step(Double.NaN).block()).hasMessageContaining("scanXp is not a number");
    }

    @Test
    @DisplayName("relative actions move a value by a share of itself and get away from zero")
    void relativeActions() {
        Economy economy = Economy.defaults().with(EconomyParameter.PHOTO_XP, 0);
        ActionSpace actions = ActionSpace.relative(0.2, EconomyParameter.SCAN_XP, EconomyParameter.PHOTO_XP);

        assertThat(actions.changes(new double[] {-1, 1}, economy))
                .containsExactly(Map.entry(EconomyParameter.SCAN_XP, 8.0), Map.entry(EconomyParameter.PHOTO_XP, 0.2));
        assertThat(actions.changes(new double[] {0, -1}, economy)).isEmpty();
    }

    @Test
    @DisplayName("absolute actions are shares of the global defaults")
    void absoluteActions() {
        ActionSpace actions = ActionSpace.absolute(0.5, 2, EconomyParameter.SCAN_XP, EconomyParameter.FEEDBACK_XP);

        assertThat(actions.box().low()).containsExactly(0.5, 0.5);
        assertThat(actions.changes(new double[] {2, 1}, Economy.defaults()))
                .containsExactly(Map.entry(EconomyParameter.SCAN_XP, 20.0));
    }

    @Test
    @DisplayName("rewards: change, level, distance from a target, weighted metrics, and a potential that telescopes")
    void rewards() {
        Moment before = new Moment(ScriptedArena.signals(2, 0.5), Economy.defaults());
        Moment after = new Moment(ScriptedArena.signals(3, 0.4), Economy.defaults());

        assertThat(Reward.change(Metric.SCAN_FREQUENCY).of(before, null, after)).isEqualTo(1);
        assertThat(Reward.change(Metric.STREAK_LENGTH).of(before, null, after)).isZero();
        assertThat(Reward.closeTo(Metric.SCAN_FREQUENCY, 5).of(before, null, after))
                .isEqualTo(-2);
        assertThat(Reward.weighted(Map.of(Metric.SCAN_FREQUENCY, 0.4, Metric.RETENTION_RATE, 3.5))
                        .of(before, null, after))
                .isCloseTo(0.4 * 3 + 3.5 * 0.4, within(1e-12));
        Reward shaped =
                Reward.level(Metric.SCAN_FREQUENCY).shapedBy(moment -> moment.value(Metric.RETENTION_RATE), 0.9);
        assertThat(shaped.of(before, null, after)).isCloseTo(3 + 0.9 * 0.4 - 0.5, within(1e-12));
    }

    @Test
    @DisplayName("a box can be drawn from if it is bounded, by seed")
    void samples() {
        Box box = new Box(List.of("a", "b"), List.of(-1.0, 10.0), List.of(1.0, 20.0));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100; i++) {
            assertThat(box.contains(box.sample(random))).isTrue();
        }
        assertThat(box.sample(new SplittableRandom(5))).isEqualTo(box.sample(new SplittableRandom(5)));
        assertThat(box.contains(new double[] {0, 21})).isFalse();
        assertThat(box.contains(new double[] {0})).isFalse();
        assertThatThrownBy(() -> ObservationSpace.flat().box().sample(random)).hasMessageContaining("no bounds");
    }
}
