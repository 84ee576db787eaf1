package io.agentflux.sandbox;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.http.Counters;
import io.agentflux.sandbox.http.RequestHandler;
import io.agentflux.sandbox.http.SandboxStatistics;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;

/** A server that was started. It runs on daemon threads, so whoever started it decides how long the process lives. */
public final class SandboxHandle {

    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration CUTTING_OFF = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(8);

    /** Not the clock of the experiments, whose time may stand still. */
    private static final Scheduler TIMER = Schedulers.parallel();

    private final DisposableServer server;
    private final boolean isEncrypted;
    private final LoopResources loops;
    private final RequestHandler handler;
    private final Counters counters;
    private final Foundation foundation;

    SandboxHandle(
            DisposableServer server,
            boolean isEncrypted,
            LoopResources loops,
            RequestHandler handler,
            Counters counters,
            Foundation foundation) {
        this.server = server;
        this.isEncrypted = isEncrypted;
        this.loops = loops;
        this.handler = handler;
        this.counters = counters;
        this.foundation = foundation;
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** The address that clients on this machine append the protocol's paths to. */
    public URI url() {
        String host = server.address() instanceof InetSocketAddress bound
                        && bound.getAddress().isAnyLocalAddress()
                ? "localhost"
                : server.host();
        String scheme = isEncrypted ? "https://" : "http://";
        return URI.create(scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
    }

    /** What was done so far. */
    public SandboxStatistics statistics() {
        return counters.snapshot();
    }

    /** The experiments that are kept. */
    public Experiments experiments() {
        return foundation.experiments();
    }

    /** The administrator's token. */
    public AdministratorToken administrator() {
        return foundation.administrator();
    }

    /**
     * Why nothing can be kept any more, such as a disk that failed: stop the sandbox, look at the disk, and start again. Until
     * then updates are answered by status 503.
     *
     * @return a hot publisher that emits the reason when it happens, also to those who come later
     */
    public Mono<Throwable> onFailure() {
        return foundation.store().onFailure();
    }

    /** Completes when the server listens no longer. Hot; cancelling changes nothing. */
    public Mono<Void> onStop() {
        return server.onDispose();
    }

    /**
     * Stops the sandbox: listens no longer, waits for requests that are being answered, refuses those that still come on
     * connections that are open, closes the connections, lets the experiments' time stand still and closes the store, in which
     * everything that was answered is. Each connection gets the answers to what it sent; one that waits for a request is closed
     * when nothing has come for a tenth of the grace. Cold; a subscription works on the bounded elastic scheduler, a second one
     * has nothing left to do. Cancelling leaves open what is not closed yet, for another subscription to close. Completes when all
     * is closed, at the latest 10 seconds after the grace, however many requests were cut off by then. The error is
     * {@link ArenaTransientException} if the store was not closed by then; it is closed when its disk or database lets it.
     *
     * @param grace how long requests that are being answered may go on
     */
    public Mono<Void> stop(Duration grace) {
        Mono<Void> answering = handler.stop(grace.dividedBy(10))
                .timeout(grace, handler.cutOff().timeout(CUTTING_OFF, Mono.empty(), TIMER), TIMER);
        // until the event loop has looked at its channels once more
        Mono<Long> moment = Mono.delay(
                MOMENT, Schedulers.fromExecutorService(server.channel().eventLoop()));
        return moment
                // by then whoever had connected is accepted, who would be cut off
                .then(Mono.defer(() -> {
                    server.dispose();
                    return server.onDispose();
                }))
                // and by then the socket is closed, so that nobody who is refused connects again
                .then(moment)
                .then(answering)
                .onErrorComplete()
                .publishOn(Schedulers.boundedElastic())
                .then(Mono.whenDelayError(loops.disposeLater(Duration.ZERO, CLOSING), close()))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Void> close() {
        return foundation
                .close()
                // goes on to its end when nobody waits any more
                .cache()
                .timeout(
                        CLOSING,
                        Mono.error(() -> new ArenaTransientException(
                                "the store is not closed after " + CLOSING.toSeconds()
                                        + " seconds, because its disk or its database does not answer; what was"
                                        + " acknowledged is kept, and the next start goes on from there",
                                null)),
                        TIMER);
    }
}
