package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.RawConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;

class ArenaRoutesTest {

    private static final String AGENT = "strat_agent";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    @DisplayName("the scoreboard, for which all people may have to be compared, is not computed on an event loop")
    void computesScoreboardsElsewhere() {
        AtomicReference<String> computedOn = new AtomicReference<>("");
        NoArena arena = new NoArena() {
            @Override
            public Mono<Scoreboard> scoreboard() {
                return Mono.fromCallable(() -> {
                    computedOn.set(Thread.currentThread().getName());
                    return new Scoreboard(List.of());
                });
            }
        };
        Counters counters = new Counters(new SimpleMeterRegistry());
        DisposableServer server = Objects.requireNonNull(new RequestHandler(
                        new ArenaRoutes(Schedulers.parallel(), counters).routes(),
                        new GrantedTokens(
                                Map.of(Token.of(AGENT), new Grant("token-1", "exp_1", "var_1", arena)),
                                SecretHash.of("nobody")),
                        counters,
                        ServerLimits.ofDefaults(),
                        Schedulers.parallel(),
                        request -> {})
                .server(ServerSettings.ofDefaults())
                .bind()
                .block(PATIENCE));
        try (RawConnection connection = new RawConnection(server.port())) {
            assertThat(connection
                            .call("GET", ArenaProtocol.SCOREBOARD_PATH, AGENT, "")
                            .status())
                    .isEqualTo(200);
        } finally {
            server.disposeNow(PATIENCE);
        }

        assertThat(computedOn.get()).startsWith("parallel-");
    }
}
