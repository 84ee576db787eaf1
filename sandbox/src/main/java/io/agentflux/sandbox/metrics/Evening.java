package io.agentflux.sandbox.metrics;

import io.agentflux.arena.Metric;
import io.agentflux.sandbox.population.PeopleSnapshot;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each person of a population did over the window that ends on one evening: what the metrics of that evening are made
 * from. Never changes, so it may be read on any thread and long after.
 */
public final class Evening {

    private final PeopleSnapshot first;
    private final PeopleSnapshot last;

    /** How many people there were on the evening of each day of the window. */
    private final int[] peopleOfDays;

    private final List<ExtraMetric> extra;
    private final RecentActivity activity;
    private final int @Nullable [] siteOfPeople;

    /**
     * The people on some evenings.
     *
     * @param window the evening before the window and those of each of its days; only the first of these if no day is over yet
     * @param extra the metrics beside the six
     * @param activity what these are made from
     * @param siteOfPeople the number of each person's site if whole sites were assigned, null if people were
     */
    Evening(
            List<PeopleSnapshot> window,
            List<ExtraMetric> extra,
            RecentActivity activity,
            int @Nullable [] siteOfPeople) {
        this.siteOfPeople = siteOfPeople;
        this.first = window.get(0);
        this.last = window.get(window.size() - 1);
        this.peopleOfDays =
                window.stream().skip(1).mapToInt(PeopleSnapshot::people).toArray();
        this.extra = extra;
        this.activity = activity;
    }

    /** The evening of which day it is; before any day is over, the day before the first. */
    public int day() {
        return last.day();
    }

    /** One metric of each person over the window. */
    public MetricSample sample(Metric metric) {
        if (peopleOfDays.length == 0) {
            return MetricSample.of(new double[last.people()], new double[last.people()]);
        }
        return switch (metric) {
            case RETENTION_RATE -> ofEveryone(person -> last.activeThisWeek(person) ? 1 : 0);
            case STREAK_LENGTH -> ofEveryone(last::streak);
            case SCAN_FREQUENCY, XP_VELOCITY, MISSION_COMPLETION, FEEDBACK_QUALITY ->
                CounterSamples.between(metric, first, last, daysThere());
        };
    }

    /** The metrics beside the six. */
    List<ExtraMetric> extra() {
        return extra;
    }

    /** One more metric of each person. */
    MetricSample sample(ExtraMetric metric) {
        return metric.sample(activity);
    }

    /** Whether whole sites were assigned to the variant. */
    boolean isBySite() {
        return siteOfPeople != null;
    }

    /** A sample of people as one of the units that were assigned on their own: of sites if whole sites were, else of people. */
    MetricSample units(MetricSample people) {
        int[] siteOf = siteOfPeople;
        if (siteOf == null) {
            return people;
        }
        return people.grouped(siteOf, Arrays.stream(siteOf).max().orElse(-1) + 1);
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

    /** For each person the days of the window on which they were enrolled. */
    private double[] daysThere() {
        double[] days = new double[last.people()];
        for (int people : peopleOfDays) {
            for (int person = 0; person < people; person++) {
                days[person]++;
            }
        }
        return days;
    }

    private interface PersonValue {
        double of(int person);
    }
}
