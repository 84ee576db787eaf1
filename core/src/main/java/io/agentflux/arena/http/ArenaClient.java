package io.agentflux.arena.http;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ArenaException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import io.agentflux.arena.WebhookInfo;
import io.agentflux.arena.http.Exchange.Request;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * An arena reached over HTTP, with the token of one variant.
 *
 * <p>Every publisher is cold: one subscription makes one call, whose answer comes on the event loop of its connection, and
 * cancelling it closes that connection. Time limits end a call on the scheduler of the builder. A call that fails transiently -
 * no connection, no answer in time, status 5xx - is tried again after 1, 2, 4, ... seconds and a little more at random; the
 * waiting takes place on the scheduler of the builder. What is left are subclasses of {@link ArenaException}: status 403 is an
 * {@link io.agentflux.arena.ArenaClosedException}, status 429 an {@link io.agentflux.arena.ArenaThrottledException} that is
 * tried again only if the arena tells when, every other 3xx and 4xx status and an answer that cannot be read an
 * {@link io.agentflux.arena.ArenaNonTransientException}.
 *
 * <p>Safe for use by many agents at once; agents with other tokens share its connections through {@link #withToken}.
 */
public final class ArenaClient implements Arena, AutoCloseable {

    private final Connections connections;
    private final Exchange exchange;
    private final Scheduler scheduler;
    private final RetryPolicy retry;
    private final RetryPolicy updateRetry;
    private final RetryPolicy streamRetry;
    private final IdempotencyKeys keys;
    private final AtomicReference<@Nullable VariantInfo> lastVariant = new AtomicReference<>();

    ArenaClient(ArenaClientBuilder options) {
        // java.util.Random, because calls share it and it is safe for that
        Random random = new Random(options.seed);
        this.connections = new Connections(options);
        this.exchange = new Exchange(options, connections);
        this.scheduler = options.scheduler;
        this.retry = new RetryPolicy(options.maxRetries, scheduler, random);
        this.updateRetry = new RetryPolicy(options.maxUpdateRetries, scheduler, random);
        this.streamRetry = new RetryPolicy(Long.MAX_VALUE, scheduler, random);
        this.keys = new IdempotencyKeys();
    }

    private ArenaClient(ArenaClient client, Token token) {
        this.connections = client.connections;
        this.exchange = client.exchange.withToken(token);
        this.scheduler = client.scheduler;
        this.retry = client.retry;
        this.updateRetry = client.updateRetry;
        this.streamRetry = client.streamRetry;
        this.keys = client.keys;
    }

    /** A client with the default settings. */
    public static ArenaClient create(ArenaAccess access) {
        return builder(access).build();
    }

    /** The settings of a client. */
    public static ArenaClientBuilder builder(ArenaAccess access) {
        return new ArenaClientBuilder(access);
    }

    /** A client for another variant of the same arena, which shares the connections of this one: closing one closes both. */
    public ArenaClient withToken(Token token) {
        return new ArenaClient(this, token);
    }

    @Override
    public Mono<VariantInfo> variant() {
        return call(Request.get(ArenaProtocol.VARIANT_PATH, ""), ArenaReplies::decodeVariant)
                .doOnNext(lastVariant::set);
    }

    /**
     * The variant as this client last heard of it: by {@link #variant()}, with what {@link #submit} has been answered to be
     * applied since. Empty before the first answer; makes no call, so what others have changed it does not know.
     */
    public Optional<VariantInfo> lastVariant() {
        return Optional.ofNullable(lastVariant.get());
    }

    @Override
    public Mono<Signals> signals() {
        return call(Request.get(ArenaProtocol.SIGNALS_PATH, ""), ArenaReplies::decodeSignals);
    }

    /**
     * {@inheritDoc}
     *
     * <p>All attempts of one subscription carry the same idempotency key.
     */
    @Override
    public Mono<ConfigResult> submit(ConfigUpdate update) {
        return Mono.defer(() -> call(
                Request.of(HttpMethod.PUT, ArenaProtocol.CONFIG_PATH, keys.header(), ArenaRequests.encode(update)),
                updateRetry,
                answer -> noted(ArenaReplies.decodeResult(answer))));
    }

    private ConfigResult noted(ConfigResult result) {
        lastVariant.updateAndGet(known -> known == null ? null : known.after(result));
        return result;
    }

    @Override
    public Mono<Void> heartbeat(Duration pollInterval, Map<String, Object> metadata) {
        return Mono.defer(() -> call(
                        Request.of(
                                HttpMethod.POST,
                                ArenaProtocol.HEARTBEAT_PATH,
                                Map.of(),
                                ArenaRequests.encode(new Heartbeat(pollInterval, metadata))),
                        reply -> reply))
                .then();
    }

    @Override
    public Mono<Scoreboard> scoreboard() {
        return call(Request.get(ArenaProtocol.SCOREBOARD_PATH, ""), ArenaReplies::decodeScoreboard);
    }

    @Override
    public Mono<DecisionPage> decisions(int page, int pageSize) {
        return logPage(page, pageSize).map(LogPage::page);
    }

    private Mono<LogPage> logPage(int page, int pageSize) {
        if (page < 1 || pageSize < 1) {
            return Mono.error(new IllegalArgumentException(
                    "page is " + page + " and pageSize is " + pageSize + "; both begin at 1"));
        }
        String query = "?" + ArenaProtocol.PAGE + "=" + page + "&" + ArenaProtocol.PAGE_SIZE + "=" + pageSize;
        return call(Request.get(ArenaProtocol.DECISIONS_PATH, query), ArenaReplies::decodeLogPage);
    }

    /**
     * The variant's whole audit log, newest first. Pages are fetched as the reader asks, at most one ahead; decisions that are
     * made in the meantime shift the pages, and are neither told nor make others be told twice. Cold: each subscription reads
     * from the beginning. Fails as calls do, with the page that could not be had after its retries; cancelling ends the reading.
     */
    public Flux<Decision> allDecisions() {
        return Flux.defer(() -> new DecisionWalk(this::logPage).decisions());
    }

    /**
     * Asks to be told of events. An attempt that is repeated carries the same idempotency key; an arena that ignores it may
     * register the webhook twice.
     */
    public Mono<WebhookInfo> registerWebhook(WebhookRegistration registration) {
        return Mono.defer(() -> call(
                Request.of(
                        HttpMethod.POST,
                        ArenaProtocol.WEBHOOKS_PATH,
                        keys.header(),
                        ArenaRequests.encode(registration)),
                ArenaReplies::decodeWebhook));
    }

    /** Asks not to be told any longer. */
    public Mono<Void> deleteWebhook(String webhookId) {
        String path = ArenaProtocol.WEBHOOKS_PATH + "/"
                + URLEncoder.encode(webhookId, StandardCharsets.UTF_8).replace("+", "%20");
        return call(new Request(HttpMethod.DELETE, path, "", Map.of(), null), reply -> reply)
                .then();
    }

    /**
     * What happens to the variant from now on.
     *
     * <p>Cold: one subscription holds one connection, which is not one of the pool. When the connection ends or fails
     * transiently it is opened again, without limit, and the stream goes on after the last event that had an id. A slow reader
     * slows the connection down; what the arena then leaves out it leaves out. Ends when the arena has nothing to stream or the
     * client is closed; fails as calls do.
     */
    public Flux<ArenaEvent> events() {
        return eventsAfter("");
    }

    /** As {@link #events()}, beginning after the event of that id. */
    public Flux<ArenaEvent> eventsAfter(String lastEventId) {
        return connections.admit(Flux.defer(() -> new EventStream(exchange, lastEventId).events(streamRetry)));
    }

    /** How busy the pooled connections are. */
    public ConnectionUse connectionUse() {
        return connections.use();
    }

    /**
     * Refuses further calls, ends the streams, waits for the calls in flight, and closes the connections.
     *
     * @param grace how long to wait; calls that are still in flight then fail
     * @return a cold publisher that completes when all is closed, on a thread of the connections or of the scheduler; cancelling
     *     it leaves calls refused and the connections open, to be closed by {@link #close()}
     */
    public Mono<Void> close(Duration grace) {
        return connections.close(grace, scheduler);
    }

    /** Closes without waiting: calls in flight fail. */
    @Override
    public void close() {
        connections.closeNow();
    }

    @Override
    public String toString() {
        return "ArenaClient(" + exchange.baseUrl() + ")";
    }

    private <T> Mono<T> call(Request request, Function<byte[], T> read) {
        return call(request, retry, read);
    }

    private <T> Mono<T> call(Request request, RetryPolicy policy, Function<byte[], T> read) {
        return connections.admit(exchange.attempt(request, read).retryWhen(policy));
    }

    /** Keys that no other client and no earlier process has used. */
    private static final class IdempotencyKeys {

        private final String prefix;
        private final AtomicLong count = new AtomicLong();

        private IdempotencyKeys() {
            SplittableRandom random = new SplittableRandom();
            this.prefix = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()) + "-";
        }

        private Map<String, String> header() {
            return Map.of(ArenaProtocol.IDEMPOTENCY_KEY, prefix + count.incrementAndGet());
        }
    }
}
