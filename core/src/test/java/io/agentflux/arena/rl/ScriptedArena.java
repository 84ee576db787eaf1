package io.agentflux.arena.rl;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.Economy;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** An arena that answers as a test tells it. Accepts every update as it is unless told otherwise. */
class ScriptedArena implements Arena, AutoCloseable {

    final List<ConfigUpdate> updates = new ArrayList<>();
    Supplier<Mono<Signals>> signals = () -> Mono.just(signals(2.0, 0.5));
    Function<ConfigUpdate, Mono<ConfigResult>> submit = update -> Mono.just(accepted(update.economyOverrides()));
    boolean closed;

    static Signals signals(double scanFrequency, double retention) {
        Map<String, MetricSignal> metrics = new LinkedHashMap<>();
        metrics.put(Metric.SCAN_FREQUENCY.name(), MetricSignal.of(scanFrequency, 0.25, 40));
        metrics.put(Metric.RETENTION_RATE.name(), MetricSignal.of(retention, null, 20));
        return new Signals(40, 12, 30, 90, 3, metrics, null);
    }

    static ConfigResult accepted(Map<String, Double> applied) {
        return new ConfigResult(true, applied, Map.of(), null, null, null, "dec_1", List.of());
    }

    static ConfigResult refused() {
        return new ConfigResult(false, Map.of(), Map.of(), "RATE_LIMITED", null, null, "dec_2", List.of());
    }

    @Override
    public Mono<VariantInfo> variant() {
        return Mono.just(new VariantInfo(
                "v",
                "v",
                "e",
                "e",
                ExperimentStatus.RUNNING.name(),
                VariantInfo.AGENT_MODE,
                false,
                Economy.defaults(),
                null,
                Duration.ofMinutes(60),
                50));
    }

    @Override
    public Mono<Signals> signals() {
        return Mono.defer(() -> signals.get());
    }

    @Override
    public Mono<ConfigResult> submit(ConfigUpdate update) {
        return Mono.defer(() -> {
            updates.add(update);
            return submit.apply(update);
        });
    }

    @Override
    public Mono<Void> heartbeat(Duration pollInterval, Map<String, Object> metadata) {
        return Mono.error(new AssertionError("environments send no heartbeats"));
    }

    @Override
    public Mono<Scoreboard> scoreboard() {
        return Mono.error(new UnsupportedOperationException());
    }

    @Override
    public Mono<DecisionPage> decisions(int page, int pageSize) {
        return Mono.error(new UnsupportedOperationException());
    }

    @Override
    public void close() {
        closed = true;
    }
}
