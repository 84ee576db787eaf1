package io.agentflux.sandbox.metrics;

import io.agentflux.arena.Metric;
import io.agentflux.sandbox.population.PeopleSnapshot;
import java.util.Arrays;

/**
 * What each person of a population did over the window that ends on one evening: what the six metrics of that evening are made
 * from. Never changes, so it may be read on any thread and long after.
 */
public final class Evening {

    private final PeopleSnapshot first;
    private final PeopleSnapshot last;
    private final double[] daysThere;

    /**
     * The people between two evenings.
     *
     * @param first the evening before the window
     * @param last the last evening of the window; the same one if no day is over yet
     * @param daysThere for each person of the last evening, the days of the window on which they were enrolled
     */
    Evening(PeopleSnapshot first, PeopleSnapshot last, double[] daysThere) {
        this.first = first;
        this.last = last;
        this.daysThere = daysThere;
    }

    /** The evening of which day it is; before any day is over, the day before the first. */
    public int day() {
        return last.day();
    }

    /** One metric of each person over the window. */
    public MetricSample sample(Metric metric) {
        if (first == last) {
            return MetricSample.of(new double[last.people()], new double[last.people()]);
        }
        return switch (metric) {
            case RETENTION_RATE -> ofEveryone(person -> last.activeThisWeek(person) ? 1 : 0);
            case STREAK_LENGTH -> ofEveryone(last::streak);
            case SCAN_FREQUENCY, XP_VELOCITY, MISSION_COMPLETION, FEEDBACK_QUALITY ->
                CounterSamples.between(metric, first, last, daysThere.clone());
        };
    }

    private MetricSample ofEveryone(PersonValue value) {
        double[] numerators = new double[last.people()];
        double[] denominators = new double[last.people()];
        Arrays.fill(denominators, 1);
        for (int person = 0; person < numerators.length; person++) {
            numerators[person] = value.of(person);
        }
        return MetricSample.of(numerators, denominators);
    }

    private interface PersonValue {
        double of(int person);
    }
}
