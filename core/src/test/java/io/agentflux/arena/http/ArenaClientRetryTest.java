package io.agentflux.arena.http;

import static io.agentflux.arena.http.HurriedClients.UPDATE;
import static io.agentflux.arena.http.HurriedClients.failure;
import static io.agentflux.arena.http.HurriedClients.get;
import static io.agentflux.arena.http.ScriptedServer.json;
import static io.agentflux.arena.http.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ArenaNonTransientException;
import io.agentflux.arena.ArenaThrottledException;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.ConfigResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Which failures a client tries again, and which it tells at once. */
class ArenaClientRetryTest {

    private final HurriedClients clients = new HurriedClients();

    @Test
    @DisplayName("a server in trouble is asked again after one second and a little more")
    void retriesServerTrouble() {
        try (ScriptedServer server = ScriptedServer.of(status(500, "oops"), json("{\"enrolled\":5}"));
                ArenaClient client = clients.of(server.url()).build()) {
            assertThat(get(client.signals()).enrolled()).isEqualTo(5);
            assertThat(server.seen()).hasSize(2);
            assertThat(clients.delays()).hasSize(1).allSatisfy(delay -> assertThat(delay)
                    .isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_250)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 503, 504, 505})
    @DisplayName("a server that stays in trouble is asked three times, and its last words are told")
    void givesUp(int status) {
        try (ScriptedServer server = ScriptedServer.of(
                        status(500, "{\"error\":\"first\"}"),
                        status(status, "{\"success\":false,\"error\":\"last words\"}"));
                ArenaClient client = clients.of(server.url()).build()) {
            assertThat(failure(client.signals()))
                    .isExactlyInstanceOf(ArenaTransientException.class)
                    .hasMessageContaining("GET /api/arena/signals answered " + status)
                    .hasMessageEndingWith(": last words");
            assertThat(server.seen()).hasSize(3);
            assertThat(clients.delays()).hasSize(2);
            assertThat(clients.delays().get(1)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_500));
        }
    }

    @Test
    @DisplayName("all attempts of an update carry one idempotency key, another update carries another")
    void keepsIdempotencyKey() {
        try (ScriptedServer server = ScriptedServer.of(status(500, ""), status(502, ""), json("{}"), json("{}"));
                ArenaClient client = clients.of(server.url()).build()) {
            Mono<ConfigResult> submit = client.submit(UPDATE);
            get(submit);
            get(submit);

            List<String> keys = server.seen().stream()
                    .map(seen -> seen.headers().get("Idempotency-Key"))
                    .toList();
            assertThat(keys).hasSize(4).doesNotContainNull();
            assertThat(keys.subList(0, 3)).containsOnly(keys.get(0));
            assertThat(keys.get(3)).isNotEqualTo(keys.get(0));
        }
    }

    @Test
    @DisplayName("updates have their own limit of retries")
    void limitsUpdateRetries() {
        try (ScriptedServer server = ScriptedServer.of(status(500, ""));
                ArenaClient client = clients.of(server.url())
                        .maxRetries(1)
                        .maxUpdateRetries(0)
                        .build()) {
            failure(client.submit(UPDATE));
            assertThat(server.seen()).hasSize(1);
            failure(client.signals());
            assertThat(server.seen()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 401, 404, 405, 408, 413, 422})
    @DisplayName("a refusal or a redirect is told at once and not followed")
    void doesNotRetryRefusals(int status) {
        try (ScriptedServer server = ScriptedServer.of(status(status, "Location", "/elsewhere"));
                ArenaClient client = clients.of(server.url()).build()) {
            assertThat(failure(client.variant()))
                    .isExactlyInstanceOf(ArenaNonTransientException.class)
                    .hasMessageContaining("GET /api/arena/variant answered " + status);
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    @DisplayName("status 403 tells that the arena is closed, with the arena's words")
    void closedArena() {
        try (ScriptedServer server = ScriptedServer.of(status(403, "{\"error\":\"EXPERIMENT_PAUSED\"}"));
                ArenaClient client = clients.of(server.url()).build()) {
            assertThat(failure(client.signals()))
                    .isExactlyInstanceOf(ArenaClosedException.class)
                    .hasMessageContaining("EXPERIMENT_PAUSED");
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    @DisplayName("an arena that throttles is asked again when it says, and not before")
    void honoursRetryAfter() {
        try (ScriptedServer server = ScriptedServer.of(status(429, "Retry-After", "7"), json("{}"));
                ArenaClient client = clients.of(server.url()).build()) {
            get(client.signals());

            assertThat(clients.delays()).containsExactly(Duration.ofSeconds(7));
        }
    }

    @Test
    @DisplayName("an arena that throttles for long, or does not say for how long, is not asked again")
    void leavesLongThrottlingToTheCaller() {
        try (ScriptedServer server = ScriptedServer.of(
                        status(429, "Retry-After", "3600"),
                        status(429, "{\"error\":\"slow down\"}"),
                        status(429, "Retry-After", "Thu, 01 Jan 1970 01:00:00 GMT"));
                ArenaClient client = clients.of(server.url()).build()) {
            assertThat(failure(client.signals()))
                    .isInstanceOfSatisfying(
                            ArenaThrottledException.class,
                            throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofHours(1)));
            assertThat(failure(client.signals()))
                    .hasMessageContaining("slow down")
                    .isInstanceOfSatisfying(
                            ArenaThrottledException.class,
                            throttled -> assertThat(throttled.retryAfter()).isEmpty());
            assertThat(failure(client.signals()))
                    .isInstanceOfSatisfying(
                            ArenaThrottledException.class,
                            throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofHours(1)));
            assertThat(server.seen()).hasSize(3);
            assertThat(clients.delays()).isEmpty();
        }
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"<html>hello</html>", "[]", "{\"data\":[1]}", "{\"enrolled\":\"x\"}", "\u0000"})
    @DisplayName("an answer that is none of an arena is told at once")
    void refusesGarbage(String body) {
        try (ScriptedServer server = ScriptedServer.of(json(body));
                ArenaClient client = clients.of(server.url()).build()) {
            assertThat(failure(client.signals()))
                    .isExactlyInstanceOf(ArenaNonTransientException.class)
                    .hasMessageContaining("GET /api/arena/signals got an answer that is none of an arena");
            assertThat(server.seen()).hasSize(1);
        }
    }
}
