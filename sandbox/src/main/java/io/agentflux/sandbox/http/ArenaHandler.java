package io.agentflux.sandbox.http;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.arena.http.MalformedMessageException;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.http.Routes.Operation;
import io.netty.channel.ChannelException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Answers the requests of the Arena protocol. Every answer is JSON in the protocol's envelope, failures too. Never blocks, so it
 * runs on the event loops; the arenas are called there and must not block either.
 *
 * <p>Besides the protocol, {@code GET /health/live} and {@code GET /health/ready} answer without a token.
 */
public final class ArenaHandler implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final Logger LOG = LoggerFactory.getLogger(ArenaHandler.class);
    private static final Set<String> HEALTH_PATHS = Set.of("/health/live", "/health/ready");
    private static final String BEARER = "bearer ";
    private static final int LONGEST_IDEMPOTENCY_KEY = 255;
    private static final int LONGEST_REQUEST_LINE = 4_096;
    private static final int MOST_HEADER_BYTES = 16_384;
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(60);
    private static final Duration READ_LIMIT = Duration.ofSeconds(10);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);
    private static final byte[] NO_BODY = {};

    // equality of tokens takes constant time; what the map could betray is a 32-bit hash of a far longer secret
    private final Map<Token, Grant> grants = new HashMap<>();
    private final Counters counters = new Counters();
    private final Routes routes = new Routes(counters);
    private final Scheduler clock;
    private final Consumer<ServedRequest> onRequest;
    private volatile boolean stopping;

    /**
     * A handler for the arenas that tokens open.
     *
     * @param arenas the arena of each token
     * @param clock tells the time by which repeated updates are recognised
     * @param onRequest told of each answered request, on an event loop; must not block
     */
    public ArenaHandler(Map<Token, Arena> arenas, Scheduler clock, Consumer<ServedRequest> onRequest) {
        arenas.forEach((token, arena) -> grants.put(token, new Grant(arena, clock)));
        this.clock = clock;
        this.onRequest = onRequest;
    }

    /** A server that answers with this handler and bounds what a connection may take, in bytes and in time. */
    public HttpServer server(String host, int port) {
        return HttpServer.create()
                .host(host)
                .port(port)
                .httpRequestDecoder(limits ->
                        limits.maxInitialLineLength(LONGEST_REQUEST_LINE).maxHeaderSize(MOST_HEADER_BYTES))
                .idleTimeout(IDLE_LIMIT)
                .readTimeout(READ_LIMIT)
                .requestTimeout(REQUEST_LIMIT)
                .doOnChannelInit((observer, channel, remote) -> ConnectionGuard.install(channel))
                .handle(this);
    }

    /** Answers one request. The publisher is cold and never fails because of what the request holds. */
    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        long began = clock.now(TimeUnit.NANOSECONDS);
        String path = request.uri().split("\\?", 2)[0];
        return Mono.defer(() -> reply(request, path))
                .onErrorResume(failure -> Mono.just(replyTo(failure, request, path)))
                .flatMap(reply -> {
                    counters.request();
                    onRequest.accept(new ServedRequest(
                            request.method().name(),
                            path,
                            reply.status(),
                            Duration.ofNanos(clock.now(TimeUnit.NANOSECONDS) - began)));
                    return send(response, reply);
                });
    }

    private Mono<Reply> reply(HttpServerRequest request, String path) {
        if (stopping) {
            throw new RefusedRequest(503, "The arena is shutting down; try again later.");
        }
        String method = request.method().name();
        if (HEALTH_PATHS.contains(path)) {
            return method.equals("GET") ? Mono.just(Reply.empty()) : Mono.just(notAllowed(method, Set.of("GET")));
        }
        Map<String, Operation> operations = routes.at(path).orElseThrow(() -> new RefusedRequest(404, "Not found"));
        Operation operation = operations.get(method);
        if (operation == null) {
            return Mono.just(notAllowed(method, operations.keySet()));
        }
        Grant grant = authenticate(request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION));
        Map<String, List<String>> query = query(request.uri());
        String key = idempotencyKey(request);
        boolean hasBody = method.equals("PUT") || method.equals("POST");
        return (hasBody ? RequestBody.read(request.receive()) : Mono.just(NO_BODY))
                .flatMap(body -> operation.answer(new Call(grant, path, query, body, key)));
    }

    private static Reply notAllowed(String method, Set<String> allowed) {
        String names = String.join(", ", new TreeSet<>(allowed));
        return Reply.failure(405, "Method " + method + " is not allowed here; use " + names + ".")
                .with("Allow", names);
    }

    private Grant authenticate(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new RefusedRequest(401, "There is no token; send the header 'Authorization: Bearer strat_...'.");
        }
        Grant grant = grantOf(authorization.substring(BEARER.length()).strip());
        if (grant == null) {
            throw new RefusedRequest(401, "The token is not valid here; take it from the variant's manifest.");
        }
        if (grant.isRevoked()) {
            throw new RefusedRequest(403, "TOKEN_REVOKED: the token was revoked; ask for a new manifest.");
        }
        return grant;
    }

    private @Nullable Grant grantOf(String secret) {
        try {
            return grants.get(Token.of(secret));
        } catch (IllegalArgumentException noToken) {
            return null;
        }
    }

    private static Map<String, List<String>> query(String uri) {
        try {
            return new QueryStringDecoder(uri).parameters();
        } catch (IllegalArgumentException notEncoded) {
            throw new RefusedRequest(400, "The query cannot be decoded: " + notEncoded.getMessage());
        }
    }

    private static @Nullable String idempotencyKey(HttpServerRequest request) {
        String key = request.requestHeaders().get(ArenaProtocol.IDEMPOTENCY_KEY);
        if (key != null && key.length() > LONGEST_IDEMPOTENCY_KEY) {
            throw new RefusedRequest(
                    400, ArenaProtocol.IDEMPOTENCY_KEY + " is longer than " + LONGEST_IDEMPOTENCY_KEY + " characters.");
        }
        return key;
    }

    private static Reply replyTo(Throwable failure, HttpServerRequest request, String path) {
        if (failure instanceof RefusedRequest refused) {
            Reply reply = Reply.failure(refused.status(), String.valueOf(refused.getMessage()));
            return switch (refused.status()) {
                case 401 -> reply.with("WWW-Authenticate", "Bearer");
                case 413, 503 -> reply.with("Connection", "close");
                default -> reply;
            };
        }
        if (failure instanceof MalformedMessageException malformed) {
            return Reply.failure(400, String.valueOf(malformed.getMessage()));
        }
        if (failure instanceof ArenaClosedException closed) {
            return Reply.failure(403, String.valueOf(closed.getMessage()));
        }
        if (failure instanceof ArenaTransientException) {
            return Reply.failure(503, "The arena cannot answer at the moment; try again.");
        }
        if (failure instanceof ChannelException) {
            return Reply.failure(408, "The request did not arrive in time; send it again.")
                    .with("Connection", "close");
        }
        if (AbortedException.isConnectionReset(failure)) {
            return Reply.failure(400, "The request ended early.").with("Connection", "close");
        }
        LOG.error("{} {} failed", request.method(), path, failure);
        return Reply.failure(500, "The arena failed; its log tells why.");
    }

    private static Mono<Void> send(HttpServerResponse response, Reply reply) {
        reply.headers().forEach(response::header);
        if ("close".equals(reply.headers().get("Connection"))) {
            response.keepAlive(false);
        }
        return response.status(reply.status())
                .header(HttpHeaderNames.CONTENT_TYPE, ArenaProtocol.JSON)
                .sendByteArray(Mono.just(reply.body()))
                .then();
    }

    /**
     * Lets a token open nothing from now on.
     *
     * @return whether there is such a token
     */
    public boolean revoke(Token token) {
        Grant grant = grants.get(token);
        if (grant != null) {
            grant.revoke();
        }
        return grant != null;
    }

    /** What was done so far. */
    public SandboxStatistics statistics() {
        return counters.snapshot();
    }

    /** Answers requests that come from now on by status 503; those that are being answered go on. */
    public void refuseNewRequests() {
        stopping = true;
    }
}
