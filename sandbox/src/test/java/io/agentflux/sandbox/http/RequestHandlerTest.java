package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.RawConnection;
import io.agentflux.sandbox.RawConnection.Answer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;

class RequestHandlerTest {

    private static final String AGENT = "strat_agent";
    private static final String ADMINISTRATOR = "an administrator's token of many random bytes";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Counters counters = new Counters(new SimpleMeterRegistry());
    private final DisposableServer server = Objects.requireNonNull(new RequestHandler(
                    List.of(
                            Route.get(
                                    "/agents",
                                    Access.AGENT,
                                    call -> text(call.grant().variantId())),
                            Route.get("/admin/{what}", Access.ADMIN, call -> text(call.parameter("what"))),
                            Route.post("/small", Access.OPEN, call -> text("" + call.body().length))
                                    .consuming("application/yaml", "text/csv")
                                    .withBodyUpTo(5),
                            Route.get(
                                    "/overloaded",
                                    Access.OPEN,
                                    call -> Mono.error(new ArenaTransientException("full", null))),
                            Route.get("/broken", Access.OPEN, call -> Mono.error(new AssertionError("a defect"))),
                            Route.get(
                                    "/stream",
                                    Access.OPEN,
                                    call -> Mono.just(Reply.streaming(
                                            "text/plain",
                                            Flux.just("one", "two")
                                                    .map(text -> text.getBytes(StandardCharsets.UTF_8)))))),
                    new GrantedTokens(
                            Map.of(Token.of(AGENT), new Grant("token-1", "exp_1", "var_1", new NoArena())),
                            SecretHash.of(ADMINISTRATOR)),
                    counters,
                    ServerLimits.ofDefaults(),
                    Schedulers.parallel(),
                    request -> {})
            .server(ServerSettings.ofDefaults())
            .bind()
            .block(PATIENCE));
    private final RawConnection connection = new RawConnection(server.port());

    private static Mono<Reply> text(String text) {
        return Mono.just(Reply.of(200, "text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    @AfterEach
    void stop() {
        connection.close();
        server.disposeNow(PATIENCE);
    }

    @ParameterizedTest
    @CsvSource({
        "/agents, agent, 200",
        "/agents, admin, 403",
        "/agents, other, 401",
        "/agents, none, 401",
        "/admin/x, admin, 200",
        "/admin/x, agent, 403",
        "/admin/x, other, 401",
        "/admin/x, none, 401",
    })
    @DisplayName("a token opens what it is for; the other kind of token is told so by 403, no token by 401")
    void access(String path, String who, int status) {
        String token = Map.of("agent", AGENT, "admin", ADMINISTRATOR, "other", "strat_other", "none", "")
                .get(who);
        Answer answer = connection.call("GET", path, Objects.requireNonNull(token), "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().containsKey("www-authenticate")).isEqualTo(status == 401);
    }

    @Test
    @DisplayName("an operation sees the path's parameters and the grant")
    void calls() {
        assertThat(connection.call("GET", "/agents", AGENT, "").body()).isEqualTo("var_1");
        assertThat(connection.call("GET", "/admin/who?x=1", ADMINISTRATOR, "").body())
                .isEqualTo("who");
    }

    @Test
    @DisplayName("a route decides which bodies it takes")
    void bodies() {
        assertThat(post("application/yaml", "12345").body()).isEqualTo("5");
        assertThat(post("text/csv", "12345").body()).isEqualTo("5");
        assertThat(post("application/json", "12345").body()).contains("send application/yaml or text/csv");
        assertThat(post("text/csv", "123456").status()).isEqualTo(413);
    }

    private Answer post(String type, String body) {
        return connection.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    @Test
    @DisplayName("an overloaded arena is told by 503 with the time to come back, a defect by 500 without details")
    void failures() {
        Answer overloaded = connection.call("GET", "/overloaded", "", "");
        Answer broken = connection.call("GET", "/broken", "", "");

        assertThat(overloaded.status()).isEqualTo(503);
        assertThat(overloaded.headers()).containsEntry("retry-after", "1");
        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.body()).doesNotContain("defect");
        assertThat(counters.snapshot().requests()).isEqualTo(2);
    }

    @Test
    @DisplayName("a streamed reply is sent in chunks, and the connection serves on")
    void streams() {
        Answer answer = connection.call("GET", "/stream", "", "");

        assertThat(answer.headers())
                .containsEntry("transfer-encoding", "chunked")
                .containsEntry("content-type", "text/plain");
        assertThat(answer.body()).isEqualTo("onetwo");
        assertThat(connection.call("GET", "/nowhere", "", "").status()).isEqualTo(404);
    }
}
