package io.agentflux.arena.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/** Answers requests by a script, in order; the last line of the script repeats. Records what was asked. */
final class ScriptedServer implements AutoCloseable {

    record Seen(
            String method,
            String uri,
            HttpHeaders headers,
            String body,
            @Nullable Object connection) {}

    interface Answer {
        Publisher<Void> to(HttpServerResponse response);
    }

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final DisposableServer server;

    private ScriptedServer(UnaryOperator<HttpServer> change, List<Answer> script) {
        this.script.addAll(script);
        this.server = change.apply(HttpServer.create().host("127.0.0.1").port(0))
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString(StandardCharsets.UTF_8)
                        .defaultIfEmpty("")
                        .flatMap(body -> {
                            seen.add(new Seen(
                                    request.method().name(),
                                    request.uri(),
                                    request.requestHeaders().copy(),
                                    body,
                                    request.remoteAddress()));
                            return Mono.from(next().to(response));
                        }))
                .bindNow(Duration.ofSeconds(10));
    }

    static ScriptedServer of(Answer... script) {
        return new ScriptedServer(UnaryOperator.identity(), List.of(script));
    }

    static ScriptedServer with(UnaryOperator<HttpServer> change, Answer... script) {
        return new ScriptedServer(change, List.of(script));
    }

    static Answer json(String body) {
        return status(200, body);
    }

    static Answer status(int status, String body) {
        return response -> response.status(status)
                .header("Content-Type", "application/json")
                .sendString(Mono.just(body))
                .then();
    }

    static Answer status(int status, String header, String value) {
        return response -> response.status(status).header(header, value).send();
    }

    /** The parts one after another as they come, each of them sent at once. */
    static Answer parts(Publisher<String> parts) {
        return response -> response.send(Flux.from(parts).map(ScriptedServer::buffer), buffer -> true)
                .then();
    }

    static Answer stream(String... frames) {
        return streamOf(Flux.fromArray(frames));
    }

    static Answer streamOf(Publisher<String> frames) {
        return response -> response.sse()
                .send(Flux.from(frames).map(ScriptedServer::buffer), buffer -> true)
                .then();
    }

    /** Headers and a part of the body, and then nothing. */
    static Answer unfinished() {
        return response -> response.header("Content-Length", "100000")
                .send(
                        Flux.just(buffer("{\"data\":{\"filling\":\"" + "x".repeat(20_000)))
                                .concatWith(Mono.never()),
                        buffer -> true)
                .then();
    }

    static Answer silent() {
        return response -> Mono.never();
    }

    private static ByteBuf buffer(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private Answer next() {
        Answer answer = script.size() > 1 ? script.poll() : script.peek();
        return Objects.requireNonNull(answer);
    }

    List<Seen> seen() {
        return seen;
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(10));
    }
}
