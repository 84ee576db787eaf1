package io.agentflux.sandbox.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * When agents were last heard of. Kept in memory and stored every few seconds, the newest of each variant only: heartbeats are
 * many, and losing the last seconds of them in a crash hurts nobody.
 */
public final class Heartbeats {

    private static final String KIND = "heartbeat";

    /** So few that a decision never waits long behind them. */
    private static final int CHANGES_PER_COMMIT = 256;

    private static final JsonMapper JSON = new JsonMapper();

    private final ExperimentStore store;
    private final Map<Key, Heartbeat> latest = new ConcurrentHashMap<>();
    private final Map<Key, Heartbeat> unstored = new ConcurrentHashMap<>();

    private record Key(String experimentId, String variantId) {}

    /**
     * The last sign of life of a variant's agent.
     *
     * @param experimentId the experiment
     * @param variantId the variant
     * @param timestamp when it came
     * @param interval how often the agent means to send one
     */
    public record Heartbeat(String experimentId, String variantId, Instant timestamp, Duration interval) {}

    private Heartbeats(ExperimentStore store) {
        this.store = store;
    }

    /**
     * What the store knows of heartbeats, to be added to.
     *
     * @return a cold publisher; a subscription reads the store
     */
    public static Mono<Heartbeats> load(ExperimentStore store) {
        return Mono.defer(() -> {
            Heartbeats heartbeats = new Heartbeats(store);
            return store.documents(KIND)
                    .map(document -> JSON.readValue(document.body(), Heartbeat.class))
                    .doOnNext(heartbeat -> heartbeats.latest.put(key(heartbeat), heartbeat))
                    .then(Mono.just(heartbeats));
        });
    }

    /** Notes a heartbeat; it is stored with the next {@link #flush}. */
    public void record(Heartbeat heartbeat) {
        latest.put(key(heartbeat), heartbeat);
        unstored.put(key(heartbeat), heartbeat);
    }

    /** The last heartbeat of each variant. */
    public List<Heartbeat> latest() {
        return List.copyOf(latest.values());
    }

    /**
     * Stores what came since it was last stored.
     *
     * @return a cold publisher that completes when it is stored; what could not be stored is tried again with the next flush
     */
    public Mono<Void> flush() {
        return Flux.defer(() -> Flux.fromIterable(new ArrayList<>(unstored.values())))
                .buffer(CHANGES_PER_COMMIT)
                .concatMap(this::store, 1)
                .then();
    }

    private Mono<Void> store(List<Heartbeat> heartbeats) {
        List<Change> changes = heartbeats.stream()
                .<Change>map(heartbeat -> new Change.Overwrite(KIND, id(heartbeat), JSON.writeValueAsString(heartbeat)))
                .toList();
        return store.commit(changes)
                .doOnSuccess(done -> heartbeats.forEach(stored -> unstored.remove(key(stored), stored)))
                .then();
    }

    private static Key key(Heartbeat heartbeat) {
        return new Key(heartbeat.experimentId(), heartbeat.variantId());
    }

    /** No two variants share it, whatever their names. */
    private static String id(Heartbeat heartbeat) {
        return heartbeat.experimentId().length() + ":" + heartbeat.experimentId() + ":" + heartbeat.variantId();
    }
}
