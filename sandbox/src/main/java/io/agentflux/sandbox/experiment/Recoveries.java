package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.EventPage;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.store.StoredEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Builds the experiments of a store again. All states come from one pass over its log, which is read whole only behind the first
 * checkpoint. Then the people live again, those of one experiment after those of another: once they have, those of an experiment
 * that is over take little room.
 */
final class Recoveries {

    private final ExperimentStore store;
    private final Cohorts cohorts;
    private final Instant now;

    private Recoveries(ExperimentStore store, Cohorts cohorts, Instant now) {
        this.store = store;
        this.cohorts = cohorts;
        this.now = now;
    }

    /**
     * The experiments of a store as they became.
     *
     * @param cohorts the people as they were before each experiment
     * @param now what is too old to be asked for again is told by it
     * @return a cold publisher: a subscription reads the store, and computes on the bounded elastic scheduler. The errors are
     *     those of the store
     */
    static Mono<Collection<Recovery>> from(ExperimentStore store, Cohorts cohorts, Instant now) {
        Recoveries recoveries = new Recoveries(store, cohorts, now);
        return Checkpoints.load(store).flatMap(recoveries::begin).flatMap(recoveries::replay);
    }

    private Mono<Map<String, Recovery>> begin(Map<String, Checkpoint> checkpoints) {
        return store.documents(Experiments.KIND)
                .publishOn(Schedulers.boundedElastic())
                .map(document ->
                        new Recovery(SpecJson.read(document.body()), cohorts, checkpoints.get(document.id()), now))
                .collectMap(recovery -> recovery.spec().id());
    }

    private Mono<Collection<Recovery>> replay(Map<String, Recovery> recoveries) {
        long firstCheckpoint = recoveries.values().stream()
                .mapToLong(Recovery::checkpointed)
                .min()
                .orElse(0);
        Flux<StoredEvent> answers = Flux.fromIterable(recoveries.values())
                .filter(recovery -> recovery.checkpointed() > 0)
                .concatMap(recovery -> recentDecisions(recovery).doOnNext(recovery::addAnswer), 1);
        Flux<StoredEvent> states = store.events(EventQuery.all().after(firstCheckpoint))
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(stored -> tell(recoveries, stored));
        Flux<Void> lives = Flux.fromIterable(recoveries.values()).concatMap(this::live, 1);
        return answers.thenMany(states).thenMany(lives).then(Mono.just(recoveries.values()));
    }

    private Mono<Void> live(Recovery recovery) {
        return Mono.fromRunnable(recovery::beginLife)
                .subscribeOn(Schedulers.boundedElastic())
                .thenMany(people(recovery))
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(recovery::relive)
                .then(Mono.fromRunnable(recovery::endLifeIfOver));
    }

    /** One query for each variant and type: these a store finds without reading past all the decisions between them. */
    private Flux<StoredEvent> people(Recovery recovery) {
        List<String> types = recovery.spec().people() instanceof PeopleSpec.Live
                ? List.of(EventType.DAY, EventType.ACTIVITY)
                : List.of(EventType.DAY);
        Flux<StoredEvent> events = Flux.empty();
        for (VariantSpec variant : recovery.spec().variants()) {
            EventQuery ofVariant = EventQuery.ofExperiment(recovery.spec().id()).ofVariant(variant.id());
            for (String type : types) {
                events = events.mergeComparingWith(
                        store.events(ofVariant.ofType(type)), Comparator.comparingLong(StoredEvent::sequence));
            }
        }
        return events;
    }

    private Flux<StoredEvent> recentDecisions(Recovery recovery) {
        Instant longestAgo = now.minus(RecentAnswers.LONGEST);
        return Flux.fromIterable(recovery.spec().variants())
                .concatMap(
                        variant -> store.page(
                                EventQuery.ofExperiment(recovery.spec().id())
                                        .ofVariant(variant.id())
                                        .ofType(EventType.DECISION),
                                1,
                                RecentAnswers.MOST),
                        1)
                .flatMapIterable(EventPage::events)
                .filter(stored -> stored.event().timestamp().isAfter(longestAgo))
                .sort(Comparator.comparingLong(StoredEvent::sequence));
    }

    private static void tell(Map<String, Recovery> recoveries, StoredEvent stored) {
        Recovery recovery = recoveries.get(stored.event().experimentId());
        if (recovery != null) {
            recovery.add(stored);
        }
    }
}
