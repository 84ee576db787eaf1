package io.agentflux.sandbox;

import io.agentflux.arena.Arena;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.http.ArenaRoutes;
import io.agentflux.sandbox.http.Authentication;
import io.agentflux.sandbox.http.Counters;
import io.agentflux.sandbox.http.Grant;
import io.agentflux.sandbox.http.GrantedTokens;
import io.agentflux.sandbox.http.OperationsRoutes;
import io.agentflux.sandbox.http.RequestHandler;
import io.agentflux.sandbox.http.Route;
import io.agentflux.sandbox.http.ServedRequest;
import io.agentflux.sandbox.http.WebhookRoutes;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServer;
import reactor.util.function.Tuple2;
import reactor.util.function.Tuples;

/**
 * A server that agents reach over the Arena protocol, as it is set up. Immutable: each method returns a changed copy, so one can
 * be kept as a template. Each token opens one arena, usually a variant of an experiment in this process.
 */
public final class ArenaSandbox {

    private static final String IN_MEMORY = "memory";

    private final String host;
    private final int port;
    private final Map<Token, Arena> arenas;
    private final @Nullable String location;
    private final Experiments.Settings settings;
    private final @Nullable DemoExperiment demo;
    private final @Nullable AdministratorToken administrator;
    private final Scheduler clock;
    private final Consumer<ServedRequest> onRequest;

    private ArenaSandbox(
            String host,
            int port,
            Map<Token, Arena> arenas,
            @Nullable String location,
            Experiments.Settings settings,
            @Nullable DemoExperiment demo,
            @Nullable AdministratorToken administrator,
            Scheduler clock,
            Consumer<ServedRequest> onRequest) {
        this.host = host;
        this.port = port;
        this.arenas = arenas;
        this.location = location;
        this.settings = settings;
        this.demo = demo;
        this.administrator = administrator;
        this.clock = clock;
        this.onRequest = onRequest;
    }

    /** A server on a free port of the loopback address, without a token yet. */
    public static ArenaSandbox create() {
        return new ArenaSandbox(
                "127.0.0.1",
                0,
                Map.of(),
                null,
                Experiments.Settings.ofDefaults(),
                null,
                null,
                Schedulers.parallel(),
                request -> {});
    }

    /** The address to listen on; {@code 127.0.0.1} by default. The server speaks plain HTTP: tokens can be read on the way. */
    public ArenaSandbox host(String host) {
        return new ArenaSandbox(host, port, arenas, location, settings, demo, administrator, clock, onRequest);
    }

    /** The port to listen on; 0, the default, means a free one. */
    public ArenaSandbox port(int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port is " + port + "; give one from 0 to 65535");
        }
        return new ArenaSandbox(host, port, arenas, location, settings, demo, administrator, clock, onRequest);
    }

    /**
     * Lets a token open an arena.
     *
     * @param arena called on event loops, so it must not block
     * @throws IllegalArgumentException if the token opens one already
     */
    public ArenaSandbox granting(Token token, Arena arena) {
        Map<Token, Arena> more = new LinkedHashMap<>(arenas);
        if (more.put(token, arena) != null) {
            throw new IllegalArgumentException("a token is given twice; give each variant its own");
        }
        return new ArenaSandbox(host, port, more, location, settings, demo, administrator, clock, onRequest);
    }

    /**
     * Keeps experiments, decisions and tokens, and goes on with those that are there; each token that was handed out opens its
     * variant.
     *
     * @param location a file, {@code memory}, or a URL that begins with {@code postgresql://}
     * @see io.agentflux.sandbox.store.ExperimentStore#open
     */
    public ArenaSandbox keepingIn(String location) {
        return new ArenaSandbox(host, port, arenas, location, settings, demo, administrator, clock, onRequest);
    }

    /** Says what experiments may be like. */
    public ArenaSandbox experiments(Experiments.Settings settings) {
        return new ArenaSandbox(host, port, arenas, location, settings, demo, administrator, clock, onRequest);
    }

    /**
     * Runs a demonstration among the experiments, whose first treatment is opened by {@link DemoExperiment#TOKEN}; in memory
     * unless told otherwise.
     */
    public ArenaSandbox demonstrating(DemoExperiment demo) {
        return new ArenaSandbox(
                host,
                port,
                arenas,
                location == null ? IN_MEMORY : location,
                settings.mostVariants(Math.max(settings.mostVariants(), demo.treatments() + 1)),
                demo,
                administrator,
                clock,
                onRequest);
    }

    /** Lets an administrator in by this token instead of the one that the store knows. */
    public ArenaSandbox administeredBy(AdministratorToken administrator) {
        return new ArenaSandbox(host, port, arenas, location, settings, demo, administrator, clock, onRequest);
    }

    /** Tells the time by which an update that was sent twice is recognised; the parallel scheduler by default. */
    public ArenaSandbox scheduler(Scheduler clock) {
        return new ArenaSandbox(host, port, arenas, location, settings, demo, administrator, clock, onRequest);
    }

    /** Is told of each answered request, on an event loop: it must not block. */
    public ArenaSandbox onRequest(Consumer<ServedRequest> onRequest) {
        return new ArenaSandbox(host, port, arenas, location, settings, demo, administrator, clock, onRequest);
    }

    /**
     * Starts the sandbox. Cold: each subscription recovers what the store holds, asks each arena for its variant, and binds one
     * server, on the event loops that Reactor Netty shares. The error is that of the store, of an arena or of the network, such
     * as a port in use.
     */
    public Mono<SandboxHandle> start() {
        if (location == null) {
            return start(null);
        }
        return Foundation.open(location, settings, administrator, clock).flatMap(foundation -> start(foundation)
                .onErrorResume(failure -> foundation.close().then(Mono.error(failure))));
    }

    private Mono<SandboxHandle> start(@Nullable Foundation foundation) {
        Mono<Map<Token, Arena>> demonstrated =
                foundation == null || demo == null ? Mono.just(Map.of()) : demonstration(demo, foundation);
        return demonstrated.flatMap(
                more -> Flux.concat(Flux.fromIterable(arenas.entrySet()), Flux.fromIterable(more.entrySet()))
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
        AdministratorToken known = foundation == null ? administrator : foundation.administrator();
        GrantedTokens tokens = new GrantedTokens(grants, known == null ? null : known.hash());
        Counters counters = new Counters();
        Authentication authentication =
                foundation == null ? tokens : new ExperimentAuthentication(foundation.experiments(), tokens);
        RequestHandler handler = new RequestHandler(routes(counters), authentication, counters, clock, onRequest);
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        HttpServer server = handler.server(host, port).channelGroup(connections);
        return server.bind().map(bound -> new SandboxHandle(bound, connections, handler, tokens, counters, foundation));
    }

    private List<Route> routes(Counters counters) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new ArenaRoutes(clock, counters).routes());
        routes.addAll(new WebhookRoutes().routes());
        routes.addAll(new OperationsRoutes().routes());
        return routes;
    }
}
