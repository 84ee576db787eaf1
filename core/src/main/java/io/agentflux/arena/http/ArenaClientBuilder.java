package io.agentflux.arena.http;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/** How a client is set up. Immutable: each method returns a changed copy, so one can be kept as a template. */
public final class ArenaClientBuilder {

    final ArenaAccess access;
    String name = "agentflux-arena";
    Duration connectTimeout = Duration.ofSeconds(15);
    Duration responseTimeout = Duration.ofSeconds(15);
    Duration maxIdleTime = Duration.ofSeconds(4);
    int maxConnections = 64;
    int maxPendingCalls = 10_000;
    int maxRetries = 2;
    int maxUpdateRetries = 2;
    long seed = new SplittableRandom().nextLong();
    Scheduler scheduler = Schedulers.parallel();
    UnaryOperator<HttpClient> http = UnaryOperator.identity();

    ArenaClientBuilder(ArenaAccess access) {
        this.access = access;
    }

    private ArenaClientBuilder with(Consumer<ArenaClientBuilder> change) {
        ArenaClientBuilder copy = new ArenaClientBuilder(access);
        copy.name = name;
        copy.connectTimeout = connectTimeout;
        copy.responseTimeout = responseTimeout;
        copy.maxIdleTime = maxIdleTime;
        copy.maxConnections = maxConnections;
        copy.maxPendingCalls = maxPendingCalls;
        copy.maxRetries = maxRetries;
        copy.maxUpdateRetries = maxUpdateRetries;
        copy.seed = seed;
        copy.scheduler = scheduler;
        copy.http = http;
        change.accept(copy);
        return copy;
    }

    /** The name of the connection pool in meters and logs; {@code agentflux-arena} by default. */
    public ArenaClientBuilder name(String name) {
        return with(copy -> copy.name = name);
    }

    /** How long opening a connection may take; 15 seconds by default. */
    public ArenaClientBuilder connectTimeout(Duration timeout) {
        return with(copy -> copy.connectTimeout = positive("connectTimeout", timeout));
    }

    /**
     * How long one attempt may take, from asking for a connection to the last byte of the answer; 15 seconds by default. At most
     * a third of it may pass in waiting for a connection: a call that got one only when its time is nearly up would fail
     * all the same, and under overload every call would be such a one.
     */
    public ArenaClientBuilder responseTimeout(Duration timeout) {
        return with(copy -> copy.responseTimeout = positive("responseTimeout", timeout));
    }

    /**
     * How long an unused connection is kept; 4 seconds by default. Keep it shorter than the server's own time-out: a connection
     * that the server closes at the moment of the next call costs that call an attempt.
     */
    public ArenaClientBuilder maxIdleTime(Duration time) {
        return with(copy -> copy.maxIdleTime = positive("maxIdleTime", time));
    }

    /** How many connections may be open; 64 by default. An agent uses two at most, many agents share well. */
    public ArenaClientBuilder maxConnections(int connections) {
        return with(copy -> copy.maxConnections = atLeast(1, "maxConnections", connections));
    }

    /**
     * How many calls may be in flight beyond the number of connections, waiting for one or for their next attempt; 10,000 by
     * default. Further ones fail at once, transiently.
     */
    public ArenaClientBuilder maxPendingCalls(int calls) {
        return with(copy -> copy.maxPendingCalls = atLeast(0, "maxPendingCalls", calls));
    }

    /** How often a call that failed transiently is tried again; 2 by default, which makes three attempts. */
    public ArenaClientBuilder maxRetries(int retries) {
        return with(copy -> copy.maxRetries = atLeast(0, "maxRetries", retries));
    }

    /**
     * How often an update that failed transiently is tried again; 2 by default. All attempts carry the same idempotency key; an
     * arena that ignores it may apply the first and answer the second with {@code RATE_LIMITED}. Zero sends each update once.
     */
    public ArenaClientBuilder maxUpdateRetries(int retries) {
        return with(copy -> copy.maxUpdateRetries = atLeast(0, "maxUpdateRetries", retries));
    }

    /** Where delays before retries and the time limits of attempts run; the parallel scheduler by default. */
    public ArenaClientBuilder scheduler(Scheduler scheduler) {
        return with(copy -> copy.scheduler = scheduler);
    }

    /** The seed of the random part of the delays before retries; by default a different one for each client. */
    public ArenaClientBuilder seed(long seed) {
        return with(copy -> copy.seed = seed);
    }

    /**
     * Changes the HTTP client underneath: certificates, proxy, name resolution, meters. Redirects, retries and time-outs are
     * set afterwards and cannot be changed here.
     */
    public ArenaClientBuilder http(UnaryOperator<HttpClient> change) {
        return with(copy -> copy.http = change);
    }

    Duration acquireTimeout() {
        return responseTimeout.dividedBy(3);
    }

    /** A client with a pool of its own. Opens no connection before the first call. */
    public ArenaClient build() {
        return new ArenaClient(this);
    }

    private static Duration positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " is " + duration + "; give a duration above zero");
        }
        return duration;
    }

    private static int atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + "; give at least " + least);
        }
        return value;
    }
}
