package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.Signals;
import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.http.Admission.Admitted;
import io.agentflux.sandbox.http.EventReader.Event;
import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.DecisionEvent;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;

/** A server in simulated time that streams what a store in memory keeps; its only agent is that of {@code var_a}. */
final class ServedStreams implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String TOKEN = "strat_a";
    static final String ADMINISTRATOR = "admin_secret";
    static final String ALL = "/api/admin/stream";
    static final String MINE = ArenaProtocol.STREAM_PATH;
    static final Event SIGN_OF_LIFE = new Event("", "", "");

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    final ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
    final Counters counters = new Counters(new SimpleMeterRegistry());
    final StreamRoutes routes = new StreamRoutes(store, clock, counters);
    final AtomicInteger day = new AtomicInteger(1);
    private final AtomicInteger ids = new AtomicInteger();
    final GrantedTokens tokens = new GrantedTokens(
            Map.of(Token.of(TOKEN), new Grant("token-1", "exp_1", "var_a", new NoArena() {
                @Override
                public Mono<Signals> signals() {
                    return day.get() == 0
                            ? Mono.error(new ArenaClosedException("EXPERIMENT_PAUSED", null))
                            : Mono.just(new Signals(40, 10, 20, 100, day.get(), Map.of(), null));
                }
            })),
            SecretHash.of(ADMINISTRATOR));
    final RequestHandler handler =
            new RequestHandler(routes.routes(), tokens, counters, ServerLimits.ofDefaults(), clock, request -> {});
    private final DisposableServer server = Objects.requireNonNull(
            handler.server(ServerSettings.ofDefaults()).bind().block(PATIENCE));
    private final List<EventReader> readers = new ArrayList<>();

    @Override
    public void close() {
        readers.forEach(EventReader::close);
        server.disposeNow(PATIENCE);
        store.close().block(PATIENCE);
    }

    EventReader open(String path, String lastEventId) {
        EventReader reader =
                new EventReader(server.port(), path, path.startsWith(ALL) ? ADMINISTRATOR : TOKEN, lastEventId);
        readers.add(reader);
        if (reader.status() == 200) {
            assertThat(reader.next()).as("the sign of life at the beginning").isEqualTo(SIGN_OF_LIFE);
        }
        return reader;
    }

    /** An agent's stream whose first event, the signals, has been read. */
    EventReader openMine() {
        EventReader reader = open(MINE, "");
        assertThat(reader.next().name()).isEqualTo("signals");
        return reader;
    }

    ExperimentEvent event(String variantId, String type, String body) {
        return new ExperimentEvent("exp_1", variantId, type, "e" + ids.incrementAndGet(), START, null, body);
    }

    long append(ExperimentEvent event) {
        return Objects.requireNonNull(store.append(event).block(PATIENCE)).sequence();
    }

    void evening() {
        day.incrementAndGet();
        append(event("var_a", EventType.DAY, "{}"));
    }

    static ExperimentEvent decision(String variantId, String id) {
        return new DecisionEvent(
                        "exp_1",
                        variantId,
                        new Decision(
                                id,
                                START,
                                new ConfigUpdate(Map.of("scanXp", 12.0), "more\nlines", Map.of()),
                                new ConfigResult(
                                        false, Map.of(), Map.of(), "RATE_LIMITED", "too early", null, id, List.of())),
                        null)
                .toEvent();
    }

    /** Many events of some size; everybody who reads them reads a few megabytes. */
    void appendMany(int count) {
        String body = "{\"reason\":\"" + "x".repeat(2000) + "\"}";
        Flux.range(0, count)
                .map(i -> (Change) new Change.Append(event(null, EventType.RELEASED, body)))
                .buffer(100)
                .concatMap(store::commit)
                .then()
                .block(PATIENCE);
    }

    int port() {
        return server.port();
    }

    void pass(Duration time) {
        clock.advanceTo(Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS)).plus(time));
    }

    static void await(BooleanSupplier condition) {
        Mono.fromSupplier(condition::getAsBoolean)
                .filter(met -> met)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(20)))
                .block(PATIENCE);
    }

    Mono<Reply> askForMine(String lastEventId) {
        Grant grant = tokens.agent(TOKEN).orElseThrow();
        HttpHeaders headers = new DefaultHttpHeaders().set(ArenaProtocol.LAST_EVENT_ID, lastEventId);
        Call call = new Call(Map.of(), Map.of(), headers, new byte[0], new Admitted(grant, null), access -> true);
        return routes.routes().get(0).operation().answer(call);
    }
}
