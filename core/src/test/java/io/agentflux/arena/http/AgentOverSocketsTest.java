package io.agentflux.arena.http;

import static io.agentflux.arena.http.ScriptedServer.json;
import static io.agentflux.arena.http.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentEvent;
import io.agentflux.Cadence;
import io.agentflux.StopReason;
import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ArenaNonTransientException;
import io.agentflux.arena.ArenaThrottledException;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.ArenaAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** How a whole agent takes what can happen on the network: each row of the behaviour table over real sockets. */
class AgentOverSocketsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HurriedScheduler retries = new HurriedScheduler();
    private final List<AgentEvent<Signals, ConfigUpdate, ConfigResult>> events = new CopyOnWriteArrayList<>();

    /** Runs an agent for two cycles at most, and tells why it ended. */
    private StopReason end(String url) {
        ArenaClientBuilder builder = ArenaClient.builder(ArenaAccess.of(url, Token.of("strat_secret")))
                .scheduler(retries);
        try (ArenaClient client = builder.build()) {
            return end(client);
        }
    }

    private StopReason end(ArenaClient client) {
        return ArenaAgent.of(
                        client,
                        (signals, economy) -> Optional.of(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "more")))
                .every(Cadence.fixedDelay(Duration.ofMillis(1)))
                // the row of heartbeats is another one, see HeartbeatTest
                .heartbeat(PATIENCE, pollInterval -> Mono.empty())
                .lastHeartbeat((pollInterval, reason) -> Mono.empty())
                .maxCycles(2)
                .start(events::add)
                .onStop()
                .block(PATIENCE);
    }

    private List<AgentEvent.CycleFailed<?, ?, ?>> failures() {
        return events.stream()
                .<AgentEvent.CycleFailed<?, ?, ?>>mapMulti((event, failed) -> {
                    if (event instanceof AgentEvent.CycleFailed<?, ?, ?> failure) {
                        failed.accept(failure);
                    }
                })
                .toList();
    }

    private void assertFailedFiveTimes(StopReason end, Class<? extends Throwable> type) {
        assertThat(end).isInstanceOfSatisfying(StopReason.Failed.class, failed -> assertThat(failed.cause())
                .isExactlyInstanceOf(type));
        assertThat(failures()).hasSize(5).last().satisfies(last -> assertThat(last.consecutive())
                .isEqualTo(5));
    }

    @Test
    @DisplayName("connection refused: each cycle tries three times, the fifth failed cycle ends the agent")
    void connectionRefused() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertFailedFiveTimes(end("http://127.0.0.1:" + port), ArenaTransientException.class);
        assertThat(retries.delays()).hasSize(5 * 2);
    }

    @Test
    @DisplayName("reset in mid-response: tried again within the cycle, which does not fail")
    void resetInMidResponse() {
        String half = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\":" + RawServer.RESET;
        try (RawServer server = new RawServer(half, RawServer.ok("{}"), half, RawServer.ok("{}"))) {
            assertThat(end(server.url())).isEqualTo(new StopReason.Finished(2));
            assertThat(failures()).isEmpty();
        }
    }

    @Test
    @DisplayName("500 then 200: tried again within the cycle, updates with the same key")
    void serverTroubleThatPasses() {
        ScriptedServer.Answer trouble = status(500, "oops");
        try (ScriptedServer server = ScriptedServer.of(
                trouble, json("{}"), trouble, json("{}"), trouble, json("{\"accepted\":true}"), json("{}"))) {
            assertThat(end(server.url())).isEqualTo(new StopReason.Finished(2));
            assertThat(failures()).isEmpty();
            assertThat(server.seen().stream()
                            .filter(seen -> seen.method().equals("PUT"))
                            .limit(2)
                            .map(seen -> seen.headers().get("Idempotency-Key"))
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("500 for good: three attempts a cycle, the fifth failed cycle ends the agent")
    void serverTroubleThatStays() {
        try (ScriptedServer server = ScriptedServer.of(status(500, "oops"))) {
            assertFailedFiveTimes(end(server.url()), ArenaTransientException.class);
            assertThat(server.seen()).hasSize(15);
        }
    }

    @Test
    @DisplayName("401 for good: not tried again, and ends the agent at the fifth, instead of never")
    void unknownToken() {
        try (ScriptedServer server = ScriptedServer.of(status(401, "{\"error\":\"unknown token\"}"))) {
            assertFailedFiveTimes(end(server.url()), ArenaNonTransientException.class);
            assertThat(server.seen()).hasSize(5);
        }
    }

    @Test
    @DisplayName("403: a graceful end at the first")
    void closed() {
        try (ScriptedServer server = ScriptedServer.of(json("{}"), status(403, "{\"error\":\"EXPERIMENT_PAUSED\"}"))) {
            assertThat(end(server.url()))
                    .isInstanceOfSatisfying(StopReason.Closed.class, closed -> assertThat(closed.cause())
                            .isExactlyInstanceOf(ArenaClosedException.class)
                            .hasMessageContaining("EXPERIMENT_PAUSED"));
            assertThat(server.seen()).hasSize(2);
            assertThat(failures()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "429: not tried again within the cycle unless the arena tells when; the cycle fails and the next one comes")
    void throttled() {
        try (ScriptedServer server = ScriptedServer.of(json("{}"), status(429, ""), json("{}"))) {
            assertThat(end(server.url())).isEqualTo(new StopReason.Finished(2));
            assertThat(failures()).singleElement().satisfies(failure -> assertThat(failure.error())
                    .isInstanceOf(ArenaThrottledException.class));
            assertThat(retries.delays()).isEmpty();
        }
    }

    @Test
    @DisplayName("slow body: given up after the response time-out, each time")
    void slowBody() {
        Flux<String> drops =
                Flux.interval(Duration.ofMillis(20), Schedulers.parallel()).map(tick -> " ");
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.parts(drops));
                ArenaClient client = ArenaClient.builder(ArenaAccess.of(server.url(), Token.of("strat_secret")))
                        .responseTimeout(Duration.ofMillis(60))
                        .maxRetries(0)
                        .build()) {
            assertFailedFiveTimes(end(client), ArenaTransientException.class);
        }
    }

    @Test
    @DisplayName("204: an answer without a body is an answer with defaults; the update counts as refused")
    void noContent() {
        try (ScriptedServer server =
                ScriptedServer.of(response -> response.status(204).send())) {
            assertThat(end(server.url())).isEqualTo(new StopReason.Finished(2));
            assertThat(events)
                    .filteredOn(AgentEvent.Acted.class::isInstance)
                    .extracting(event -> ((AgentEvent.Acted<?, ?, ConfigResult>) event).result())
                    .hasSize(2)
                    .allSatisfy(result -> assertThat(result.accepted()).isFalse());
        }
    }

    @Test
    @DisplayName("garbage: not tried again within the cycle; the fifth failed cycle ends the agent")
    void garbage() {
        try (ScriptedServer server = ScriptedServer.of(json("<html>hello</html>"))) {
            assertFailedFiveTimes(end(server.url()), ArenaNonTransientException.class);
            assertThat(server.seen()).hasSize(5);
        }
    }

    @Test
    @DisplayName("TLS failure: no request is ever sent, and the fifth failed cycle ends the agent")
    void tlsFailure() {
        try (RawServer server = new RawServer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
            assertFailedFiveTimes(end(server.url().replace("http:", "https:")), ArenaNonTransientException.class);
            assertThat(server.seen()).noneMatch(seen -> seen.contains("strat_secret"));
        }
    }
}
