package io.agentflux.sandbox.metrics;

import java.util.List;

/**
 * One metric of each person over some days: a numerator and a denominator, the metric of all being the ratio of their
 * sums. For a mean or a proportion the denominator is the number of days the person was there; for a ratio it is what
 * the person had a chance at, and may be 0.
 */
public final class MetricSample {

    private final double[] numerators;
    private final double[] denominators;

    private MetricSample(double[] numerators, double[] denominators) {
        this.numerators = numerators;
        this.denominators = denominators;
    }

    /**
     * A sample.
     *
     * @param numerators by person; not copied, leave them alone
     * @param denominators by person; not copied, leave them alone
     */
    public static MetricSample of(double[] numerators, double[] denominators) {
        if (numerators.length != denominators.length) {
            throw new IllegalArgumentException("There are " + numerators.length + " numerators and "
                    + denominators.length + " denominators; give one of each per person");
        }
        return new MetricSample(numerators, denominators);
    }

    /**
     * The sample whose units are groups of people, such as sites that were assigned as wholes: what a group contributes is the sum
     * over its members, and the value stays what it is.
     *
     * @param groupOf for each person, and perhaps for more who came later, the number of the group, from 0
     * @param groups how many groups there are
     */
    public MetricSample grouped(int[] groupOf, int groups) {
        double[] groupNumerators = new double[groups];
        double[] groupDenominators = new double[groups];
        for (int person = 0; person < numerators.length; person++) {
            groupNumerators[groupOf[person]] += numerators[person];
            groupDenominators[groupOf[person]] += denominators[person];
        }
        return new MetricSample(groupNumerators, groupDenominators);
    }

    /** How many people there are, those with nothing to show included. */
    public int size() {
        return numerators.length;
    }

    /** What a person contributes to the numerator. */
    public double numerator(int person) {
        return numerators[person];
    }

    /** What a person contributes to the denominator. */
    public double denominator(int person) {
        return denominators[person];
    }

    /** The metric of all people: the ratio of the sums, 0 if there is nothing to divide by. */
    public double value() {
        double denominator = sum(denominators);
        return denominator > 0 ? sum(numerators) / denominator : 0;
    }

    /** How many people are behind the value: those with a denominator above 0. */
    public int people() {
        int people = 0;
        for (double denominator : denominators) {
            if (denominator > 0) {
                people++;
            }
        }
        return people;
    }

    /**
     * The standard deviation over people such that {@code deviation / sqrt(people)} is the standard error of the value.
     * With equal denominators this is the ordinary standard deviation of the person's own values; otherwise it is that of
     * the linearised ratio, {@code (numerator - value * denominator) / mean denominator} (delta method: Deng, Knoblich
     * &amp; Lu 2018). NaN for fewer than two people.
     */
    public double standardDeviation() {
        int people = people();
        if (people < 2) {
            return Double.NaN;
        }
        double value = value();
        double squares = 0;
        for (int person = 0; person < numerators.length; person++) {
            double residual = numerators[person] - value * denominators[person];
            squares += residual * residual;
        }
        double meanDenominator = sum(denominators) / people;
        return Math.sqrt(squares / (people - 1)) / meanDenominator;
    }

    /** The person's own values, for those with a denominator above 0, in the order of people. */
    public double[] values() {
        double[] values = new double[people()];
        int next = 0;
        for (int person = 0; person < numerators.length; person++) {
            if (denominators[person] > 0) {
                values[next++] = numerators[person] / denominators[person];
            }
        }
        return values;
    }

    /** The sum of the numerators. */
    public double numerators() {
        return sum(numerators);
    }

    /** The sum of the denominators. */
    public double denominators() {
        return sum(denominators);
    }

    /**
     * Each person's part in the value, {@code value + (numerator - value * denominator) / mean denominator}, in the order of
     * people. Their mean is the value, and they vary as it does (delta method: Deng, Knoblich &amp; Lu 2018).
     */
    public double[] parts() {
        double value = value();
        double[] parts = parts(value, denominators() / size());
        for (int person = 0; person < parts.length; person++) {
            parts[person] += value;
        }
        return parts;
    }

    /** Each person's part in the value of all samples together, less that value: 0 on average over everybody. */
    public static double[][] partsAroundCommonValue(List<MetricSample> samples) {
        double numerators =
                samples.stream().mapToDouble(MetricSample::numerators).sum();
        double denominators =
                samples.stream().mapToDouble(MetricSample::denominators).sum();
        int people = samples.stream().mapToInt(MetricSample::size).sum();
        double value = denominators > 0 ? numerators / denominators : 0;
        return samples.stream()
                .map(sample -> sample.parts(value, denominators / people))
                .toArray(double[][]::new);
    }

    private double[] parts(double value, double meanDenominator) {
        double[] parts = new double[numerators.length];
        for (int person = 0; meanDenominator > 0 && person < parts.length; person++) {
            parts[person] = (numerators[person] - value * denominators[person]) / meanDenominator;
        }
        return parts;
    }

    private static double sum(double[] terms) {
        double sum = 0;
        for (double term : terms) {
            sum += term;
        }
        return sum;
    }
}
