package io.agentflux.sandbox.http;

import io.agentflux.sandbox.http.Admission.Admitted;
import io.agentflux.sandbox.http.ConnectionEnd.ServerStops;
import io.agentflux.sandbox.http.RouteTable.Match;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.netty.FutureMono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Answers requests by a table of routes. Every failure is answered in JSON in the protocol's envelope. Never blocks, so it runs
 * on the event loops.
 */
public final class RequestHandler implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
    private static final String GET = "GET";
    private static final String HEAD = "HEAD";
    private static final int LONGEST_REQUEST_LINE = 4_096;
    private static final int MOST_HEADER_BYTES = 16_384;

    private final RouteTable routes;
    private final Admission admission;
    private final Counters counters;
    private final ServerLimits limits;
    private final @Nullable RequestRate rate;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Scheduler clock;
    private final Consumer<ServedRequest> onRequest;
    private final Sinks.Empty<Void> stop = Sinks.empty();
    private volatile @Nullable ServerStops stopping;

    /**
     * A handler for these routes.
     *
     * @param routes no two may answer the same requests
     * @param authentication knows the tokens
     * @param counters counts the requests
     * @param limits what is borne
     * @param clock tells how long an answer took, and when clients stall or ask too often
     * @param onRequest told of each request as it is answered, on the thread that answers it; must not block. What it throws is
     *     logged, no more
     */
    public RequestHandler(
            List<Route> routes,
            Authentication authentication,
            Counters counters,
            ServerLimits limits,
            Scheduler clock,
            Consumer<ServedRequest> onRequest) {
        this.routes = new RouteTable(routes);
        this.admission = new Admission(authentication, new FailedLogins(limits.failedLoginsPerMinute(), clock));
        this.counters = counters;
        counters.show(SandboxMeters.CONNECTIONS, connections, ChannelGroup::size);
        this.limits = limits;
        this.rate = limits.requestsPerSecond() == 0
                ? null
                : new RequestRate(limits.requestsPerSecond(), TimeUnit.SECONDS.toNanos(1), clock);
        this.clock = clock;
        this.onRequest = onRequest;
    }

    /** A server that answers with this handler and bounds what a connection may take, in bytes and in time. */
    public HttpServer server(ServerSettings settings) {
        TlsIdentity tls = settings.tls();
        DateHeader date = new DateHeader(clock);
        HttpServer server = HttpServer.create()
                .host(settings.host())
                .port(settings.port())
                .httpRequestDecoder(limits ->
                        limits.maxInitialLineLength(LONGEST_REQUEST_LINE).maxHeaderSize(MOST_HEADER_BYTES))
                .idleTimeout(limits.idleTime())
                .doOnChannelInit((observer, channel, remote) -> begin(channel, date))
                .handle(this);
        return tls == null ? server : secured(server, new TlsRenewal(tls, clock));
    }

    private void begin(Channel channel, DateHeader date) {
        connections.add(channel);
        ConnectionGuard.install(channel, limits, connections, date, status -> counters.request(null, status, 0));
        ServerStops told = stopping;
        if (told != null) {
            channel.pipeline().fireUserEventTriggered(told);
        }
    }

    private HttpServer secured(HttpServer server, TlsRenewal identity) {
        counters.showSeconds(SandboxMeters.CERTIFICATE, identity, TlsRenewal::secondsLeft);
        return server.secure(secured -> secured.sslContext(identity.context()))
                .doOnBound(bound -> bound.onDispose(identity.begin()));
    }

    /** Answers one request. The publisher is cold and never fails because of what the request holds. */
    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        long began = clock.now(TimeUnit.NANOSECONDS);
        String method = request.method().name();
        String path = pathOf(request.uri());
        Match match = routes.at(path).orElse(null);
        boolean isHead = method.equals(HEAD);
        Route route = match == null ? null : match.byMethod().get(isHead ? GET : method);
        return Mono.defer(() -> answer(request, match, route))
                .onErrorResume(failure -> Mono.just(Failures.reply(failure, method + " " + path)))
                .flatMap(reply -> {
                    long nanos = clock.now(TimeUnit.NANOSECONDS) - began;
                    counters.request(route, reply.status(), nanos);
                    Instant at = Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS));
                    tell(new ServedRequest(at, method, path, reply.status(), Duration.ofNanos(nanos), reply.update()));
                    return isHead ? sendHead(response, reply) : send(response, reply);
                });
    }

    private void tell(ServedRequest served) {
        try {
            onRequest.accept(served);
        } catch (RuntimeException defect) {
            LOG.error("{} {} was not told to who listens", served.method(), served.path(), defect);
        }
    }

    /** The path of a request's target, which whoever means to speak to a proxy writes as a whole URL. */
    private static String pathOf(String target) {
        int authority = target.startsWith("/") ? -1 : target.indexOf("://");
        int slash = authority < 0 ? 0 : target.indexOf('/', authority + 3);
        String path = slash < 0 ? "/" : target.substring(slash);
        int question = path.indexOf('?');
        return question < 0 ? path : path.substring(0, question);
    }

    private Mono<Reply> answer(HttpServerRequest request, @Nullable Match match, @Nullable Route route) {
        if (stopping != null) {
            return Mono.just(Failures.stopping());
        }
        HostHeader.require(request.requestHeaders());
        if (match == null) {
            throw new RefusedRequest(404, "Not found");
        }
        if (route == null) {
            throw notAllowed(request.method().name(), match.byMethod());
        }
        String authorization = request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION);
        Admitted who = admission.admit(route.access(), authorization, request.remoteAddress());
        requireRate(who);
        return body(request, route).flatMap(body -> route.operation()
                .answer(new Call(
                        match.parameters(),
                        query(request.uri()),
                        request.requestHeaders(),
                        body,
                        who,
                        access -> admission.stillAdmits(access, authorization))));
    }

    private void requireRate(Admitted who) {
        String tokenId = who.tokenId();
        long waitSeconds = rate == null || tokenId == null ? 0 : rate.tryTake(tokenId);
        if (waitSeconds > 0) {
            throw new RefusedRequest(
                            429,
                            "The token sends more than " + limits.requestsPerSecond()
                                    + " requests per second; send fewer.")
                    .with("Retry-After", Long.toString(waitSeconds));
        }
    }

    private static RefusedRequest notAllowed(String method, Map<String, Route> byMethod) {
        String allowed = String.join(", ", byMethod.keySet()).replace(GET, GET + ", " + HEAD);
        return new RefusedRequest(405, "Method " + method + " is not allowed here; use " + allowed + ".")
                .with("Allow", allowed);
    }

    private static Mono<byte[]> body(HttpServerRequest request, Route route) {
        if (!route.hasBody()) {
            return Mono.just(Reply.NO_BYTES);
        }
        route.requireMediaType(request.requestHeaders().get(HttpHeaderNames.CONTENT_TYPE, ""));
        Route.requirePlain(request.requestHeaders());
        RequestBody.requireLength(
                request.requestHeaders().get(HttpHeaderNames.CONTENT_LENGTH, ""),
                request.requestHeaders()
                        .containsValue(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE, /* ignoreCase= */ true),
                route.mostBodyBytes());
        return RequestBody.read(request.receive(), route.mostBodyBytes());
    }

    private static Map<String, List<String>> query(String uri) {
        try {
            return uri.indexOf('?') < 0
                    ? Map.of()
                    : QueryStringDecoder.builder()
                            .semicolonIsNormalChar(true)
                            .build(uri)
                            .parameters();
        } catch (IllegalArgumentException notEncoded) {
            throw new RefusedRequest(400, "The query cannot be decoded: " + notEncoded.getMessage());
        }
    }

    private void describe(HttpServerResponse response, Reply reply) {
        reply.headers().forEach(response::header);
        if (stopping != null || "close".equals(reply.headers().get(HttpHeaderNames.CONNECTION.toString()))) {
            response.keepAlive(false);
        }
        if (reply.stream() != null && response.version().equals(HttpVersion.HTTP_1_0)) {
            // it knows no chunks; the body ends with the connection
            response.chunkedTransfer(false).keepAlive(false);
        }
        response.status(reply.status()).header(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
    }

    /** What a GET would be answered with, but for the body. */
    private Mono<Void> sendHead(HttpServerResponse response, Reply reply) {
        describe(response, reply);
        if (reply.stream() == null) {
            response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(reply.bytes().length));
        }
        return response.send();
    }

    private Mono<Void> send(HttpServerResponse response, Reply reply) {
        describe(response, reply);
        Flux<byte[]> stream = reply.stream();
        if (stream == null && reply.bytes().length <= StreamedBody.PIECE_BYTES) {
            return response.sendByteArray(Mono.just(reply.bytes())).then();
        }
        if (stream == null) {
            response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(reply.bytes().length));
            return StreamedBody.send(response, StreamedBody.pieces(reply.bytes()), limits.stallTime(), clock);
        }
        Flux<byte[]> pieces = reply.isEndless() ? stream.takeUntilOther(stop.asMono()) : stream;
        return StreamedBody.send(response, pieces, limits.stallTime(), clock);
    }

    /**
     * Answers requests that come from now on by status 503, ends event streams, lets other replies go on, and closes each
     * connection as soon as it waits for a request in vain. Cold; completes when all are closed.
     *
     * @param quiet how long a connection waits for another request
     */
    public Mono<Void> stop(Duration quiet) {
        return Mono.defer(() -> {
            ServerStops told = new ServerStops(quiet);
            stopping = told;
            stop.tryEmitEmpty();
            connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(told));
            return FutureMono.from(connections.newCloseFuture());
        });
    }

    /** Closes the connections that are still open. Cold; completes when they are closed. */
    public Mono<Void> cutOff() {
        return FutureMono.deferFuture(connections::close);
    }
}
