package io.agentflux.arena.http;

import io.agentflux.arena.ArenaNonTransientException;
import io.agentflux.arena.ArenaTransientException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;

/** The pool of a client, what is in flight on it, and its end. */
final class Connections {

    private static final int CLOSING = Integer.MIN_VALUE;

    private final ConnectionProvider provider;
    private final Gauges gauges;
    private final int maxInFlight;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** The calls whose end has not been seen yet; negative once the client is being closed. */
    private final AtomicInteger unfinished = new AtomicInteger();

    private final Sinks.Empty<Void> closing = Sinks.empty();
    private final Sinks.Empty<Void> drained = Sinks.empty();

    /** By which each call in flight is told to fail. One sink for all would copy its list of subscribers with every call. */
    private final Set<Sinks.Empty<Void>> aborts = ConcurrentHashMap.newKeySet();

    private volatile boolean aborted;

    Connections(ArenaClientBuilder options) {
        this.gauges = new Gauges();
        this.maxInFlight = (int) Math.min(Integer.MAX_VALUE, (long) options.maxConnections + options.maxPendingCalls);
        this.provider = ConnectionProvider.builder(options.name)
                .maxConnections(options.maxConnections)
                // bounded before calls reach the pool, see admit
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(options.acquireTimeout())
                .maxIdleTime(options.maxIdleTime)
                .evictInBackground(options.maxIdleTime)
                .lifo()
                .metrics(true, () -> gauges)
                .build();
    }

    ConnectionProvider provider() {
        return provider;
    }

    ConnectionUse use() {
        return gauges.sum();
    }

    /** Runs a call unless closed or overloaded; when the grace of closing is over, the call fails. */
    <T> Mono<T> admit(Mono<T> call) {
        return Mono.defer(() -> {
            if (unfinished.getAndUpdate(calls -> calls < 0 ? calls : calls + 1) < 0) {
                return Mono.error(closed());
            }
            // room is made before the answer is seen, for the next call; closing waits until it was seen
            return Mono.using(this::enter, abort -> abortable(call, abort), this::makeRoom)
                    .doFinally(end -> finish());
        });
    }

    private Sinks.Empty<Void> enter() {
        int before = inFlight.getAndUpdate(calls -> calls >= maxInFlight ? calls : calls + 1);
        if (before >= maxInFlight) {
            throw overloaded(before);
        }
        Sinks.Empty<Void> abort = Sinks.empty();
        aborts.add(abort);
        if (aborted) {
            abort.tryEmitError(closed());
        }
        return abort;
    }

    /** Whichever comes first: an answer whose reader closes the client is an answer. */
    private static <T> Mono<T> abortable(Mono<T> call, Sinks.Empty<Void> abort) {
        return Mono.firstWithSignal(call, abort.asMono().then(Mono.<T>empty()));
    }

    private void makeRoom(Sinks.Empty<Void> abort) {
        aborts.remove(abort);
        inFlight.decrementAndGet();
    }

    /** Runs a stream unless closed; it completes when closing begins. */
    <T> Flux<T> admit(Flux<T> stream) {
        return Flux.defer(() -> unfinished.get() < 0 ? Flux.error(closed()) : stream.takeUntilOther(closing.asMono()));
    }

    private void finish() {
        if (unfinished.decrementAndGet() == CLOSING) {
            drained.tryEmitEmpty();
        }
    }

    Mono<Void> close(Duration grace, Scheduler scheduler) {
        return Mono.defer(() -> {
            refuseCalls();
            return drained.asMono().timeout(grace, Mono.empty(), scheduler).then(Mono.defer(() -> {
                abortCalls();
                return provider.disposeLater();
            }));
        });
    }

    void closeNow() {
        refuseCalls();
        abortCalls();
        provider.dispose();
    }

    private void refuseCalls() {
        if (unfinished.getAndUpdate(calls -> calls | CLOSING) == 0) {
            drained.tryEmitEmpty();
        }
        closing.tryEmitEmpty();
    }

    private void abortCalls() {
        aborted = true;
        aborts.forEach(abort -> abort.tryEmitError(closed()));
    }

    private static ArenaTransientException overloaded(int inFlight) {
        return new ArenaTransientException(
                "the call was not made: " + inFlight
                        + " others are in flight or wait for a connection, which is the limit;"
                        + " call less often, or raise maxConnections or maxPendingCalls",
                null);
    }

    private static ArenaNonTransientException closed() {
        return new ArenaNonTransientException("the client is closed; create another one", null);
    }

    /** Keeps the live figures of the pools that the provider opens, one per remote address. */
    private static final class Gauges implements ConnectionProvider.MeterRegistrar {

        private final Map<String, ConnectionPoolMetrics> pools = new ConcurrentHashMap<>();

        @Override
        public void registerMetrics(String name, String id, SocketAddress remote, ConnectionPoolMetrics metrics) {
            pools.put(id + remote, metrics);
        }

        @Override
        public void deRegisterMetrics(String name, String id, SocketAddress remote) {
            pools.remove(id + remote);
        }

        private ConnectionUse sum() {
            int active = 0;
            int idle = 0;
            int pending = 0;
            for (ConnectionPoolMetrics pool : pools.values()) {
                active += pool.acquiredSize();
                idle += pool.idleSize();
                pending += pool.pendingAcquireSize();
            }
            return new ConnectionUse(active, idle, pending);
        }
    }
}
