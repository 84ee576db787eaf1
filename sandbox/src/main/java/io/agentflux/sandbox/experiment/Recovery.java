package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.StoredEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds an experiment again from what was kept of it: first its state, then its people. They live through every day once more,
 * under the economies they lived under then, and end up as they were.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final ExperimentSpec spec;
    private final Cohorts people;
    private final Map<String, Cohort> cohorts = new LinkedHashMap<>();
    private final RecentAnswers answers = new RecentAnswers();
    private final Instant now;
    private final Map<String, Integer> daysLived = new HashMap<>();
    private final long checkpointed;
    private ExperimentState state;
    private long sequence;
    private boolean peopleDiffer;

    /**
     * Begins a recovery.
     *
     * @param checkpoint where the state begins, null if at the very beginning
     * @param now what is too old to be asked for again is told by it
     */
    Recovery(ExperimentSpec spec, Cohorts people, @Nullable Checkpoint checkpoint, Instant now) {
        this.spec = spec;
        this.people = people;
        this.now = now;
        if (checkpoint == null) {
            this.state = ExperimentState.initial(spec, peopleBefore());
        } else {
            this.state = checkpoint.state();
            this.sequence = checkpoint.sequence();
        }
        this.checkpointed = sequence;
    }

    private Map<String, Cohort> peopleBefore() {
        Map<String, Cohort> before = new LinkedHashMap<>();
        spec.variants().forEach(variant -> before.put(variant.id(), people.of(spec, variant)));
        return before;
    }

    /** A decision of the last minutes from before the checkpoint. */
    void addAnswer(StoredEvent stored) {
        ExperimentEvents.read(stored.event()).ifPresent(occurrence -> answers.remember(occurrence, now));
    }

    /** The next event from behind the checkpoint, in the order of the log. */
    void add(StoredEvent stored) {
        if (stored.sequence() <= checkpointed) {
            return;
        }
        ExperimentEvents.read(stored.event()).ifPresent(occurrence -> {
            state = state.after(occurrence);
            answers.remember(occurrence, now);
        });
        sequence = stored.sequence();
    }

    /** Brings the people in, as they were before the experiment. */
    void beginLife() {
        cohorts.putAll(peopleBefore());
    }

    /** The next event about people, in the order of the log. */
    void relive(StoredEvent stored) {
        Optional<Occurrence> read = ExperimentEvents.read(stored.event());
        if (read.isEmpty()) {
            tell(stored.event());
        } else if (read.get() instanceof Occurrence.DayPassed day) {
            day.lived().forEach(lived -> live(day.day(), lived));
        }
    }

    /** Once the state is known and the people have lived. */
    void endLifeIfOver() {
        if (state.isOver()) {
            cohorts.values().forEach(Cohort::end);
        }
    }

    private void live(int day, Occurrence.LivedDay lived) {
        Cohort cohort = cohorts.get(lived.variantId());
        if (cohort == null || day <= daysLived.getOrDefault(lived.variantId(), 0)) {
            return;
        }
        daysLived.put(lived.variantId(), day);
        cohort.playDay(lived.economy());
        boolean isRepeatable = spec.people() instanceof PeopleSpec.Simulated;
        if (isRepeatable && !peopleDiffer && !cohort.metrics().headcount().equals(lived.headcount())) {
            peopleDiffer = true;
            LOG.warn(
                    "experiment '{}': on day {} there were {}, but now there would be {}; the people behave differently in"
                            + " this version, and go on as they would be now",
                    spec.name(),
                    day,
                    lived.headcount(),
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

    /** The last event whose effect on the state need not be read again; 0 if there is none. */
    long checkpointed() {
        return checkpointed;
    }

    long sequence() {
        return sequence;
    }
}
