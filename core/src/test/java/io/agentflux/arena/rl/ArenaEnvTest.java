package io.agentflux.arena.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class ArenaEnvTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScriptedArena arena = new ScriptedArena();
    private final ArenaEnv env = ArenaEnv.of(arena);

    private static Object config(Map<String, Object> observation, String name) {
        return ((Map<?, ?>) observation.get("config")).get(name);
    }

    @Test
    @DisplayName("a reset gives the flat observation: counts, the economy, and three numbers per metric")
    void flatObservation() {
        Map<String, Object> observation = env.reset();

        assertThat(observation.keySet())
                .containsExactly(
                        "enrolled",
                        "active_today",
                        "active_7d",
                        "total_scans",
                        "experiment_days",
                        "config",
                        "metric_scan_frequency",
                        "metric_scan_frequency_std",
                        "metric_scan_frequency_n",
                        "metric_retention_rate",
                        "metric_retention_rate_std",
                        "metric_retention_rate_n");
        assertThat(observation)
                .containsEntry("enrolled", 40)
                .containsEntry("total_scans", 90L)
                .containsEntry("metric_scan_frequency", 2.0)
                .containsEntry("metric_scan_frequency_std", 0.25)
                .containsEntry("metric_scan_frequency_n", 40)
                .containsEntry("metric_retention_rate_std", 0.0);
        assertThat(config(observation, "scanXp")).isEqualTo(10.0);
    }

    @Test
    @DisplayName("the reward is the change of the primary metric, and the economy is what the arena applied")
    void rewardsChange() {
        env.reset();
        arena.signals = () -> Mono.just(ScriptedArena.signals(3.0, 0.5));
        arena.submit = update -> Mono.just(new ConfigResult(
                true,
                Map.of("scanXp", 15.0),
                Map.of("scanXp", new ClampedDelta(10, 20, 15, 50, 10, 5)),
                null,
                null,
                null,
                "dec_7",
                List.of()));
        ArenaEnv.Step step = env.step(Map.of("scanXp", 20.0));

        assertThat(step.reward()).isEqualTo(1.0);
        assertThat(step.terminated()).isFalse();
        assertThat(step.truncated()).isFalse();
        assertThat(config(step.observation(), "scanXp")).isEqualTo(15.0);
        assertThat(config(step.observation(), "photoXp")).isEqualTo(10.0);
        assertThat(step.info())
                .containsOnlyKeys("accepted", "decision_log_id", "clamped_deltas")
                .containsEntry("accepted", true)
                .containsEntry("decision_log_id", "dec_7");
        assertThat(arena.updates).extracting(ConfigUpdate::reasoning).containsExactly("Step 1");
        assertThat(env.step(Map.of("scanXp", 20.0), "because").reward()).isZero();
        assertThat(arena.updates).extracting(ConfigUpdate::reasoning).containsExactly("Step 1", "because");
    }

    @Test
    @DisplayName("another primary metric can be chosen, and one that is not reported counts as 0")
    void primaryMetric() {
        ArenaEnv retention = ArenaEnv.of(arena, "RETENTION_RATE");
        ArenaEnv unknown = ArenaEnv.of(arena, "HAPPINESS");
        retention.reset();
        unknown.reset();
        arena.signals = () -> Mono.just(ScriptedArena.signals(3.0, 0.75));

        assertThat(retention.step(Map.of("scanXp", 20.0)).reward()).isEqualTo(0.25);
        assertThat(unknown.step(Map.of("scanXp", 20.0)).reward()).isZero();
    }

    @Test
    @DisplayName(
            "a refused update earns nothing, truncates, and leaves the economy; the change is rendered all the same")
    void refused() {
        env.reset();
        arena.signals = () -> Mono.just(ScriptedArena.signals(3.0, 0.5));
        arena.submit = update -> Mono.just(ScriptedArena.refused());
        ArenaEnv.Step step = env.step(Map.of("scanXp", 20.0));

        assertThat(step.reward()).isZero();
        assertThat(step.truncated()).isTrue();
        assertThat(step.terminated()).isFalse();
        assertThat(step.info())
                .containsOnlyKeys("accepted", "decision_log_id", "clamped_deltas", "rejection_reason")
                .containsEntry("rejection_reason", "RATE_LIMITED");
        assertThat(config(step.observation(), "scanXp")).isEqualTo(10.0);
        assertThat(env.render()).contains("Last reward: 1.0000");
    }

    @Test
    @DisplayName("an arena that closes ends it, whether on acting or on observing, and so does a pause by name")
    void terminated() {
        env.reset();
        arena.submit = update -> Mono.error(new ArenaClosedException("403 EXPERIMENT_ENDED", null));
        ArenaEnv.Step onAct = env.step(Map.of("scanXp", 20.0));
        assertThat(onAct.terminated()).isTrue();
        assertThat(onAct.reward()).isZero();
        assertThat(onAct.info()).containsExactly(Map.entry("error", "403 EXPERIMENT_ENDED"));
        assertThat(onAct.observation()).containsEntry("enrolled", 40).containsEntry("config", Map.of());

        arena.submit = update -> Mono.just(ScriptedArena.refused());
        arena.signals = () -> Mono.error(new ArenaClosedException("403", null));
        assertThat(env.step(Map.of("scanXp", 20.0)).terminated()).isTrue();

        arena.signals = () -> Mono.error(new IllegalStateException("the server said EXPERIMENT_PAUSED"));
        assertThat(env.step(Map.of("scanXp", 20.0)).terminated()).isTrue();
        assertThat(ArenaEnv.of(arena).step(Map.of("scanXp", 20.0)).observation())
                .isEmpty();
    }

    @Test
    @DisplayName("every other failure is thrown")
    void otherFailures() {
        env.reset();
        arena.submit = update -> Mono.error(new ArenaTransientException("503", null));
        assertThatThrownBy(() -> env.step(Map.of("scanXp", 20.0))).isInstanceOf(ArenaTransientException.class);
    }

    @Test
    @DisplayName("a step works before a reset, and an impossible action counts as a step and is thrown")
    void withoutReset() {
        assertThat(env.render()).contains("not initialized");
        assertThatThrownBy(() -> env.step(Map.of())).isInstanceOf(IllegalArgumentException.class);
        ArenaEnv.Step step = env.step(Map.of("scanXp", 20.0));

        assertThat(step.reward()).isEqualTo(2.0);
        assertThat(step.observation()).containsEntry("config", Map.of("scanXp", 20.0));
        assertThat(arena.updates).extracting(ConfigUpdate::reasoning).containsExactly("Step 2");
    }

    @Test
    @DisplayName("it can be looked at")
    void renders() {
        env.reset();
        env.step(Map.of("scanXp", 20.0));

        assertThat(env.render().lines())
                .containsExactly(
                        "Step: 1",
                        "Enrolled: 40, Active today: 12",
                        "Experiment days: 3",
                        "Last reward: 0.0000",
                        "Metrics:",
                        "  SCAN_FREQUENCY: 2.000 ± 0.25 (n=40, high)",
                        "  RETENTION_RATE: 0.500 (n=20, medium)");
    }

    @Test
    @DisplayName("closing closes the arena")
    void closes() {
        env.close();
        assertThat(arena.closed).isTrue();
    }

    @Test
    @DisplayName("a thread that must not wait is refused in words that help")
    void refusesNonBlockingThreads() {
        String refusal = Mono.fromCallable(env::reset)
                .map(observation -> "not refused")
                .onErrorResume(IllegalStateException.class, refused -> Mono.just(refused.getMessage()))
                .subscribeOn(Schedulers.parallel())
                .block(PATIENCE);

        assertThat(refusal).contains("ArenaEnv.reset()", "parallel-", "boundedElastic()", "ArenaGym");
    }
}
