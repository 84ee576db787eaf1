package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.StoredEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds an experiment again from what was kept of it. The people live through every day once more, under the economies they
 * lived under then, and end up as they were.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final ExperimentSpec spec;
    private final Map<String, Cohort> cohorts = new LinkedHashMap<>();
    private final RecentAnswers answers = new RecentAnswers();
    private final Instant now;
    private ExperimentState state;
    private long sequence;
    private boolean peopleDiffer;

    Recovery(ExperimentSpec spec, Cohorts people, Instant now) {
        this.spec = spec;
        this.now = now;
        spec.variants().forEach(variant -> cohorts.put(variant.id(), people.of(spec, variant)));
        this.state = ExperimentState.initial(spec, cohorts);
    }

    /** The next event of the experiment, in the order of the log. */
    void add(StoredEvent stored) {
        ExperimentEvent event = stored.event();
        ExperimentEvents.read(event)
                .ifPresentOrElse(
                        occurrence -> {
                            if (occurrence instanceof Occurrence.DayPassed day) {
                                day.evenings().forEach(evening -> live(day.day(), evening));
                            }
                            state = state.after(occurrence);
                            answers.remember(occurrence, now);
                        },
                        () -> tell(event));
        sequence = stored.sequence();
    }

    private void live(int day, Occurrence.Evening evening) {
        Cohort cohort = cohorts.get(evening.variantId());
        if (cohort == null || day <= state.variant(evening.variantId()).daysLived()) {
            return;
        }
        cohort.playDay(evening.lived());
        boolean isRepeatable = spec.people() instanceof PeopleSpec.Simulated;
        if (isRepeatable && !peopleDiffer && !cohort.metrics().headcount().equals(evening.headcount())) {
            peopleDiffer = true;
            LOG.warn(
                    "experiment '{}': on day {} there were {}, but now there would be {}; the people behave differently in"
                            + " this version, and go on as they would be now",
                    spec.name(),
                    day,
                    evening.headcount(),
                    cohort.metrics().headcount());
        }
    }

    private void tell(ExperimentEvent event) {
        Cohort cohort = event.variantId() == null ? null : cohorts.get(event.variantId());
        if (cohort != null) {
            cohort.recover(event);
        }
    }

    ExperimentSpec spec() {
        return spec;
    }

    Map<String, Cohort> cohorts() {
        return cohorts;
    }

    RecentAnswers answers() {
        return answers;
    }

    ExperimentState state() {
        return state;
    }

    long sequence() {
        return sequence;
    }
}
