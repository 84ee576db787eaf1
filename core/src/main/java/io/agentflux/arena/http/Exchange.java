package io.agentflux.arena.http;

import io.agentflux.arena.ArenaException;
import io.agentflux.arena.ArenaNonTransientException;
import io.agentflux.arena.ArenaTransientException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/** Sends one request and reads its answer to the end, or as it comes. Buffers of the network never leave this class. */
final class Exchange {

    private static final int MAX_REPLY_BYTES = 8 * 1024 * 1024;

    /** How long a stream may say nothing before it counts as broken. */
    private static final Duration STREAM_SILENCE = ArenaProtocol.STREAM_KEEP_ALIVE.multipliedBy(3);

    private final HttpClient pooled;
    private final HttpClient streaming;
    private final String baseUrl;
    private final Token token;
    private final Duration responseTimeout;
    private final Scheduler scheduler;

    /**
     * One request, apart from what all requests have in common.
     *
     * @param method the verb
     * @param path the path of the protocol
     * @param query the query with its question mark, or empty
     * @param headers further headers
     * @param body the body, null if there is none
     */
    record Request(
            HttpMethod method,
            String path,
            String query,
            Map<String, String> headers,
            @Nullable ByteBuffer body) {

        static Request get(String path, String query) {
            return new Request(HttpMethod.GET, path, query, Map.of(), null);
        }

        static Request of(HttpMethod method, String path, Map<String, String> headers, byte[] body) {
            return new Request(method, path, "", headers, ByteBuffer.wrap(body));
        }
    }

    Exchange(ArenaClientBuilder options, Connections connections) {
        this(
                configured(HttpClient.create(connections.provider()), options)
                        .compress(true)
                        .responseTimeout(options.responseTimeout),
                // a stream holds its connection for as long as it lasts, so it must not take one from the pool
                configured(HttpClient.newConnection(), options).responseTimeout(STREAM_SILENCE),
                options.access.apiUrl().toString(),
                options.access.token(),
                options.responseTimeout,
                options.scheduler);
    }

    private Exchange(
            HttpClient pooled,
            HttpClient streaming,
            String baseUrl,
            Token token,
            Duration responseTimeout,
            Scheduler scheduler) {
        this.pooled = pooled;
        this.streaming = streaming;
        this.baseUrl = baseUrl;
        this.token = token;
        this.responseTimeout = responseTimeout;
        this.scheduler = scheduler;
    }

    private static HttpClient configured(HttpClient client, ArenaClientBuilder options) {
        return options.http
                .apply(client)
                .protocol(HttpProtocol.HTTP11)
                .followRedirect(false)
                .disableRetry(true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(options.connectTimeout.toMillis(), Integer.MAX_VALUE));
    }

    Exchange withToken(Token token) {
        return new Exchange(pooled, streaming, baseUrl, token, responseTimeout, scheduler);
    }

    String baseUrl() {
        return baseUrl;
    }

    /** One attempt: what a successful answer says. Cold; fails with an {@link ArenaException} only. */
    <T> Mono<T> attempt(Request request, Function<byte[], T> read) {
        String call = describe(request);
        return send(pooled, request, ArenaProtocol.JSON)
                .response((response, body) -> bytes(body).flatMap(bytes -> successful(call, response, bytes)))
                // single() would drop an error if it is cancelled while the body ends
                .singleOrEmpty()
                .timeout(responseTimeout, scheduler)
                .map(read)
                .onErrorMap(error -> Failures.ofError(call, error, responseTimeout));
    }

    /**
     * One connection to a stream: what its bytes say, as they come. Completes if the server has nothing to stream; an end of
     * the connection is an error that is worth another connection.
     */
    <T> Flux<T> stream(Request request, Function<byte[], List<T>> read) {
        String call = describe(request);
        return send(streaming, request, ArenaProtocol.EVENT_STREAM)
                .response((response, body) -> streamed(call, response, body))
                .concatMapIterable(read, 1)
                .onErrorMap(error -> Failures.ofError(call, error, STREAM_SILENCE));
    }

    private HttpClient.ResponseReceiver<?> send(HttpClient client, Request request, String accept) {
        HttpClient.RequestSender sender = client.headers(headers -> addHeaders(headers, request, accept))
                .request(request.method())
                .uri(baseUrl + request.path() + request.query());
        ByteBuffer body = request.body();
        return body == null ? sender : sender.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)));
    }

    private void addHeaders(HttpHeaders headers, Request request, String accept) {
        headers.set(HttpHeaderNames.AUTHORIZATION, token.authorization());
        headers.set(HttpHeaderNames.CONTENT_TYPE, ArenaProtocol.JSON);
        headers.set(HttpHeaderNames.ACCEPT, accept);
        headers.set(HttpHeaderNames.USER_AGENT, "agentflux");
        ByteBuffer body = request.body();
        if (body != null) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, body.remaining());
        }
        request.headers().forEach(headers::set);
    }

    private Mono<byte[]> successful(String call, HttpClientResponse response, byte[] body) {
        int status = response.status().code();
        return status / 100 == 2 ? Mono.just(body) : Mono.error(failure(call, response, body));
    }

    private Flux<byte[]> streamed(String call, HttpClientResponse response, ByteBufFlux body) {
        int status = response.status().code();
        if (status == 204) {
            return Flux.empty();
        }
        if (status != 200) {
            return bytes(body).flatMapMany(bytes -> Flux.error(failure(call, response, bytes)));
        }
        String type = response.responseHeaders().get(HttpHeaderNames.CONTENT_TYPE, "");
        if (!type.startsWith(ArenaProtocol.EVENT_STREAM)) {
            return Flux.error(new ArenaNonTransientException(
                    call + " answered with '" + type + "' instead of a stream; this arena may have none", null));
        }
        return body.asByteArray()
                .concatWith(Mono.error(() -> new ArenaTransientException(call + " was ended by the server", null)));
    }

    private ArenaException failure(String call, HttpClientResponse response, byte[] body) {
        Instant now = Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
        return Failures.ofStatus(
                call,
                response.status().code(),
                token.redact(ArenaReplies.decodeError(body).orElse("")),
                Failures.retryAfter(response.responseHeaders().get(HttpHeaderNames.RETRY_AFTER), now));
    }

    /** The whole body, which is empty if there is none. */
    private static Mono<byte[]> bytes(ByteBufFlux body) {
        return body.asByteArray()
                .collect(ByteArrayOutputStream::new, Exchange::append)
                .map(ByteArrayOutputStream::toByteArray);
    }

    private static void append(ByteArrayOutputStream body, byte[] bytes) {
        if (body.size() + bytes.length > MAX_REPLY_BYTES) {
            throw new MalformedMessageException("It is longer than " + MAX_REPLY_BYTES + " bytes.");
        }
        body.writeBytes(bytes);
    }

    private String describe(Request request) {
        return request.method() + " " + URI.create(baseUrl).getPath() + request.path();
    }
}
