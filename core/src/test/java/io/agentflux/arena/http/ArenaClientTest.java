package io.agentflux.arena.http;

import static io.agentflux.arena.http.HurriedClients.PATIENCE;
import static io.agentflux.arena.http.HurriedClients.UPDATE;
import static io.agentflux.arena.http.HurriedClients.failure;
import static io.agentflux.arena.http.HurriedClients.get;
import static io.agentflux.arena.http.ScriptedServer.json;
import static io.agentflux.arena.http.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ArenaException;
import io.agentflux.arena.ArenaNonTransientException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import io.agentflux.arena.WebhookEvent;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.function.Tuple2;

class ArenaClientTest {

    private final HurriedClients clients = new HurriedClients();

    @Test
    @DisplayName("what a heartbeat carries is looked at when somebody subscribes, and only then refused")
    void heartbeatIsCold() {
        try (ScriptedServer server = ScriptedServer.of(json("{\"success\":true,\"data\":{}}"));
                ArenaClient client = clients.of(server.url()).build()) {
            Map<String, Object> metadata = new HashMap<>(Map.of("load", 0.25));
            Mono<Void> heartbeat = client.heartbeat(Duration.ofSeconds(60), metadata);
            Mono<Void> impossible = client.heartbeat(Duration.ofSeconds(-1), Map.of());

            metadata.put("load", 0.5);
            get(heartbeat);

            assertThatThrownBy(() -> get(impossible)).isInstanceOf(IllegalArgumentException.class);
            assertThat(server.seen())
                    .extracting(ScriptedServer.Seen::body)
                    .containsExactly("{\"requestedPollInterval\":60,\"metadata\":{\"load\":0.5}}");
        }
    }

    @Test
    @DisplayName("every call has the path, the headers and the body of the protocol")
    void sendsTheProtocol() {
        try (ScriptedServer server = ScriptedServer.of(json("{\"success\":true,\"data\":{}}"));
                ArenaClient client = clients.of(server.url() + "/base/").build()) {
            get(client.variant());
            get(client.signals());
            get(client.submit(UPDATE));
            get(client.heartbeat(Duration.ofSeconds(60), Map.of()));
            get(client.scoreboard());
            get(client.decisions(2, 10));
            get(client.registerWebhook(
                    new WebhookRegistration(URI.create("https://example.org/h"), Set.of(WebhookEvent.CONFIG_UPDATED))));
            get(client.deleteWebhook("wh/1 ?"));

            assertThat(server.seen())
                    .extracting(seen -> seen.method() + " " + seen.uri())
                    .containsExactly(
                            "GET /base/api/arena/variant",
                            "GET /base/api/arena/signals",
                            "PUT /base/api/arena/variant/config",
                            "POST /base/api/arena/heartbeat",
                            "GET /base/api/arena/scoreboard",
                            "GET /base/api/arena/decisions?page=2&pageSize=10",
                            "POST /base/api/arena/webhooks",
                            "DELETE /base/api/arena/webhooks/wh%2F1%20%3F");
            assertThat(server.seen())
                    .extracting(ScriptedServer.Seen::body)
                    .containsExactly(
                            "",
                            "",
                            "{\"economyOverrides\":{\"scanXp\":12},\"reasoning\":\"why not\"}",
                            "{\"requestedPollInterval\":60}",
                            "",
                            "",
                            "{\"url\":\"https://example.org/h\",\"events\":[\"config_updated\"]}",
                            "");
            assertThat(server.seen()).allSatisfy(seen -> {
                assertThat(seen.headers().get("Authorization")).isEqualTo("Bearer strat_secret");
                assertThat(seen.headers().get("Content-Type")).isEqualTo("application/json");
                assertThat(seen.headers().get("Accept")).isEqualTo("application/json");
                assertThat(seen.headers().get("Accept-Encoding")).isEqualTo("gzip");
                assertThat(seen.headers().contains("Transfer-Encoding")).isFalse();
                assertThat(seen.headers().contains("Idempotency-Key"))
                        .isEqualTo(seen.method().equals("PUT") || seen.uri().endsWith("/webhooks"));
            });
        }
    }

    @Test
    @DisplayName("an answer is understood with and without envelope, compressed, and when there is none at all")
    void understandsAnswers() {
        try (ScriptedServer server = ScriptedServer.with(
                        http -> http.compress(true),
                        json("{\"success\":true,\"data\":{\"enrolled\":7}}"),
                        json("{\"enrolled\":8}"),
                        response -> response.status(204).send());
                ArenaClient client = clients.of(server.url()).build()) {
            assertThat(get(client.signals()).enrolled()).isEqualTo(7);
            assertThat(get(client.signals()).enrolled()).isEqualTo(8);
            assertThat(get(client.signals()).enrolled()).isZero();
            assertThat(get(client.heartbeat(Duration.ofSeconds(1), Map.of()).thenReturn("done")))
                    .isEqualTo("done");
        }
    }

    @Test
    @DisplayName("a refused update is a result")
    void refusalIsAResult() {
        try (ScriptedServer server = ScriptedServer.of(
                        json("{\"success\":true,\"data\":{\"accepted\":false,\"rejectionReason\":\"RATE_LIMITED\"}}"));
                ArenaClient client = clients.of(server.url()).build()) {
            ConfigResult result = get(client.submit(UPDATE));

            assertThat(result.accepted()).isFalse();
            assertThat(result.rejectionReason()).isEqualTo("RATE_LIMITED");
        }
    }

    @Test
    @DisplayName("the variant is remembered as it was last told, with what updates have changed since")
    void remembersTheVariant() {
        try (ScriptedServer server = ScriptedServer.of(
                        json("{\"accepted\":true,\"appliedConfig\":{\"scanXp\":11}}"),
                        json("{\"variantId\":\"v1\",\"currentConfig\":{\"scanXp\":10,\"feedbackXp\":17}}"),
                        json("{\"accepted\":true,\"appliedConfig\":{\"scanXp\":12,\"unheardOf\":1}}"),
                        json("{\"accepted\":false,\"rejectionReason\":\"RATE_LIMITED\"}"),
                        json("{\"variantId\":\"v2\"}"));
                ArenaClient client = clients.of(server.url()).build()) {
            get(client.submit(UPDATE));
            assertThat(client.lastVariant()).isEmpty();

            VariantInfo told = get(client.variant());
            assertThat(client.lastVariant()).contains(told);
            assertThat(client.withToken(Token.of("strat_other")).lastVariant()).isEmpty();

            get(client.submit(UPDATE));
            get(client.submit(UPDATE));
            VariantInfo known = client.lastVariant().orElseThrow();
            assertThat(told.economy().changesTo(known.economy())).isEqualTo(Map.of(EconomyParameter.SCAN_XP, 12.0));
            assertThat(known.variantId()).isEqualTo("v1");

            get(client.variant());
            assertThat(client.lastVariant().orElseThrow().variantId()).isEqualTo("v2");
        }
    }

    @Test
    @DisplayName("who closes the client on hearing an answer gets the answer, and no error is dropped")
    void closesOnAnAnswer() {
        List<Throwable> dropped = new CopyOnWriteArrayList<>();
        Consumer<Throwable> drop = dropped::add;
        try (ScriptedServer server = ScriptedServer.of(json("{}"))) {
            ArenaClient client = clients.of(server.url()).build();
            Signals signals = get(Mono.zip(client.signals(), client.variant())
                    .map(Tuple2::getT1)
                    .doOnNext(answer -> client.close())
                    .contextWrite(context -> context.put("reactor.onErrorDropped.local", drop)));

            assertThat(signals).isNotNull();
            assertThat(dropped).isEmpty();
        }
    }

    @Test
    @DisplayName("an answer without end is cut off, and its connection is not used again")
    void limitsAnswers() {
        try (ScriptedServer server = ScriptedServer.of(json("[" + " ".repeat(9 * 1024 * 1024) + "]"));
                ArenaClient client = clients.of(server.url()).build()) {
            assertThat(failure(client.signals()))
                    .isExactlyInstanceOf(ArenaNonTransientException.class)
                    .hasMessageContaining("longer than");
        }
    }

    @Test
    @DisplayName("a server that repeats the token does not make an error print it")
    void errorsDoNotPrintTheToken() {
        try (ScriptedServer server = ScriptedServer.of(status(401, "{\"error\":\"bad token strat_secret\"}"));
                ArenaClient client = clients.of(server.url()).build()) {
            ArenaException failure = failure(client.signals());

            assertThat(failure).hasMessageContaining("bad token strat_***").hasStackTraceContaining("401");
            assertThat(failure.toString()).doesNotContain("strat_secret");
            assertThat(client.toString()).doesNotContain("strat_secret");
        }
    }

    @Test
    @DisplayName("agents with other tokens share the connections")
    void sharesConnections() {
        try (ScriptedServer server = ScriptedServer.of(json("{}"));
                ArenaClient client = clients.of(server.url()).maxConnections(1).build()) {
            ArenaClient other = client.withToken(Token.of("strat_other"));
            get(client.signals());
            get(other.signals());

            assertThat(server.seen())
                    .extracting(seen -> seen.headers().get("Authorization"))
                    .containsExactly("Bearer strat_secret", "Bearer strat_other");
            assertThat(server.seen())
                    .extracting(ScriptedServer.Seen::connection)
                    .containsOnly(server.seen().get(0).connection());
        }
    }

    @Test
    @DisplayName("one client serves calls and heartbeats from many threads at once")
    void isSafeForManyThreads() {
        try (ScriptedServer server = ScriptedServer.of(json("{\"enrolled\":7}"));
                ArenaClient client = clients.of(server.url()).maxConnections(4).build()) {
            List<Integer> enrolled = Flux.range(0, 400)
                    .flatMap(
                            number -> Mono.defer(() -> number % 2 == 0
                                            ? client.signals().map(Signals::enrolled)
                                            : client.heartbeat(Duration.ofSeconds(1), Map.of())
                                                    .thenReturn(7))
                                    .subscribeOn(Schedulers.parallel()),
                            100)
                    .collectList()
                    .block(PATIENCE);

            assertThat(enrolled).hasSize(400).containsOnly(7);
            assertThat(server.seen()).hasSize(400);
            assertThat(server.seen().stream()
                            .map(ScriptedServer.Seen::connection)
                            .distinct())
                    .hasSizeLessThanOrEqualTo(4);
        }
    }

    @Test
    @DisplayName("pages before the first are refused without a call")
    void refusesImpossiblePages() {
        try (ArenaClient client = clients.of("http://localhost:1").build()) {
            assertThatThrownBy(() -> get(client.decisions(0, 10))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> get(client.decisions(1, 0))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
