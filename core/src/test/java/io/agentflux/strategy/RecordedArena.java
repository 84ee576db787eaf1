package io.agentflux.strategy;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.Economy;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Writes down each call with the millisecond of its subscription, and answers as it is told. */
final class RecordedArena implements Arena {

    static final Signals SIGNALS = new Signals(30, 3, 9, 90, 2, Map.of(), null);
    static final VariantInfo VARIANT = new VariantInfo(
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
            50);

    final List<String> calls = new ArrayList<>();
    Mono<VariantInfo> variant = Mono.just(VARIANT);
    IntFunction<Mono<Signals>> signals = observation -> Mono.just(SIGNALS);
    Function<ConfigUpdate, Mono<ConfigResult>> submit = update -> Mono.just(accepted(update, null));
    Function<Map<String, Object>, Mono<Void>> heartbeat = metadata -> Mono.empty();

    private final SimulatedScheduler clock;
    private final Instant start;
    private int observations;

    RecordedArena(SimulatedScheduler clock) {
        this.clock = clock;
        this.start = clock.now();
    }

    static ConfigResult accepted(ConfigUpdate update, @Nullable Instant nextAllowedUpdate) {
        return new ConfigResult(
                true, update.economyOverrides(), Map.of(), null, null, nextAllowedUpdate, "dec_1", List.of());
    }

    static ConfigResult refused(String reason, @Nullable Instant nextAllowedUpdate) {
        return new ConfigResult(false, Map.of(), Map.of(), reason, null, nextAllowedUpdate, "dec_2", List.of());
    }

    private <T> Mono<T> called(String call, Supplier<Mono<T>> answer) {
        return Mono.defer(() -> {
            calls.add(Duration.between(start, clock.now()).toMillis() + " " + call);
            return answer.get();
        });
    }

    @Override
    public Mono<VariantInfo> variant() {
        return called("variant", () -> variant);
    }

    @Override
    public Mono<Signals> signals() {
        return called("signals", () -> signals.apply(++observations));
    }

    @Override
    public Mono<ConfigResult> submit(ConfigUpdate update) {
        return called("submit", () -> submit.apply(update));
    }

    @Override
    public Mono<Void> heartbeat(Duration pollInterval, Map<String, Object> metadata) {
        return called(
                "heartbeat " + pollInterval.toSeconds() + (metadata.isEmpty() ? "" : " " + metadata),
                () -> heartbeat.apply(metadata));
    }

    @Override
    public Mono<Scoreboard> scoreboard() {
        return Mono.error(new UnsupportedOperationException());
    }

    @Override
    public Mono<DecisionPage> decisions(int page, int pageSize) {
        return Mono.error(new UnsupportedOperationException());
    }
}
