package io.agentflux.sandbox.metrics;

import io.agentflux.arena.Metric;
import io.agentflux.sandbox.population.PeopleSnapshot;

/** The samples that follow from counters at the beginning and at the end of some days. */
final class CounterSamples {

    private CounterSamples() {}

    /**
     * One of the four metrics that are sums over days.
     *
     * @param days for each person of the last snapshot, the days on which they were there
     */
    static MetricSample between(Metric metric, PeopleSnapshot first, PeopleSnapshot last, double[] days) {
        int people = last.people();
        double[] numerators = new double[people];
        double[] denominators = new double[people];
        for (int person = 0; person < people; person++) {
            boolean known = person < first.people();
            int scans = last.scans(person) - (known ? first.scans(person) : 0);
            switch (metric) {
                case SCAN_FREQUENCY -> {
                    numerators[person] = scans;
                    denominators[person] = days[person];
                }
                case XP_VELOCITY -> {
                    numerators[person] = (last.pointTenths(person) - (known ? first.pointTenths(person) : 0)) / 10.0;
                    denominators[person] = days[person];
                }
                case FEEDBACK_QUALITY -> {
                    numerators[person] = last.validFeedback(person) - (known ? first.validFeedback(person) : 0);
                    denominators[person] = scans;
                }
                case MISSION_COMPLETION -> {
                    numerators[person] = last.missionsCompleted(person) - (known ? first.missionsCompleted(person) : 0);
                    denominators[person] = last.missionsAssigned(person) - (known ? first.missionsAssigned(person) : 0);
                }
                case RETENTION_RATE, STREAK_LENGTH ->
                    throw new IllegalArgumentException(metric + " is not a sum over days");
            }
        }
        return MetricSample.of(numerators, denominators);
    }
}
