package io.agentflux.sandbox.http;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import io.agentflux.sandbox.experiment.RepeatableArena;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Mono;

/** An arena that nobody should ask. */
class NoArena implements RepeatableArena {

    private static <T> Mono<T> unexpected() {
        return Mono.error(new AssertionError("nobody should ask this arena"));
    }

    @Override
    public Mono<VariantInfo> variant() {
        return unexpected();
    }

    @Override
    public Mono<Signals> signals() {
        return unexpected();
    }

    @Override
    public Mono<Signals> signalsOnceSettled() {
        return signals();
    }

    @Override
    public Mono<ConfigResult> submit(ConfigUpdate update) {
        return unexpected();
    }

    @Override
    public Mono<ConfigResult> submit(ConfigUpdate update, Request request) {
        return unexpected();
    }

    @Override
    public boolean isTooEarlyAfter(ConfigResult earlier, ConfigUpdate update) {
        return false;
    }

    @Override
    public Mono<Void> heartbeat(Duration pollInterval, Map<String, Object> metadata) {
        return unexpected();
    }

    @Override
    public Mono<Scoreboard> scoreboard() {
        return unexpected();
    }

    @Override
    public Mono<DecisionPage> decisions(int page, int pageSize) {
        return unexpected();
    }
}
