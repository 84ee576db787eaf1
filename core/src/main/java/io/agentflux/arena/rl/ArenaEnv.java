package io.agentflux.arena.rl;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * An arena as the classic environment of a learning loop: blocking, unshaped, and compatible with loops written for the Arena's
 * Python client. A step acts and observes at once.
 *
 * <pre>{@code
 * try (ArenaEnv env = ArenaEnv.of(ArenaClient.create(ArenaAccess.ofEnvironment()))) {
 *     Map<String, Object> observation = env.reset();
 *     while (true) {
 *         ArenaEnv.Step step = env.step(policy.choose(observation));
 *         policy.learn(step.reward());
 *         if (step.terminated()) {
 *             break;
 *         }
 *         observation = step.observation();
 *     }
 * }
 * }</pre>
 *
 * <p>An observation is a flat map: {@code enrolled}, {@code active_today}, {@code active_7d}, {@code total_scans},
 * {@code experiment_days}, the nested map {@code config} with the economy by wire name, and for each metric
 * {@code metric_<name in lower case>}, the same with {@code _std} (0 where it is unknown) and with {@code _n}.
 *
 * <p>The reward is the change of the primary metric. An arena that caches its signals shows no change right after an act, and
 * people take their time: most rewards are 0 then. {@link ArenaGym} waits for the effect, and has spaces, episodes and rewards
 * of one's own. No heartbeats are sent. Not safe for use by several threads at once.
 */
public final class ArenaEnv implements AutoCloseable {

    private static final String PAUSED = "EXPERIMENT_PAUSED";

    private final Arena arena;
    private final String primaryMetric;

    private Map<String, Object> config = Map.of();
    private @Nullable Signals signals;
    private double lastReward;
    private int steps;

    /**
     * What came of a step.
     *
     * @param observation what is seen after it
     * @param reward the change of the primary metric; 0 if the update was refused
     * @param terminated whether the arena has closed
     * @param truncated whether the update was refused
     * @param info {@code accepted}, {@code decision_log_id}, {@code clamped_deltas} and, if refused, {@code rejection_reason};
     *     once terminated only {@code error}
     */
    public record Step(
            Map<String, Object> observation,
            double reward,
            boolean terminated,
            boolean truncated,
            Map<String, Object> info) {}

    private ArenaEnv(Arena arena, String primaryMetric) {
        this.arena = arena;
        this.primaryMetric = primaryMetric;
    }

    /** An environment that rewards a rising {@link Metric#SCAN_FREQUENCY}. */
    public static ArenaEnv of(Arena arena) {
        return of(arena, Metric.SCAN_FREQUENCY.name());
    }

    /** An environment that rewards the rise of a metric, given by its name on the wire. */
    public static ArenaEnv of(Arena arena, String primaryMetric) {
        return new ArenaEnv(arena, Objects.requireNonNull(primaryMetric, "primaryMetric"));
    }

    /**
     * Begins anew with the arena as it is: an arena is not set back. Blocks.
     *
     * @throws io.agentflux.arena.ArenaException if a call fails
     * @throws IllegalStateException on a thread that must not block
     */
    public Map<String, Object> reset() {
        VariantInfo variant = await("reset", arena.variant());
        Signals seen = await("reset", arena.signals());
        config = new LinkedHashMap<>(variant.economy().toWire());
        signals = seen;
        lastReward = 0;
        steps = 0;
        return observation(seen, config);
    }

    /** As {@link #step(Map, String)}; the audit log reads {@code Step n}. */
    public Step step(Map<String, Double> action) {
        return step(action, "");
    }

    /**
     * Proposes an update and observes at once. Works before {@link #reset} too. Blocks.
     *
     * @param action the requested values by wire name
     * @param reasoning for the audit log; {@code Step n} if empty
     * @throws IllegalArgumentException if the action is empty or holds an impossible value; the step counts all the same
     * @throws io.agentflux.arena.ArenaException if a call fails, unless because the arena has closed
     * @throws IllegalStateException on a thread that must not block
     */
    public Step step(Map<String, Double> action, String reasoning) {
        steps++;
        ConfigUpdate update = new ConfigUpdate(action, reasoning.isEmpty() ? "Step " + steps : reasoning, Map.of());
        ConfigResult result;
        Signals seen;
        try {
            result = await("step", arena.submit(update));
            seen = await("step", arena.signals());
        } catch (RuntimeException failure) {
            if (failure instanceof ArenaClosedException
                    || String.valueOf(failure.getMessage()).contains(PAUSED)) {
                return terminated(failure);
            }
            throw failure;
        }
        double change = primary(seen) - (signals == null ? 0 : primary(signals));
        signals = seen;
        lastReward = change;
        if (result.accepted()) {
            config = new LinkedHashMap<>(config);
            config.putAll(result.appliedConfig());
        }
        return new Step(
                observation(seen, config), result.accepted() ? change : 0, false, !result.accepted(), info(result));
    }

    private Step terminated(RuntimeException failure) {
        Map<String, Object> last = signals == null ? Map.of() : observation(signals, Map.of());
        return new Step(last, 0, true, false, Map.of("error", String.valueOf(failure.getMessage())));
    }

    private static Map<String, Object> info(ConfigResult result) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("accepted", result.accepted());
        info.put("decision_log_id", result.decisionLogId());
        info.put("clamped_deltas", result.clampedDeltas());
        if (!result.accepted()) {
            info.put("rejection_reason", String.valueOf(result.rejectionReason()));
        }
        return Collections.unmodifiableMap(info);
    }

    private double primary(Signals seen) {
        MetricSignal metric = seen.metrics().get(primaryMetric);
        return metric == null ? 0 : metric.value();
    }

    private static Map<String, Object> observation(Signals seen, Map<String, Object> config) {
        Map<String, Object> observation = new LinkedHashMap<>();
        observation.put("enrolled", seen.enrolled());
        observation.put("active_today", seen.activeToday());
        observation.put("active_7d", seen.active7d());
        observation.put("total_scans", seen.totalScans());
        observation.put("experiment_days", seen.experimentDays());
        observation.put("config", Collections.unmodifiableMap(config));
        seen.metrics().forEach((name, metric) -> {
            String key = "metric_" + name.toLowerCase(Locale.ROOT);
            observation.put(key, metric.value());
            observation.put(key + "_std", Objects.requireNonNullElse(metric.standardDeviation(), 0.0));
            observation.put(key + "_n", metric.sampleSize());
        });
        return Collections.unmodifiableMap(observation);
    }

    /**
     * Where the environment stands, as lines of text. The last reward is the change of the primary metric, also where a refused
     * update earned nothing.
     */
    public String render() {
        if (signals == null) {
            return "Environment not initialized; call reset()";
        }
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Step: %d%nEnrolled: %d, Active today: %d%nExperiment days: %d%nLast reward: %.4f%nMetrics:%n",
                steps,
                signals.enrolled(),
                signals.activeToday(),
                signals.experimentDays(),
                lastReward));
        signals.metrics().forEach((name, metric) -> text.append(String.format("  %s: %s%n", name, metric)));
        return text.toString();
    }

    /** Closes the arena, if it is one that can be closed. */
    @Override
    public void close() {
        if (arena instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception failure) {
                throw Exceptions.propagate(failure);
            }
        }
    }

    private static <T> T await(String method, Mono<T> call) {
        Waiting.refuseOnNonBlockingThread("ArenaEnv." + method + "()", ", or use ArenaGym, which never blocks");
        return call.blockOptional()
                .orElseThrow(() -> new IllegalStateException("the arena completed " + method + "() without an answer"));
    }
}
