package io.agentflux.sandbox;

import io.agentflux.sandbox.admin.EventRoutes;
import io.agentflux.sandbox.admin.ExperimentReader;
import io.agentflux.sandbox.admin.ExperimentRoutes;
import io.agentflux.sandbox.admin.IngestTokenRoutes;
import io.agentflux.sandbox.admin.StatisticsRoutes;
import io.agentflux.sandbox.admin.TokenRoutes;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.http.ActivityRoutes;
import io.agentflux.sandbox.http.ArenaRoutes;
import io.agentflux.sandbox.http.Counters;
import io.agentflux.sandbox.http.Grant;
import io.agentflux.sandbox.http.OpenApiRoutes;
import io.agentflux.sandbox.http.OperationsRoutes;
import io.agentflux.sandbox.http.PageRoutes;
import io.agentflux.sandbox.http.ProgressRoutes;
import io.agentflux.sandbox.http.RequestHandler;
import io.agentflux.sandbox.http.Route;
import io.agentflux.sandbox.http.SandboxMeters;
import io.agentflux.sandbox.http.ServedRequest;
import io.agentflux.sandbox.http.ServerLimits;
import io.agentflux.sandbox.http.StreamRoutes;
import io.agentflux.sandbox.http.TlsIdentity;
import io.agentflux.sandbox.http.WebhookRoutes;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.webhook.WebhookOptions;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/**
 * A server that agents reach over the Arena protocol, as it is set up. Immutable: each method returns a changed copy, so one can
 * be kept as a template.
 */
public final class ArenaSandbox {

    private final SandboxOptions options;

    private ArenaSandbox(SandboxOptions options) {
        this.options = options;
    }

    private ArenaSandbox with(Consumer<SandboxOptions> change) {
        SandboxOptions changed = options.copy();
        change.accept(changed);
        return new ArenaSandbox(changed);
    }

    /** A server on a free port of the loopback address, which keeps everything in memory. */
    public static ArenaSandbox create() {
        return new ArenaSandbox(new SandboxOptions());
    }

    /** The address to listen on; {@code 127.0.0.1} by default. Without {@link #tls} tokens can be read on the way. */
    public ArenaSandbox host(String host) {
        return with(changed -> changed.server = options.server.host(host));
    }

    /** The port to listen on; 0, the default, means a free one. */
    public ArenaSandbox port(int port) {
        return with(changed -> changed.server = options.server.port(port));
    }

    /** Speaks TLS, and proves by this identity who it is; takes what its files hold then if they are renewed. */
    public ArenaSandbox tls(TlsIdentity identity) {
        return with(changed -> changed.server = options.server.tls(identity));
    }

    /** What clients may take: connections, time, requests per token. */
    public ArenaSandbox limits(ServerLimits limits) {
        return with(changed -> changed.server = options.server.limits(limits));
    }

    /**
     * Keeps experiments, decisions and tokens there, and goes on with those that are there; each token that was handed out opens
     * its variant.
     *
     * @param location a file, {@code memory}, or a URL that begins with {@code postgresql://}
     * @throws IllegalArgumentException if it is a URL of anything else, or one that cannot be read
     * @see io.agentflux.sandbox.store.ExperimentStore#open
     */
    public ArenaSandbox keepingIn(String location) {
        ExperimentStore.requireReadable(location);
        return with(changed -> changed.location = location);
    }

    /** Says what experiments may be like. */
    public ArenaSandbox experiments(Experiments.Settings settings) {
        return with(changed -> changed.settings = settings);
    }

    /** Says how webhooks are delivered. */
    public ArenaSandbox webhooks(WebhookOptions webhooks) {
        return with(changed -> changed.webhooks = webhooks);
    }

    /** Runs a demonstration among the experiments, whose first treatment is opened by {@link DemoExperiment#TOKEN}. */
    public ArenaSandbox demonstrating(DemoExperiment demo) {
        return with(changed -> {
            changed.settings =
                    options.settings.mostVariants(Math.max(options.settings.mostVariants(), demo.treatments() + 1));
            changed.demo = demo;
        });
    }

    /** Lets an administrator in by this token instead of the one that the store knows. */
    public ArenaSandbox administeredBy(AdministratorToken administrator) {
        return with(changed -> changed.administrator = administrator);
    }

    /** Reads the descriptions of experiments that an administrator creates; without, none can be created over HTTP. */
    public ArenaSandbox readingExperimentsBy(ExperimentReader reader) {
        return with(changed -> changed.experimentReader = reader);
    }

    /**
     * Where agents reach the sandbox, for the manifests; without, where the administrator reaches it.
     *
     * @throws IllegalArgumentException if agents cannot call it
     */
    public ArenaSandbox publicUrl(URI url) {
        boolean isWeb = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!isWeb || url.getHost() == null || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException(
                    "the public URL is '" + url + "'; give one such as https://arena.example.org");
        }
        return with(changed -> changed.publicUrl = url);
    }

    /** Measures itself in this registry, which {@code GET /metrics} shows, instead of one of its own. */
    public ArenaSandbox meters(PrometheusMeterRegistry meters) {
        return with(changed -> changed.meters = meters);
    }

    /** Tells the time by which an update that was sent twice is recognised; the parallel scheduler by default. */
    public ArenaSandbox scheduler(Scheduler clock) {
        return with(changed -> changed.clock = clock);
    }

    /**
     * Is told of each request as it is answered, on the thread that answers it: it must not block. What it throws is logged, no
     * more.
     */
    public ArenaSandbox onRequest(Consumer<ServedRequest> onRequest) {
        return with(changed -> changed.onRequest = onRequest);
    }

    /**
     * Starts the sandbox. Cold: each subscription recovers what the store holds and binds one server, on event loops of its own.
     * Cancelling closes what was opened until then. The error is that of the store or of the network, such as a port in use.
     */
    public Mono<SandboxHandle> start() {
        return Foundation.opening(Foundation.open(options), this::startOn, Foundation::close);
    }

    private Mono<SandboxHandle> startOn(Foundation foundation) {
        return Foundation.opening(
                demonstration(foundation).flatMap(demonstrated -> bind(foundation, demonstrated)),
                // not before, for nobody sees the token of a start that fails
                started -> foundation
                        .administrator()
                        .keepIn(foundation.store())
                        // the store's writer has other work than what is done next
                        .publishOn(Schedulers.boundedElastic())
                        .thenReturn(started),
                started -> started.stop(Duration.ZERO));
    }

    /** What the token opens that everybody knows; empty without a demonstration. */
    private Mono<Optional<Grant>> demonstration(Foundation foundation) {
        DemoExperiment demo = options.demo;
        if (demo == null) {
            return Mono.just(Optional.empty());
        }
        String variantId = demo.firstTreatment().id();
        return demo.startIn(foundation.experiments())
                .map(experiment -> Optional.of(
                        new Grant("token-0", experiment.spec().id(), variantId, experiment.arena(variantId))));
    }

    private Mono<SandboxHandle> bind(Foundation foundation, Optional<Grant> demonstrated) {
        PrometheusMeterRegistry meters = options.meters == null ? ProcessMeters.registry() : options.meters;
        Counters counters = new Counters(meters);
        RequestHandler handler = new RequestHandler(
                routes(counters, meters, foundation),
                new ExperimentAuthentication(foundation, demonstrated),
                counters,
                options.server.limits(),
                options.clock,
                options.onRequest);
        // more event loops than processors only take turns; Reactor Netty would make at least four
        LoopResources loops =
                LoopResources.create("agentflux-http", Runtime.getRuntime().availableProcessors(), true);
        return handler.server(options.server)
                .runOn(loops)
                .bind()
                // the first server of a process reads settings of the system
                .subscribeOn(Schedulers.boundedElastic())
                .doOnError(failure -> loops.dispose())
                .doOnCancel(loops::dispose)
                .map(bound ->
                        new SandboxHandle(bound, options.server.tls() != null, loops, handler, counters, foundation));
    }

    private List<Route> routes(Counters counters, PrometheusMeterRegistry meters, Foundation foundation) {
        Experiments experiments = foundation.experiments();
        SandboxMeters.bind(meters, foundation.store());
        SandboxMeters.bind(meters, foundation.webhooks());
        return Stream.of(
                        new ArenaRoutes(options.clock, counters).routes(),
                        new OperationsRoutes(foundation.store()::obstacle, meters).routes(),
                        new OpenApiRoutes().routes(),
                        new ExperimentRoutes(experiments, options.experimentReader).routes(),
                        new TokenRoutes(experiments, options.publicUrl, options.server.tls() != null).routes(),
                        new IngestTokenRoutes(experiments, foundation.ingestTokens()).routes(),
                        new EventRoutes(experiments).routes(),
                        new StatisticsRoutes(experiments).routes(),
                        new StreamRoutes(foundation.store(), options.clock, counters).routes(),
                        new WebhookRoutes(foundation.webhooks()).routes(),
                        new ActivityRoutes(experiments, foundation.intake()).routes(),
                        new ProgressRoutes(experiments).routes(),
                        new PageRoutes().routes())
                .flatMap(List::stream)
                .toList();
    }
}
