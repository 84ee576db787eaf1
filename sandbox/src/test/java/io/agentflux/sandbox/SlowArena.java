package io.agentflux.sandbox;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** An arena whose decisions are made by the test. */
record SlowArena(Arena rest, Supplier<Mono<ConfigResult>> decision) implements Arena {

    @Override
    public Mono<VariantInfo> variant() {
        return rest.variant();
    }

    @Override
    public Mono<Signals> signals() {
        return rest.signals();
    }

    @Override
    public Mono<ConfigResult> submit(ConfigUpdate update) {
        return Mono.defer(decision);
    }

    @Override
    public Mono<Void> heartbeat(Duration pollInterval, Map<String, Object> metadata) {
        return rest.heartbeat(pollInterval, metadata);
    }

    @Override
    public Mono<Scoreboard> scoreboard() {
        return rest.scoreboard();
    }

    @Override
    public Mono<DecisionPage> decisions(int page, int pageSize) {
        return rest.decisions(page, pageSize);
    }
}
