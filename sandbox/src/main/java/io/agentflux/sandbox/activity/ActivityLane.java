package io.agentflux.sandbox.activity;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.Economy;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentState;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.population.Activity;
import io.agentflux.sandbox.population.LivePopulation;
import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.store.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * Takes in what the people of one experiment do, one commit after another: what waits meanwhile goes into the next one. What an
 * activity is worth depends on those before it, so each commit is worked out on top of what is kept, and counts once it is kept
 * itself. If it cannot be kept, it never was.
 *
 * <p>Nobody blocks: whoever finds the lane free works off what others put into it.
 */
final class ActivityLane {

    private static final Logger LOG = LoggerFactory.getLogger(ActivityLane.class);

    /** Above this, more is refused until some of it is kept. */
    static final int MOST_WAITING = 10_000;

    private final Experiment experiment;
    private final ExperimentStore store;
    private final Scheduler clock;
    private final Map<String, LiveCohort> cohorts = new LinkedHashMap<>();
    private final Enrolment enrolment;
    private final Queue<Request> waiting =
            Queues.<Request>unboundedMultiproducer().get();
    private final AtomicInteger activitiesWaiting = new AtomicInteger();
    private final AtomicBoolean working = new AtomicBoolean();

    private record Request(List<ToldActivity> told, MonoSink<List<Receipt>> sink) {}

    ActivityLane(Experiment experiment, ExperimentStore store, Scheduler clock) {
        this.experiment = experiment;
        this.store = store;
        this.clock = clock;
        for (VariantSpec variant : experiment.spec().variants()) {
            cohorts.put(variant.id(), (LiveCohort) experiment.cohort(variant.id()));
        }
        enrolment = new Enrolment(experiment.spec(), cohorts);
    }

    Mono<List<Receipt>> take(List<ToldActivity> told) {
        return Mono.create(sink -> {
            if (told.size() > ExperimentStore.MAXIMUM_CHANGES) {
                sink.error(new IllegalArgumentException("there are " + told.size() + " activities; tell at most "
                        + ExperimentStore.MAXIMUM_CHANGES + " at once"));
                return;
            }
            if (activitiesWaiting.addAndGet(told.size()) > MOST_WAITING) {
                activitiesWaiting.addAndGet(-told.size());
                sink.error(new ArenaTransientException(
                        "more than " + MOST_WAITING + " activities wait to be kept; try again in a second", null));
                return;
            }
            waiting.add(new Request(told, sink));
            work();
        });
    }

    private void work() {
        while (!waiting.isEmpty() && working.compareAndSet(false, true)) {
            Batch batch = new Batch();
            try {
                fill(batch);
            } catch (RuntimeException | Error defect) {
                end(batch, () -> batch.fail(defect));
                continue;
            }
            if (batch.changes.isEmpty()) {
                end(batch, batch::answer);
            } else {
                Mono.defer(() -> store.commit(batch.changes))
                        .subscribe(
                                kept -> finish(batch, () -> batch.keep(kept)),
                                failure -> finish(batch, () -> batch.fail(failure)));
                return;
            }
        }
    }

    private void fill(Batch batch) {
        for (Request next = waiting.peek(); next != null && batch.hasRoomFor(next); next = waiting.peek()) {
            waiting.remove();
            activitiesWaiting.addAndGet(-next.told.size());
            batch.add(next);
        }
    }

    private void finish(Batch batch, Runnable last) {
        end(batch, last);
        work();
    }

    /** Whatever goes wrong, whoever asked is answered. */
    private void end(Batch batch, Runnable last) {
        try {
            last.run();
        } catch (RuntimeException | Error defect) {
            LOG.error(
                    "experiment '{}' did not take note of activities that are kept",
                    experiment.spec().name(),
                    defect);
            batch.fail(defect);
        }
        working.set(false);
    }

    /** What goes wrong with one who listens is not felt by others. */
    private void guard(Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException | Error defect) {
            LOG.error(
                    "experiment '{}' could not tell what became of activities",
                    experiment.spec().name(),
                    defect);
        }
    }

    /** Requests that are kept together. */
    private final class Batch {

        private final List<Request> requests = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private final List<Receipt> added = new ArrayList<>();
        private final Map<String, Receipt> byId = new HashMap<>();
        private final Enrolment.Draft newcomers = enrolment.draft();
        private final Map<String, LivePopulation.Draft> drafts = new HashMap<>();
        private final Instant now = Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS));

        /** Status, day and economies are those that everybody sees: a day is over once that is kept. */
        private final ExperimentState state = experiment.state();

        boolean hasRoomFor(Request request) {
            return changes.size() + request.told.size() <= ExperimentStore.MAXIMUM_CHANGES;
        }

        void add(Request request) {
            requests.add(request);
            RuntimeException refusal = refusal(request);
            if (refusal != null) {
                requests.remove(request);
                refuse(request, refusal);
                return;
            }
            for (ToldActivity told : request.told) {
                newcomers.noteSite(told);
                if (!byId.containsKey(told.id())) {
                    byId.put(told.id(), receipt(told));
                }
            }
        }

        private @Nullable RuntimeException refusal(Request request) {
            if (state.status() != ExperimentStatus.RUNNING) {
                return new IllegalStateException(
                        "experiment '" + experiment.spec().name() + "' is " + state.status()
                                + "; what people do counts while it is RUNNING");
            }
            String nowhere = newcomers.personWithoutSite(request.told);
            return nowhere == null
                    ? null
                    : new IllegalArgumentException("'" + nowhere
                            + "' is new and no site is told, but whole sites are assigned in this experiment; tell the"
                            + " site of each person with the first activity");
        }

        private Receipt receipt(ToldActivity told) {
            for (Map.Entry<String, LiveCohort> cohort : cohorts.entrySet()) {
                Activity before = cohort.getValue().recent(told.id());
                if (before != null) {
                    return new Receipt(told.id(), cohort.getKey(), true, before);
                }
            }
            String variantId = newcomers.variantOf(told);
            LiveCohort cohort = cohort(variantId);
            Economy economy = state.variant(variantId).economy();
            Activity activity = drafts.computeIfAbsent(
                            variantId, id -> cohort.people().draft())
                    .activity(
                            told.person(),
                            told.kind(),
                            state.daysPlayed(),
                            told.inWriting(),
                            economy,
                            told.referredBy(),
                            newcomers.siteOf(told));
            Receipt receipt = new Receipt(told.id(), variantId, false, activity);
            added.add(receipt);
            changes.add(new Change.Append(new ExperimentEvent(
                    experiment.spec().id(),
                    variantId,
                    EventType.ACTIVITY,
                    told.id(),
                    now,
                    told.kind().wireName(),
                    ActivityJson.write(activity, told))));
            return receipt;
        }

        void keep(List<StoredEvent> kept) {
            for (int i = 0; i < kept.size(); i++) {
                ExperimentEvent event = kept.get(i).event();
                Receipt receipt = added.get(i);
                if (changes.get(i).equals(new Change.Append(event))) {
                    cohort(receipt.variantId()).add(receipt.id(), receipt.activity());
                } else {
                    // told so long ago that only the store remembers
                    byId.put(
                            receipt.id(),
                            new Receipt(
                                    receipt.id(), String.valueOf(event.variantId()), true, ActivityJson.read(event)));
                }
            }
            answer();
        }

        void answer() {
            Map<String, Receipt> answered = new HashMap<>();
            for (Request request : requests) {
                List<Receipt> receipts = new ArrayList<>();
                for (ToldActivity told : request.told) {
                    Receipt receipt = required(byId, told.id());
                    boolean isRepeated = receipt.isRepeated() || answered.put(told.id(), receipt) != null;
                    receipts.add(new Receipt(receipt.id(), receipt.variantId(), isRepeated, receipt.activity()));
                }
                guard(() -> request.sink.success(receipts));
            }
        }

        void fail(Throwable failure) {
            requests.forEach(request -> refuse(request, failure));
        }

        private void refuse(Request request, Throwable reason) {
            guard(() -> request.sink.error(reason));
        }

        private LiveCohort cohort(String variantId) {
            return required(cohorts, variantId);
        }
    }

    private static <V> V required(Map<String, V> values, String key) {
        @Nullable V value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("there is no '" + key + "' among " + values.keySet());
        }
        return value;
    }
}
