package io.agentflux.sandbox.experiment;

import io.agentflux.arena.Confidence;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the older demonstration server shows of a variant: no people, but curves over the economy in force, which are felt at
 * once, with noise. Each fifth time that somebody asks a few people more are there. The control has constants without noise in
 * place of the curves, above all that a treatment can reach on average, always of 25 people and of high confidence. Pure: the
 * same seed and the same number of questions give the same signals.
 */
final class CompatibleSignals {

    /** The name of the metric that only this profile has. */
    static final String ISSUE_REPORT_RATE = "ISSUE_REPORT_RATE";

    private static final double SCANS = 2.3;
    private static final double RETENTION = 0.68;
    private static final double BEST_RETENTION = 0.85;
    private static final double FEEDBACK = 3.2;
    private static final double ISSUES = 1.1;

    private static final int MOST_PEOPLE = 500;
    private static final int QUESTIONS_PER_GROWTH = 5;
    private static final int LEAST_ACTIVE = 5;
    private static final double ACTIVE_TODAY = 0.3;
    private static final double ACTIVE_THIS_WEEK = 0.6;
    private static final int SAMPLE_OF_CONTROL = 25;
    private static final int LEAST_SAMPLE = 30;
    private static final int SAMPLE_PER_QUESTION = 5;
    private static final int SAMPLE_NOISE = 3;
    private static final double SCANS_COUNTED = 0.4;
    private static final double NOISE = 0.08;
    private static final double DECIMALS = 1_000;

    private final boolean isControl;
    private final long seed;

    CompatibleSignals(VariantSpec variant, long seed) {
        this.isControl = variant.isControl();
        this.seed = new SplittableRandom(seed ^ ((long) variant.id().hashCode() << Integer.SIZE)).nextLong();
    }

    /**
     * The signals.
     *
     * @param questions how often they were asked for, this time included
     */
    Signals of(Economy economy, int questions, int day, Instant now) {
        return isControl ? ofControl(questions, day, now) : ofTreatment(economy, questions, day, now);
    }

    private Signals ofControl(int questions, int day, Instant now) {
        int enrolled = enrolled(questions);
        Map<String, MetricSignal> metrics = new LinkedHashMap<>();
        metrics.put(Metric.SCAN_FREQUENCY.name(), constant(SCANS, 0.9));
        metrics.put(Metric.RETENTION_RATE.name(), constant(RETENTION, 0.14));
        metrics.put(Metric.FEEDBACK_QUALITY.name(), constant(FEEDBACK, 0.6));
        metrics.put(ISSUE_REPORT_RATE, constant(ISSUES, 0.35));
        return new Signals(
                enrolled,
                Math.max(LEAST_ACTIVE, (int) (enrolled * ACTIVE_TODAY)),
                (int) (enrolled * ACTIVE_THIS_WEEK),
                scansUntil(day, enrolled, SCANS),
                day,
                metrics,
                now);
    }

    private static MetricSignal constant(double value, double deviation) {
        return new MetricSignal(value, deviation, SAMPLE_OF_CONTROL, Confidence.HIGH);
    }

    private static long scansUntil(int day, int enrolled, double frequency) {
        return (long) (frequency * enrolled * day * SCANS_COUNTED);
    }

    private Signals ofTreatment(Economy economy, int questions, int day, Instant now) {
        SplittableRandom random = random(questions, 0);
        int enrolled = enrolled(questions);
        int activeToday = active(enrolled, ACTIVE_TODAY, LEAST_ACTIVE, random);
        int activeThisWeek = active(enrolled, ACTIVE_THIS_WEEK, activeToday, random);
        double scans = SCANS * effect(economy, EconomyParameter.SCAN_XP, 0.5);
        Map<String, MetricSignal> metrics = new LinkedHashMap<>();
        int sample = Math.min(enrolled, LEAST_SAMPLE + SAMPLE_PER_QUESTION * questions)
                + random.nextInt(-SAMPLE_NOISE, SAMPLE_NOISE + 1);
        Shown shown = new Shown(metrics, sample, questions, random);
        shown.add(Metric.SCAN_FREQUENCY.name(), scans, 1, 0.8, 0.3);
        shown.add(
                Metric.RETENTION_RATE.name(),
                Math.min(BEST_RETENTION, RETENTION * effect(economy, EconomyParameter.STREAK_BONUS_PER_DAY, 0.3)),
                0.5,
                0.12,
                0.05);
        shown.add(
                Metric.FEEDBACK_QUALITY.name(),
                FEEDBACK * effect(economy, EconomyParameter.FEEDBACK_XP, 0.4),
                1,
                0.5,
                0.2);
        shown.add(ISSUE_REPORT_RATE, ISSUES * effect(economy, EconomyParameter.ISSUE_REPORT_XP, 0.5), 0.3, 0.3, 0.1);
        return new Signals(enrolled, activeToday, activeThisWeek, scansUntil(day, enrolled, scans), day, metrics, now);
    }

    /** Of each metric a part answers to its parameter, with diminishing returns. */
    private static double effect(Economy economy, EconomyParameter parameter, double share) {
        double ratio = economy.value(parameter) / parameter.globalDefault();
        return 1 - share + share * Math.log1p(ratio);
    }

    private int enrolled(int questions) {
        int people = isControl ? 75 : 80;
        for (int growth = 1; growth <= questions / QUESTIONS_PER_GROWTH && people < MOST_PEOPLE; growth++) {
            people += random(growth, 1).nextInt(3) + (isControl ? 0 : 1);
        }
        return Math.min(people, MOST_PEOPLE);
    }

    private static int active(int enrolled, double share, int least, SplittableRandom random) {
        return Math.max(least, (int) (enrolled * (share + random.nextDouble(-0.05, 0.05))));
    }

    private SplittableRandom random(int number, int purpose) {
        return new SplittableRandom(seed + 2L * number + purpose);
    }

    /** The metrics as they are shown at one time, all of one sample. */
    private record Shown(Map<String, MetricSignal> metrics, int sample, int questions, SplittableRandom random) {

        void add(String name, double value, double noise, double leastDeviation, double moreDeviation) {
            double noisy = Math.max(0, value + noise * NOISE * random.nextGaussian());
            double deviation = leastDeviation + random.nextDouble(moreDeviation);
            metrics.put(name, new MetricSignal(rounded(noisy), rounded(deviation), sample, confidence()));
        }

        private Confidence confidence() {
            return questions < 3 ? Confidence.LOW : questions < 8 ? Confidence.MEDIUM : Confidence.HIGH;
        }

        private static double rounded(double value) {
            return Math.rint(value * DECIMALS) / DECIMALS;
        }
    }
}
