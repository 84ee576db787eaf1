package io.agentflux.sandbox.http;

import io.agentflux.arena.ArenaException;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.http.ArenaEvent;
import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.arena.http.ArenaStream;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.store.StoredEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What happens, as server-sent events. An event of the log carries its sequence number as id and is never left out: a reader
 * that falls behind is served from the log. Signals are as they are at the moment, carry no id, and a reader that falls behind
 * gets only the latest.
 */
public final class StreamRoutes {

    static final int MOST_PER_TOKEN = 8;
    static final int MOST_FOR_ADMINISTRATORS = 64;

    private static final Reader ADMINISTRATORS = new Reader("", MOST_FOR_ADMINISTRATORS, Access.ADMIN, Access.ADMIN);

    private static final Set<String> SEEN_BY_AGENTS = Set.of(
            EventType.DECISION,
            EventType.STATUS_CHANGED,
            EventType.APPROVAL_DENIED,
            EventType.FROZEN,
            EventType.RELEASED,
            EventType.ECONOMY_CHANGED,
            EventType.HEARTBEAT_TIMEOUT,
            EventType.RETENTION_CLIFF,
            EventType.DEGRADATION,
            EventType.REJECTION_STREAK,
            EventType.ANOMALY,
            EventType.IDLE);

    /** How many events of the log wait for a reader, besides the one that is being sent. */
    private static final int LOG_PREFETCH = 32;

    private static final byte[] END = {};

    /**
     * Who reads.
     *
     * @param id names the token; that of no variant stands for administrators
     * @param most how many streams are open at once
     * @param access what the token has to open as long as there may be something to tell
     * @param accessToTheLast what it has to open for what is told
     */
    private record Reader(String id, int most, Access access, Access accessToTheLast) {

        /** An agent, who is still told that its experiment was archived. */
        static Reader of(Grant grant) {
            return new Reader(grant.tokenId(), MOST_PER_TOKEN, Access.AGENT, Access.AGENT_OF_ARCHIVED);
        }
    }

    private final ExperimentStore store;
    private final Scheduler clock;
    private final Counters counters;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    /**
     * The routes of streams.
     *
     * @param store whose events are told
     * @param clock tells when a silent stream needs a sign of life
     * @param counters counts signals that were left out
     */
    public StreamRoutes(ExperimentStore store, Scheduler clock, Counters counters) {
        this.store = store;
        this.clock = clock;
        this.counters = counters;
        counters.show(SandboxMeters.STREAMS, this, StreamRoutes::openSize);
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get(ArenaProtocol.STREAM_PATH, Access.AGENT, this::ofVariant),
                Route.get("/api/admin/stream", Access.ADMIN, this::ofEverything));
    }

    private Mono<Reply> ofVariant(Call call) {
        Grant grant = call.grant();
        EventQuery mine = EventQuery.ofExperiment(grant.experimentId()).ofTypes(SEEN_BY_AGENTS);
        return beginning(call).map(begin -> {
            Flux<byte[]> log = store.follow(mine.after(begin.after()))
                    .limitRate(LOG_PREFETCH)
                    .filter(stored -> concerns(stored, grant.variantId()))
                    .takeUntil(StreamRoutes::isLast)
                    .map(stored -> ArenaStream.encode(EventJson.forAgent(stored)));
            return stream(call, Reader.of(grant), log, signals(grant, begin.head()));
        });
    }

    private static boolean concerns(StoredEvent stored, String variantId) {
        String about = stored.event().variantId();
        return about == null || about.equals(variantId);
    }

    private static boolean isLast(StoredEvent stored) {
        return stored.event().type().equals(EventType.STATUS_CHANGED)
                && ExperimentStatus.ARCHIVED.name().equals(stored.event().outcome());
    }

    /** The signals now and after each day, as far as the reader takes them. */
    private Flux<byte[]> signals(Grant grant, long head) {
        EventQuery evenings = EventQuery.ofExperiment(grant.experimentId())
                .ofVariant(grant.variantId())
                .ofType(EventType.DAY);
        return store.follow(evenings.after(head))
                .map(StoredEvent::sequence)
                .startWith(head)
                .onBackpressureBuffer(1, leftOut -> counters.leaveOutSignals(), BufferOverflowStrategy.DROP_OLDEST)
                .concatMap(
                        evening -> grant.arena()
                                .signalsOnceSettled()
                                .map(signals -> ArenaStream.encode(new ArenaEvent.SignalsComputed("", signals)))
                                // there are none while the experiment is not running
                                .onErrorResume(ArenaException.class, none -> Mono.empty()),
                        1);
    }

    private Mono<Reply> ofEverything(Call call) {
        EventQuery wanted = new EventQuery(
                0,
                call.query("experiment").orElse(null),
                call.query("variant").orElse(null),
                call.eventTypes(),
                null,
                null,
                null);
        return beginning(call).map(begin -> {
            Flux<byte[]> log = store.follow(wanted.after(begin.after()))
                    .limitRate(LOG_PREFETCH)
                    .map(stored -> ArenaStream.encode(
                            Long.toString(stored.sequence()), stored.event().type(), EventJson.whole(stored)));
            return stream(call, ADMINISTRATORS, log, Flux.empty());
        });
    }

    private record Beginning(long after, long head) {}

    /** Behind the event that the reader has seen last, or else behind all that happened. */
    private Mono<Beginning> beginning(Call call) {
        Optional<Long> last = call.header(ArenaProtocol.LAST_EVENT_ID)
                // a reader that has seen no id yet may send an empty one
                .filter(id -> !id.isEmpty())
                .map(StreamRoutes::sequence);
        return store.head()
                .map(head -> new Beginning(
                        // an id beyond the end comes from a log that this one has replaced
                        Math.min(last.orElse(head.sequence()), head.sequence()), head.sequence()));
    }

    private static long sequence(String id) {
        try {
            long sequence = Long.parseLong(id);
            if (sequence >= 0) {
                return sequence;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new RefusedRequest(
                400, ArenaProtocol.LAST_EVENT_ID + " is '" + id + "'; give the id of an event of this stream.");
    }

    @SuppressWarnings("ReferenceEquality") // the very array that ends a stream, not one that says the same
    private Reply stream(Call call, Reader reader, Flux<byte[]> log, Flux<byte[]> signals) {
        requireFree(reader);
        Flux<byte[]> signsOfLife = Flux.interval(ArenaProtocol.STREAM_KEEP_ALIVE, clock)
                .onBackpressureDrop()
                .map(tick -> ArenaStream.keepAlive())
                // some browsers do not tell a page that it is connected before the first bytes
                .startWith(ArenaStream.keepAlive())
                .takeWhile(sign -> call.isStillAdmitted(reader.access()))
                .concatWithValues(END);
        // one frame of each kind is ready when the one before has been sent
        Flux<byte[]> frames = Flux.merge(1, signsOfLife, log.concatWithValues(END), signals)
                .takeWhile(frame -> frame != END && call.isStillAdmitted(reader.accessToTheLast()));
        return Reply.events(inPlace(reader, frames));
    }

    /**
     * The frames of a stream, if there is a place for it: of those that were asked for at the same time, the ones that are too
     * many end at once. A place is free before the reader sees the end, who may come again at once.
     */
    private Flux<byte[]> inPlace(Reader reader, Flux<byte[]> frames) {
        return Flux.using(
                () -> tryOpen(reader), isOpen -> isOpen ? frames : Flux.empty(), isOpen -> close(reader, isOpen));
    }

    private void requireFree(Reader reader) {
        if (open.getOrDefault(reader.id(), 0) >= reader.most()) {
            throw new RefusedRequest(
                            429, "There are " + reader.most() + " streams open with this token; close one first.")
                    .with("Retry-After", "1");
        }
    }

    private boolean tryOpen(Reader reader) {
        AtomicBoolean isOpen = new AtomicBoolean();
        open.compute(reader.id(), (key, count) -> {
            int others = count == null ? 0 : count;
            isOpen.set(others < reader.most());
            return isOpen.get() ? others + 1 : count;
        });
        return isOpen.get();
    }

    private void close(Reader reader, boolean isOpen) {
        if (isOpen) {
            open.computeIfPresent(reader.id(), (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** How many streams are open. */
    int openSize() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }
}
