package io.agentflux.sandbox;

import io.agentflux.arena.Arena;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.admin.EventRoutes;
import io.agentflux.sandbox.admin.ExperimentReader;
import io.agentflux.sandbox.admin.ExperimentRoutes;
import io.agentflux.sandbox.admin.IngestTokenRoutes;
import io.agentflux.sandbox.admin.StatisticsRoutes;
import io.agentflux.sandbox.admin.TokenRoutes;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.http.ActivityRoutes;
import io.agentflux.sandbox.http.ArenaRoutes;
import io.agentflux.sandbox.http.Authentication;
import io.agentflux.sandbox.http.Counters;
import io.agentflux.sandbox.http.Grant;
import io.agentflux.sandbox.http.GrantedTokens;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;
import reactor.util.function.Tuple2;
import reactor.util.function.Tuples;

/**
 * A server that agents reach over the Arena protocol, as it is set up. Immutable: each method returns a changed copy, so one can
 * be kept as a template. Each token opens one arena, usually a variant of an experiment in this process.
 */
public final class ArenaSandbox {

    private static final String IN_MEMORY = "memory";

    private final SandboxOptions options;

    private ArenaSandbox(SandboxOptions options) {
        this.options = options;
    }

    private ArenaSandbox with(Consumer<SandboxOptions> change) {
        SandboxOptions changed = options.copy();
        change.accept(changed);
        return new ArenaSandbox(changed);
    }

    /** A server on a free port of the loopback address, without a token yet. */
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
     * Lets a token open an arena.
     *
     * @param arena called on event loops, so it must not block
     * @throws IllegalArgumentException if the token opens one already
     */
    public ArenaSandbox granting(Token token, Arena arena) {
        if (options.arenas.containsKey(token)) {
            throw new IllegalArgumentException("a token is given twice; give each variant its own");
        }
        return with(changed -> changed.arenas.put(token, arena));
    }

    /**
     * Keeps experiments, decisions and tokens, and goes on with those that are there; each token that was handed out opens its
     * variant.
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

    /** Says how webhooks are delivered; there are none unless a store keeps them. */
    public ArenaSandbox webhooks(WebhookOptions webhooks) {
        return with(changed -> changed.webhooks = webhooks);
    }

    /**
     * Runs a demonstration among the experiments, whose first treatment is opened by {@link DemoExperiment#TOKEN}; in memory
     * unless told otherwise.
     */
    public ArenaSandbox demonstrating(DemoExperiment demo) {
        return with(changed -> {
            changed.location = options.location == null ? IN_MEMORY : options.location;
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
     * Starts the sandbox. Cold: each subscription recovers what the store holds, asks each arena for its variant, and binds one
     * server, on event loops of its own. Cancelling closes what was opened until then. The error is that of
     * the store, of an arena or of the network, such as a port in use.
     */
    public Mono<SandboxHandle> start() {
        String location = options.location;
        if (location == null) {
            return start(null);
        }
        return Foundation.opening(Foundation.open(location, options), this::startOn, Foundation::close);
    }

    private Mono<SandboxHandle> startOn(Foundation foundation) {
        return Foundation.opening(
                start(foundation),
                // not before, for nobody sees the token of a start that fails
                started -> foundation
                        .administrator()
                        .keepIn(foundation.store())
                        // the store's writer has other work than what is done next
                        .publishOn(Schedulers.boundedElastic())
                        .thenReturn(started),
                started -> started.stop(Duration.ZERO));
    }

    private Mono<SandboxHandle> start(@Nullable Foundation foundation) {
        DemoExperiment demo = options.demo;
        Mono<Map<Token, Arena>> demonstrated =
                foundation == null || demo == null ? Mono.just(Map.of()) : demonstration(demo, foundation);
        return demonstrated.flatMap(
                more -> Flux.concat(Flux.fromIterable(options.arenas.entrySet()), Flux.fromIterable(more.entrySet()))
                        .index()
                        .concatMap(numbered -> grant(
                                "token-" + numbered.getT1(),
                                numbered.getT2().getKey(),
                                numbered.getT2().getValue()))
                        .collectMap(Tuple2::getT1, Tuple2::getT2)
                        .flatMap(grants -> bind(grants, foundation)));
    }

    private static Mono<Map<Token, Arena>> demonstration(DemoExperiment demo, Foundation foundation) {
        return demo.startIn(foundation.experiments())
                .map(experiment -> Map.of(
                        Token.of(DemoExperiment.TOKEN),
                        experiment.arena(demo.firstTreatment().id())));
    }

    private static Mono<Tuple2<Token, Grant>> grant(String tokenId, Token token, Arena arena) {
        return arena.variant()
                .map(variant ->
                        Tuples.of(token, new Grant(tokenId, variant.experimentId(), variant.variantId(), arena)));
    }

    private Mono<SandboxHandle> bind(Map<Token, Grant> grants, @Nullable Foundation foundation) {
        AdministratorToken known = foundation == null ? options.administrator : foundation.administrator();
        GrantedTokens tokens = new GrantedTokens(grants, known == null ? null : known.hash());
        PrometheusMeterRegistry meters = options.meters == null ? ProcessMeters.registry() : options.meters;
        Counters counters = new Counters(meters);
        Authentication authentication = foundation == null
                ? tokens
                : new ExperimentAuthentication(foundation.experiments(), foundation.ingestTokens(), tokens);
        RequestHandler handler = new RequestHandler(
                routes(counters, meters, foundation),
                authentication,
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
                .map(bound -> new SandboxHandle(
                        bound, options.server.tls() != null, loops, handler, tokens, counters, foundation));
    }

    private List<Route> routes(Counters counters, PrometheusMeterRegistry meters, @Nullable Foundation foundation) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new ArenaRoutes(options.clock, counters).routes());
        routes.addAll(new OperationsRoutes(() -> foundation == null ? Optional.empty() : foundation.obstacle(), meters)
                .routes());
        routes.addAll(new OpenApiRoutes().routes());
        if (foundation != null) {
            Experiments experiments = foundation.experiments();
            SandboxMeters.bind(meters, experiments.store());
            SandboxMeters.bind(meters, foundation.webhooks());
            routes.addAll(new ExperimentRoutes(experiments, options.experimentReader).routes());
            routes.addAll(new TokenRoutes(experiments, options.publicUrl, options.server.tls() != null).routes());
            routes.addAll(new IngestTokenRoutes(experiments, foundation.ingestTokens()).routes());
            routes.addAll(new EventRoutes(experiments).routes());
            routes.addAll(new StatisticsRoutes(experiments).routes());
            routes.addAll(new StreamRoutes(experiments.store(), options.clock, counters).routes());
            routes.addAll(new WebhookRoutes(foundation.webhooks()).routes());
            routes.addAll(new ActivityRoutes(experiments, foundation.intake()).routes());
            routes.addAll(new ProgressRoutes(experiments).routes());
            routes.addAll(new PageRoutes().routes());
        }
        return routes;
    }
}
