package io.agentflux.sandbox.metrics;

import io.agentflux.arena.Metric;
import io.agentflux.sandbox.population.PeopleSnapshot;
import io.agentflux.sandbox.population.Population;
import java.util.Arrays;

/**
 * What a judge needs of a period: the six metrics of each person over all its days, for comparisons by person (Welch, or
 * the delta method for ratios). Begin it before the first day of the period and call {@link #recordDay()} after each.
 *
 * <p>RETENTION_RATE and STREAK_LENGTH are means over the evenings of the period, so that every metric of the period is
 * the mean of its days. For one thread at a time.
 */
public final class PeriodRecorder {

    private final Population population;
    private final PeopleSnapshot first;
    private PeopleSnapshot last;
    private int[] days;
    private int[] retainedDays;
    private int[] streakDays;

    private PeriodRecorder(Population population) {
        this.population = population;
        first = population.snapshot();
        last = first;
        days = new int[first.people()];
        retainedDays = new int[first.people()];
        streakDays = new int[first.people()];
    }

    /** A recorder of a period that begins with the next day. */
    public static PeriodRecorder begin(Population population) {
        return new PeriodRecorder(population);
    }

    /**
     * Takes note of the day that is just over.
     *
     * @throws IllegalStateException if not exactly one day was played since the last call
     */
    public void recordDay() {
        int expected = last.day() + 1;
        if (population.lastDay() != expected) {
            throw new IllegalStateException("The last day of the population is " + population.lastDay()
                    + " and the period expects day " + expected + "; record each day once, after it is played");
        }
        last = population.snapshot();
        if (last.people() > days.length) {
            days = Arrays.copyOf(days, last.people());
            retainedDays = Arrays.copyOf(retainedDays, last.people());
            streakDays = Arrays.copyOf(streakDays, last.people());
        }
        for (int person = 0; person < last.people(); person++) {
            days[person]++;
            retainedDays[person] += last.activeThisWeek(person) ? 1 : 0;
            streakDays[person] += last.streak(person);
        }
    }

    /** One metric of each person over the days recorded. */
    public MetricSample sample(Metric metric) {
        return switch (metric) {
            case RETENTION_RATE -> MetricSample.of(doubles(retainedDays), doubles(days));
            case STREAK_LENGTH -> MetricSample.of(doubles(streakDays), doubles(days));
            case SCAN_FREQUENCY, XP_VELOCITY, MISSION_COMPLETION, FEEDBACK_QUALITY ->
                CounterSamples.between(metric, first, last, doubles(days));
        };
    }

    /** The days recorded. */
    public int days() {
        return last.day() - first.day();
    }

    private static double[] doubles(int[] counts) {
        return Arrays.stream(counts).asDoubleStream().toArray();
    }
}
