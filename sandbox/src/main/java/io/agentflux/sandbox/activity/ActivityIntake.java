package io.agentflux.sandbox.activity;

import io.agentflux.sandbox.experiment.Cohorts;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.PeopleSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Where programs tell what real people did. A person, or where whole sites are assigned a site, is assigned to a variant at
 * random when first heard of, for good; each activity is paid under the economy that the variant has then, and counts for the
 * day of the experiment on which it is told.
 */
public final class ActivityIntake {

    private final Experiments experiments;
    private final Scheduler clock;
    private final Map<String, ActivityLane> lanes = new ConcurrentHashMap<>();

    /**
     * An intake for the experiments on real people.
     *
     * @param experiments opened with {@link #people()} as their real people
     * @param clock tells when something was told
     */
    public ActivityIntake(Experiments experiments, Scheduler clock) {
        this.experiments = experiments;
        this.clock = clock;
    }

    /** Real people, for whom an intake speaks. */
    public static Cohorts people() {
        return LiveCohort.factory();
    }

    /**
     * Takes in what people did, all of it or nothing.
     *
     * @param told at most {@value io.agentflux.sandbox.store.ExperimentStore#MAXIMUM_CHANGES}
     * @return a cold publisher: a subscription takes them in, and it emits what became of each, in the same order, once all are
     *     kept. What was told before is not counted again. Cancelling does not take anything back. Errors: those of
     *     {@link io.agentflux.sandbox.store.ExperimentStore#commit}; {@link IllegalStateException} if the experiment is not
     *     running or on simulated people; {@link IllegalArgumentException} if there is no such experiment, too much is told, or
     *     whole sites are assigned and that of somebody new is not told
     */
    public Mono<List<Receipt>> take(String experimentId, List<ToldActivity> told) {
        return Mono.defer(() -> lane(experimentId).take(told));
    }

    private ActivityLane lane(String experimentId) {
        return lanes.computeIfAbsent(experimentId, id -> {
            Experiment experiment = experiments
                    .find(id)
                    .orElseThrow(() -> new IllegalArgumentException("there is no experiment '" + id + "'"));
            if (!(experiment.spec().people() instanceof PeopleSpec.Live)) {
                throw new IllegalStateException(
                        "experiment '" + experiment.spec().name() + "' is on simulated people; nobody else takes part");
            }
            return new ActivityLane(experiment, experiments.store(), clock);
        });
    }
}
