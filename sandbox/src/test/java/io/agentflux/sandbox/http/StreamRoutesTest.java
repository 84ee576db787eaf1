package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.Signals;
import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.http.ArenaEvent;
import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.RawConnection;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.test.StepVerifier;

class StreamRoutesTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TOKEN = "strat_a";
    private static final String ADMINISTRATOR = "admin_secret";
    private static final String ALL = "/api/admin/stream";
    private static final String MINE = ArenaProtocol.STREAM_PATH;
    private static final Event SIGN_OF_LIFE = new Event("", "", "");

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private final ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
    private final Counters counters = new Counters(new SimpleMeterRegistry());
    private final StreamRoutes routes = new StreamRoutes(store, clock, counters);
    private final AtomicInteger day = new AtomicInteger(1);
    private final AtomicInteger ids = new AtomicInteger();
    private final GrantedTokens tokens = new GrantedTokens(
            Map.of(Token.of(TOKEN), new Grant("token-1", "exp_1", "var_a", new NoArena() {
                @Override
                public Mono<Signals> signals() {
                    return day.get() == 0
                            ? Mono.error(new ArenaClosedException("EXPERIMENT_PAUSED", null))
                            : Mono.just(new Signals(40, 10, 20, 100, day.get(), Map.of(), null));
                }
            })),
            SecretHash.of(ADMINISTRATOR));
    private final RequestHandler handler =
            new RequestHandler(routes.routes(), tokens, counters, ServerLimits.ofDefaults(), clock, request -> {});
    private final DisposableServer server = Objects.requireNonNull(
            handler.server(ServerSettings.ofDefaults()).bind().block(PATIENCE));
    private final List<EventReader> readers = new ArrayList<>();

    @AfterEach
    void stop() {
        readers.forEach(EventReader::close);
        server.disposeNow(PATIENCE);
        store.close().block(PATIENCE);
    }

    private EventReader open(String path, String lastEventId) {
        EventReader reader =
                new EventReader(server.port(), path, path.startsWith(ALL) ? ADMINISTRATOR : TOKEN, lastEventId);
        readers.add(reader);
        if (reader.status() == 200) {
            assertThat(reader.next()).as("the sign of life at the beginning").isEqualTo(SIGN_OF_LIFE);
        }
        return reader;
    }

    /** An agent's stream whose first event, the signals, has been read. */
    private EventReader openMine() {
        EventReader reader = open(MINE, "");
        assertThat(reader.next().name()).isEqualTo("signals");
        return reader;
    }

    private ExperimentEvent event(String variantId, String type, String body) {
        return new ExperimentEvent("exp_1", variantId, type, "e" + ids.incrementAndGet(), START, null, body);
    }

    private long append(ExperimentEvent event) {
        return Objects.requireNonNull(store.append(event).block(PATIENCE)).sequence();
    }

    private void evening() {
        day.incrementAndGet();
        append(event("var_a", EventType.DAY, "{}"));
    }

    private static ExperimentEvent decision(String variantId, String id) {
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
    private void appendMany(int count) {
        String body = "{\"reason\":\"" + "x".repeat(2000) + "\"}";
        Flux.range(0, count)
                .map(i -> (Change) new Change.Append(event(null, EventType.RELEASED, body)))
                .buffer(100)
                .concatMap(store::commit)
                .then()
                .block(PATIENCE);
    }

    private static List<Long> numbers(long from, long until) {
        return LongStream.rangeClosed(from, until).boxed().toList();
    }

    private void pass(Duration time) {
        clock.advanceTo(Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS)).plus(time));
    }

    private static void await(BooleanSupplier condition) {
        Mono.fromSupplier(condition::getAsBoolean)
                .filter(met -> met)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(20)))
                .block(PATIENCE);
    }

    @Test
    @DisplayName(
            "an agent is told its signals, its decisions, and what concerns it or the whole experiment, and nothing else")
    void agentSeesItsOwn() {
        EventReader reader = openMine();

        append(decision("var_b", "dec_b"));
        append(event("var_a", EventType.TOKEN_ISSUED, "{}"));
        long mine = append(decision("var_a", "dec_a"));
        append(event("var_b", EventType.FROZEN, "{\"reason\":\"theirs\"}"));
        long paused = append(event(null, EventType.STATUS_CHANGED, "{\"to\":\"PAUSED\",\n\"by\":\"eve\"}"));

        assertThat(reader.headers())
                .containsEntry("content-type", "text/event-stream")
                .containsEntry("cache-control", "no-store, no-transform")
                .containsEntry("x-accel-buffering", "no")
                .containsEntry("transfer-encoding", "chunked");
        Event decided = reader.next();
        assertThat(decided.sequence()).isEqualTo(mine);
        assertThat(decided.name()).isEqualTo("decision");
        assertThat(decided.data()).contains("\"id\":\"dec_a\"", "\"rejectionCode\":\"RATE_LIMITED\"", "more\\nlines");
        assertThat(reader.next())
                .isEqualTo(new Event(
                        "" + paused,
                        EventType.STATUS_CHANGED,
                        "{\"timestamp\":\"2026-03-01T12:00:00Z\",\"to\":\"PAUSED\"}"));
    }

    @Test
    @DisplayName("an administrator is told everything, or what was asked for")
    void administratorSeesEverything() {
        EventReader everything = open(ALL, "");
        EventReader some = open(ALL + "?experiment=exp_1&variant=var_a&types=frozen,released", "");

        append(event("var_b", EventType.FROZEN, "{\"by\":\"eve\"}"));
        append(event("var_a", EventType.RELEASED, "{}"));

        assertThat(everything.next())
                .isEqualTo(new Event(
                        "1",
                        "frozen",
                        "{\"sequence\":1,\"experimentId\":\"exp_1\",\"variantId\":\"var_b\",\"type\":\"frozen\","
                                + "\"id\":\"e1\",\"timestamp\":\"2026-03-01T12:00:00Z\",\"outcome\":null,"
                                + "\"body\":{\"by\":\"eve\"}}"));
        assertThat(everything.next().name()).isEqualTo("released");
        assertThat(some.next().sequence()).isEqualTo(2);
    }

    @Test
    @DisplayName("nobody waits for events of a type that there is not")
    void refusesUnknownTypes() {
        try (RawConnection connection = new RawConnection(server.port())) {
            assertThat(connection
                            .call("GET", ALL + "?types=frozen,realeased", ADMINISTRATOR, "")
                            .body())
                    .contains("There is no event of type 'realeased'; there are activity, anomaly, approval-denied,");
        }
    }

    @Test
    @DisplayName("a stream goes on behind the last event that was seen; an id from elsewhere means the end of the log")
    void resumes() {
        append(decision("var_a", "dec_1"));
        append(decision("var_a", "dec_2"));
        append(decision("var_a", "dec_3"));

        EventReader resumed = open(ALL, "1");
        EventReader fromNow = open(ALL, "");
        EventReader fromElsewhere = open(ALL, "999");
        append(decision("var_a", "dec_4"));

        assertThat(resumed.next(3)).extracting(Event::sequence).containsExactly(2L, 3L, 4L);
        assertThat(fromNow.next().sequence()).isEqualTo(4);
        assertThat(fromElsewhere.next().sequence()).isEqualTo(4);
        assertThat(open(ALL, "x").status()).isEqualTo(400);
        assertThat(open(ALL, "-1").status()).isEqualTo(400);
    }

    @Test
    @DisplayName("the project's own client reads the stream and resumes it")
    void clientReads() {
        append(decision("var_a", "dec_1"));
        try (ArenaClient client =
                ArenaClient.create(ArenaAccess.of("http://127.0.0.1:" + server.port(), Token.of(TOKEN)))) {
            StepVerifier.create(client.eventsAfter("0"))
                    .recordWith(ArrayList::new)
                    .thenConsumeWhile(event -> !(event instanceof ArenaEvent.DecisionMade))
                    .consumeRecordedWith(events -> assertThat(events)
                            .filteredOn(ArenaEvent.DecisionMade.class::isInstance)
                            .extracting(ArenaEvent::id)
                            .isSubsetOf("1"))
                    .then(() -> append(event("var_a", EventType.FROZEN, "{\"reason\":\"why\"}")))
                    .thenConsumeWhile(event -> !(event instanceof ArenaEvent.Notice))
                    .thenCancel()
                    .verify(PATIENCE);
        }
        await(() -> routes.openSize() == 0);
    }

    @Test
    @Timeout(20)
    @DisplayName("there is a sign of life at once, and another one after 15 seconds of silence")
    void keepsAlive() {
        EventReader reader = openMine();

        // the headers come before the stream has begun to count
        do {
            pass(ArenaProtocol.STREAM_KEEP_ALIVE);
        } while (!reader.isSentSomethingWithin(Duration.ofSeconds(1)));

        assertThat(reader.next()).isEqualTo(SIGN_OF_LIFE);
    }

    @Test
    @DisplayName("a reader that stands still delays nobody, and gets every event of the log when it goes on")
    void standsStill() {
        EventReader still = open(ALL, "");
        EventReader quick = open(ALL, "");

        appendMany(3000);

        assertThat(quick.next(3000)).extracting(Event::sequence).isEqualTo(numbers(1, 3000));
        assertThat(still.next(3000)).extracting(Event::sequence).isEqualTo(numbers(1, 3000));
    }

    @Test
    @DisplayName("a reader that stands still for a minute is given up, and can resume")
    void givesUp() {
        EventReader still = open(ALL, "");
        appendMany(3000);
        Event first = still.next();

        await(() -> {
            pass(ServerLimits.ofDefaults().stallTime());
            return routes.openSize() == 0;
        });

        assertThat(still.isEndedInOrder()).isFalse();
        assertThat(open(ALL, first.id()).next(2999)).extracting(Event::sequence).isEqualTo(numbers(2, 3000));
    }

    @Test
    @DisplayName("a reader that stands still is spared the signals of the days meanwhile, which are counted")
    void conflatesSignals() {
        EventReader still = openMine();
        appendMany(3000);
        // at first some still find room in the buffers of the network
        for (int evening = 0; evening < 20_000 && counters.signalsLeftOut() < 40; evening++) {
            evening();
        }

        List<String> signals = new ArrayList<>();
        String latest = "\"experimentDays\":" + day.get() + ",";
        for (long seen = 0; seen < 3000 || !last(signals).contains(latest); ) {
            Event event = still.next();
            seen = event.id().isEmpty() ? seen : event.sequence();
            if (event.name().equals("signals")) {
                signals.add(event.data());
            }
        }
        // the latest may come twice more: those that waited tell how it is when they are sent
        assertThat(signals.size() + counters.signalsLeftOut()).isBetween(day.get() - 3L, day.get() - 1L);
    }

    private static String last(List<String> texts) {
        return texts.isEmpty() ? "" : texts.get(texts.size() - 1);
    }

    @Test
    @DisplayName("there are no signals while the experiment is not running, but all else")
    void withoutSignals() {
        day.set(0);
        EventReader reader = open(MINE, "");
        append(event(null, EventType.STATUS_CHANGED, "{}"));

        assertThat(reader.next().name()).isEqualTo(EventType.STATUS_CHANGED);
    }

    @Test
    @DisplayName("a token that is revoked ends its streams before they tell anything more")
    void revoked() {
        EventReader reader = openMine();

        tokens.revoke(Token.of(TOKEN));
        append(decision("var_a", "dec_a"));

        assertThat(reader.isEndedInOrder()).isTrue();
        assertThat(open(MINE, "").status()).isEqualTo(403);
    }

    @Test
    @DisplayName("an agent has no access to the administrators' stream, and a limited number of its own")
    void limits() {
        EventReader wrong = new EventReader(server.port(), ALL, TOKEN, "");
        readers.add(wrong);
        for (int i = 0; i < StreamRoutes.MOST_PER_TOKEN; i++) {
            openMine();
        }

        assertThat(wrong.status()).isEqualTo(403);
        assertThat(open(MINE, "").status()).isEqualTo(429);
        readers.get(1).close();
        await(() -> routes.openSize() < StreamRoutes.MOST_PER_TOKEN);
        openMine();
    }

    @Test
    @DisplayName("the place of a stream is free before its end is seen")
    void freesItsPlaceFirst() {
        Admitted agent = new Admitted(tokens.agent(TOKEN).orElseThrow(), null);
        Call notAdmittedAnyMore =
                new Call(Map.of(), Map.of(), new DefaultHttpHeaders(), new byte[0], agent, () -> false);
        Route mine = routes.routes().stream()
                .filter(route -> route.access() == Access.AGENT)
                .findFirst()
                .orElseThrow();
        AtomicInteger openAtTheEnd = new AtomicInteger(-1);

        mine.operation()
                .answer(notAdmittedAnyMore)
                .mapNotNull(Reply::stream)
                .flatMapMany(stream -> stream.doOnComplete(() -> openAtTheEnd.set(routes.openSize())))
                .blockLast(PATIENCE);

        assertThat(openAtTheEnd).hasValue(0);
    }

    @Test
    @DisplayName("of streams that are asked for at the same time, those that are too many end at once")
    void limitsAtOnce() {
        List<Reply> asked = Flux.range(0, StreamRoutes.MOST_PER_TOKEN + 2)
                .concatMap(i -> askForMine("0"))
                .collectList()
                .block(PATIENCE);
        AtomicInteger ended = new AtomicInteger();

        List<Disposable> opened = asked.stream()
                .map(reply -> Objects.requireNonNull(reply.stream())
                        .doOnComplete(ended::incrementAndGet)
                        .subscribe())
                .toList();

        assertThat(ended).hasValue(2);
        assertThat(routes.openSize()).isEqualTo(StreamRoutes.MOST_PER_TOKEN);
        opened.forEach(Disposable::dispose);
        assertThat(routes.openSize()).isZero();
    }

    @Test
    @DisplayName("a reader that has seen no id yet may say so by an empty one")
    void takesEmptyIds() {
        long happened = append(event("var_a", EventType.FROZEN, "{}"));

        Flux<byte[]> frames = Objects.requireNonNull(askForMine("").block(PATIENCE)).stream();

        StepVerifier.create(Objects.requireNonNull(frames).map(frame -> new String(frame, StandardCharsets.UTF_8)))
                .expectNext(":\n\n")
                .expectNextMatches(frame -> frame.startsWith("event: signals"))
                .then(() -> append(event("var_a", EventType.RELEASED, "{}")))
                .expectNextMatches(frame -> frame.startsWith("id: " + (happened + 1)))
                .thenCancel()
                .verify(PATIENCE);
    }

    private Mono<Reply> askForMine(String lastEventId) {
        Grant grant = tokens.agent(TOKEN).orElseThrow();
        HttpHeaders headers = new DefaultHttpHeaders().set(ArenaProtocol.LAST_EVENT_ID, lastEventId);
        Call call = new Call(Map.of(), Map.of(), headers, new byte[0], new Admitted(grant, null), () -> true);
        return routes.routes().get(0).operation().answer(call);
    }

    @Test
    @DisplayName("streams end in order when the server stops")
    void ends() {
        EventReader first = openMine();
        EventReader second = open(ALL, "");
        handler.stop(Duration.ZERO).block(PATIENCE);
        assertThat(first.isEndedInOrder()).isTrue();
        assertThat(second.isEndedInOrder()).isTrue();
        await(() -> routes.openSize() == 0);
    }

    @Test
    @DisplayName("streams end in order when the store is closed")
    void endsWithStore() {
        EventReader reader = open(ALL, "");
        store.close().block(PATIENCE);

        assertThat(reader.isEndedInOrder()).isTrue();
    }
}
