package io.agentflux.arena.http;

import io.agentflux.arena.ArenaException;
import io.agentflux.arena.ArenaNonTransientException;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** Clients that wait for nothing before they try again, and what comes of their calls. */
final class HurriedClients {

    private static final Token TOKEN = Token.of("strat_secret");
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final ConfigUpdate UPDATE = ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "why not");

    private final HurriedScheduler scheduler = new HurriedScheduler();

    ArenaClientBuilder of(String url) {
        return ArenaClient.builder(ArenaAccess.of(url, TOKEN)).scheduler(scheduler);
    }

    /** The delays before further attempts that were asked for. */
    List<Duration> delays() {
        return scheduler.delays();
    }

    static <T> T get(Mono<T> call) {
        return call.block(PATIENCE);
    }

    static ArenaException failure(Mono<?> call) {
        return call.map(value -> (ArenaException) new ArenaNonTransientException("got " + value, null))
                .onErrorResume(ArenaException.class, Mono::just)
                .block(PATIENCE);
    }
}
