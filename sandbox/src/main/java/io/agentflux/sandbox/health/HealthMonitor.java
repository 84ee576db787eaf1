package io.agentflux.sandbox.health;

import io.agentflux.arena.ExperimentStatus;
import io.agentflux.guardrail.Proposal;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.HealthLimits;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Looks after the running experiments: each five minutes of their people's time, and at most once a second, the rules are asked
 * what is not as it should be. Each finding is kept once as an event of the experiment, however long it lasts and whether or
 * not this process ends meanwhile. Too few people left freezes the variant as well, and so do a metric that falls and updates
 * that are refused in a row where the limits say so.
 */
public final class HealthMonitor implements Disposable {

    /** Who freezes and releases, in the log. */
    public static final String NAME = "health monitor";

    private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int CHECKS_PER_DAY = 24 * 60 / 5;

    private final Experiments experiments;
    private final Scheduler clock;
    private final Map<String, Patient> patients = new HashMap<>();
    private final Scheduler.Worker worker;

    /** What is remembered of one experiment; for the worker. */
    private static final class Patient {
        private final Episodes episodes = new Episodes();
        private final Map<String, Trip> trips = new HashMap<>();
        private @Nullable Instant watchedSince;
        private Instant nextCheck = Instant.MIN;
    }

    private HealthMonitor(Experiments experiments, Scheduler clock) {
        this.experiments = experiments;
        this.clock = clock;
        this.worker = clock.createWorker();
    }

    /**
     * Begins to look after experiments.
     *
     * @param clock where the checks are made, one at a time
     * @return a cold publisher: a subscription reads from the store what was told before, and emits the monitor, which works until
     *     it is disposed. The errors are those of the store
     */
    public static Mono<HealthMonitor> start(Experiments experiments, Scheduler clock) {
        return Mono.defer(() -> {
            HealthMonitor monitor = new HealthMonitor(experiments, clock);
            return Flux.fromIterable(experiments.all())
                    .concatMap(experiment -> experiments
                            .store()
                            .events(EventQuery.ofExperiment(experiment.spec().id())
                                    .ofTypes(EventType.HEALTH)))
                    .doOnNext(stored -> monitor.remember(stored.event()))
                    .then(Mono.fromSupplier(monitor::begin));
        });
    }

    private void remember(ExperimentEvent event) {
        Patient patient = patient(event.experimentId());
        Finding finding = FindingJson.read(event);
        patient.episodes.remember(finding);
        if (EventType.FREEZING.contains(finding.type()) && finding.variantId() != null) {
            patient.trips.put(finding.variantId(), Trip.of(finding, event.timestamp()));
        }
    }

    private HealthMonitor begin() {
        worker.schedulePeriodically(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    @Override
    public void dispose() {
        worker.dispose();
    }

    @Override
    public boolean isDisposed() {
        return worker.isDisposed();
    }

    private Patient patient(String experimentId) {
        return patients.computeIfAbsent(experimentId, id -> new Patient());
    }

    private void tick() {
        Instant now = Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS));
        for (Experiment experiment : experiments.all()) {
            try {
                look(experiment, patient(experiment.spec().id()), now);
            } catch (RuntimeException failure) {
                // the others are to be looked after nevertheless, and this one at its next turn
                LOG.error(
                        "experiment '{}' could not be looked at",
                        experiment.spec().name(),
                        failure);
            }
        }
    }

    private void look(Experiment experiment, Patient patient, Instant now) {
        if (experiment.status() != ExperimentStatus.RUNNING) {
            patient.watchedSince = null;
            return;
        }
        if (patient.watchedSince == null) {
            patient.watchedSince = now;
        }
        Instant next = now.plus(experiment.spec().dayLength().dividedBy(CHECKS_PER_DAY));
        // further away than this if somebody set the clock back
        if (!now.isBefore(patient.nextCheck) || patient.nextCheck.isAfter(next)) {
            patient.nextCheck = next;
            check(experiment, patient, Vitals.of(experiment, patient.watchedSince, now));
        }
    }

    private void check(Experiment experiment, Patient patient, Vitals vitals) {
        List<Finding> findings = HealthRule.all(experiment.spec().health()).stream()
                .flatMap(rule -> rule.check(vitals).stream())
                .toList();
        for (Finding finding : patient.episodes.begin(findings)) {
            raise(experiment, patient, finding, vitals.now());
        }
        for (Vitals.Variant variant : vitals.variants()) {
            releaseIfRecovered(experiment, patient, variant, findings, vitals.now());
        }
    }

    private void raise(Experiment experiment, Patient patient, Finding finding, Instant now) {
        LOG.info(
                "experiment '{}': {}; the limit is {}. {}",
                experiment.spec().name(),
                finding.seen(),
                finding.limit(),
                finding.cure());
        Mono<Void> reaction =
                EventType.FREEZING.contains(finding.type()) ? freeze(experiment, patient, finding, now) : Mono.empty();
        reaction.then(experiments
                        .store()
                        .append(FindingJson.event(experiment.spec().id(), finding, now)))
                .subscribe(kept -> {}, failure -> {
                    LOG.warn(
                            "experiment '{}': this finding could not be kept and is looked for again at the next check; {}",
                            experiment.spec().name(),
                            failure.getMessage());
                    worker.schedule(() -> patient.episodes.forget(finding));
                });
    }

    private static Mono<Void> freeze(Experiment experiment, Patient patient, Finding finding, Instant now) {
        String variantId = String.valueOf(finding.variantId());
        Proposal.Freeze before = experiment.state().variant(variantId).freeze();
        if (before != null && before.until() == null) {
            return Mono.empty();
        }
        Trip trip = Trip.of(finding, now);
        patient.trips.put(variantId, trip);
        Cause cause = new Cause(NAME, trip.reason());
        Mono<Void> frozen = experiment.freeze(variantId, null, cause);
        return experiment.spec().health().revert() ? frozen.then(experiment.revert(variantId, cause)) : frozen;
    }

    private void releaseIfRecovered(
            Experiment experiment, Patient patient, Vitals.Variant variant, List<Finding> findings, Instant now) {
        Trip trip = patient.trips.get(variant.id());
        HealthLimits limits = experiment.spec().health();
        if (trip == null || !trip.hasLasted(limits, now)) {
            return;
        }
        if (!trip.caused(experiment.state().variant(variant.id()).freeze())) {
            patient.trips.remove(variant.id());
        } else if (trip.isOver(variant, findings, limits)) {
            patient.trips.remove(variant.id());
            Cause cause = new Cause(NAME, "what caused the freeze, " + trip.type() + ", is over");
            experiment.release(variant.id(), cause).subscribe(released -> {}, failure -> {
                LOG.warn(
                        "experiment '{}': a freeze could not be released and is tried again at the next check; {}",
                        experiment.spec().name(),
                        failure.getMessage());
                worker.schedule(() -> patient.trips.put(variant.id(), trip));
            });
        }
    }
}
