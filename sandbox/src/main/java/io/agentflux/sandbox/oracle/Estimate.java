package io.agentflux.sandbox.oracle;

import io.agentflux.statistics.Sample;

/**
 * A mean over samples of people with its uncertainty, both rounded to a millionth so that files give them back exactly.
 *
 * @param value the mean, in the unit of the objective
 * @param standardError the standard deviation of the mean, not negative
 */
public record Estimate(double value, double standardError) {

    private static final double DIGITS = 1e6;

    /** Rounds; refuses what is no finite number. */
    public Estimate {
        if (!Double.isFinite(value) || !(standardError >= 0 && standardError < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("An estimate of " + value + " with standard error " + standardError
                    + " says nothing; give finite numbers and an error of at least 0");
        }
        value = rounded(value);
        standardError = rounded(standardError);
    }

    static Estimate of(double[] observations) {
        Sample sample = Sample.of(observations);
        return new Estimate(sample.mean(), sample.n() < 2 ? 0 : sample.standardError());
    }

    /** The estimate of the mean of {@code a - b}, where each pair was measured on the same people. */
    static Estimate ofDifferences(double[] a, double[] b) {
        double[] differences = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            differences[i] = a[i] - b[i];
        }
        return of(differences);
    }

    static double rounded(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }
}
