package io.agentflux.arena.http;

import io.netty.channel.ChannelOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;

/** Answers each request on a socket with raw text and, if the text says so, ends the connection. */
final class RawServer implements AutoCloseable {

    /** At the end of an answer: resets the connection. */
    static final String RESET = "<reset>";

    /** At the end of an answer: closes the connection in an orderly way. */
    static final String CLOSE = "<close>";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final DisposableServer server;

    RawServer(String... answers) {
        AtomicInteger next = new AtomicInteger();
        this.server = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnConnection(connection -> connections.incrementAndGet())
                .handle((inbound, outbound) -> inbound.receive()
                        .asString(StandardCharsets.UTF_8)
                        .concatMap(request -> {
                            seen.add(request);
                            String answer = answers[Math.min(next.getAndIncrement(), answers.length - 1)];
                            String text = answer.replace(RESET, "").replace(CLOSE, "");
                            Mono<Void> sent = text.isEmpty()
                                    ? Mono.empty()
                                    : outbound.sendString(Mono.just(text)).then();
                            return sent.then(Mono.fromRunnable(() -> inbound.withConnection(connection -> {
                                if (answer.endsWith(RESET)) {
                                    // a close that does not linger is a reset
                                    connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                                }
                                if (answer.endsWith(RESET) || answer.endsWith(CLOSE)) {
                                    connection.dispose();
                                }
                            })));
                        })
                        .then()
                        .onErrorComplete())
                .bindNow(Duration.ofSeconds(10));
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    List<String> seen() {
        return seen;
    }

    int connectionCount() {
        return connections.get();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(10));
    }
}
