package io.agentflux.sandbox.metrics;

import io.agentflux.arena.Metric;
import io.agentflux.sandbox.progress.Level;

/**
 * The metrics beside the six that every arena knows. None is reported unless an experiment asks for it.
 *
 * <p>A session is a day with activity: what people do is known by the day, so two visits on one day are one. Only days of the
 * experiment count, so in its first weeks a window of 7, 14 or 30 days is as long as the days that are over.
 */
public enum BuiltInMetric implements ExtraMetric {
    /**
     * The people active on a day, on average over the last 7 days, per person active within the last 30: between 0 and 1, and 1
     * if everybody who comes at all comes every day. Over a week, so that weekends do not show.
     */
    STICKINESS(Metric.Kind.RATIO) {
        @Override
        public MetricSample sample(RecentActivity people) {
            int week = Math.min(WEEK, people.days());
            return each(
                    people,
                    person -> (double) people.activeDays(person, 0, WEEK) / week,
                    person -> people.activeDays(person, 0, MONTH) > 0);
        }
    },

    /**
     * Of the people who were active in the fortnight before the last one, the share who were not in the last one: between 0 and
     * 1. Nobody is behind it before the 15th day is over.
     */
    CHURN_RATE(Metric.Kind.PROPORTION) {
        @Override
        public MetricSample sample(RecentActivity people) {
            return each(
                    people,
                    person -> people.activeDays(person, 0, FORTNIGHT) == 0 ? 1 : 0,
                    person -> people.activeDays(person, FORTNIGHT, FORTNIGHT) > 0);
        }
    },

    /**
     * Sessions a week of the people active within the last 7 days: days with activity in those days, per person who had any,
     * times 7 and divided by the days. Between 1 and 7 once 7 days are over.
     */
    SESSION_FREQUENCY(Metric.Kind.RATIO) {
        @Override
        public MetricSample sample(RecentActivity people) {
            double weeks = (double) Math.min(WEEK, people.days()) / WEEK;
            return each(
                    people,
                    person -> people.activeDays(person, 0, WEEK) / weeks,
                    person -> people.activeDays(person, 0, WEEK) > 0);
        }
    },

    /**
     * The entropy of the distribution of everybody enrolled over the ten levels, in bits: {@code -sum p log2 p}, where {@code p}
     * is the share of people on a level. 0 if all are on one level, log2 10 = 3.32 if each level holds a tenth. Few people never
     * show all the variety there is, so that variants of different sizes could not be compared; hence this is the estimate of the
     * jackknife (Quenouille 1956), and few people come out somewhat higher than by the formula. What a person contributes is by
     * how much the entropy times the number of people would be lower without them.
     */
    LEVEL_ENTROPY(Metric.Kind.MEAN) {
        @Override
        public MetricSample sample(RecentActivity people) {
            int[] levels = new int[people.people()];
            int[] onLevel = new int[Level.HIGHEST + 1];
            for (int person = 0; person < levels.length; person++) {
                levels[person] = Level.of(people.pointTenths(person));
                onLevel[levels[person]]++;
            }
            return each(
                    people, person -> logOfLast(levels.length) - logOfLast(onLevel[levels[person]]), person -> true);
        }

        // n log2 n - (n - 1) log2 (n - 1)
        private double logOfLast(int n) {
            return n == 1 ? 0 : (n * Math.log(n) - (n - 1) * Math.log(n - 1)) / Math.log(2);
        }
    };

    private static final int WEEK = 7;
    private static final int FORTNIGHT = 14;
    private static final int MONTH = RecentActivity.MOST_DAYS;

    private final Metric.Kind kind;

    BuiltInMetric(Metric.Kind kind) {
        this.kind = kind;
    }

    @Override
    public Metric.Kind kind() {
        return kind;
    }

    private interface Contribution {
        double of(int person);
    }

    private interface Question {
        boolean of(int person);
    }

    /** The contributions of those who are in the sample; nobody is before a day is over. */
    private static MetricSample each(RecentActivity people, Contribution numerator, Question isInSample) {
        double[] numerators = new double[people.people()];
        double[] denominators = new double[people.people()];
        for (int person = 0; people.days() > 0 && person < numerators.length; person++) {
            if (isInSample.of(person)) {
                numerators[person] = numerator.of(person);
                denominators[person] = 1;
            }
        }
        return MetricSample.of(numerators, denominators);
    }
}
