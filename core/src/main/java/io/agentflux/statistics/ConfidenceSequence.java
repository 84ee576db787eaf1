package io.agentflux.statistics;

/**
 * Intervals for a mean that hold at all times at once: one may look after every observation and stop when one likes.
 *
 * <p>The asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (arXiv 2103.06476): mean ± s
 * √(2(nρ²+1)/(n²ρ²) · ln(√(nρ²+1)/α)) with ρ² = (-2 ln α + ln(-2 ln α + 1))/n*, narrowest near n = n*. One-sided it is ln(1
 * + √(nρ²+1)/(2α)) instead, tuned at 2α. Its guarantee is asymptotic: with very few observations s itself is unreliable,
 * so start looking only after some tens of them.
 *
 * @param alpha probability, in (0, 0.5), that the sequence ever excludes the true mean
 * @param tunedAt n*, the number of observations at which it should be narrowest, at least 1
 */
public record ConfidenceSequence(double alpha, double tunedAt) {

    private static final String METHOD = "asymptotic confidence sequence";

    public ConfidenceSequence {
        if (!(alpha > 0 && alpha < 0.5)) {
            throw new IllegalArgumentException("alpha " + alpha + " is not in (0, 0.5); 0.05 is usual");
        }
        if (!(tunedAt >= 1)) {
            throw new IllegalArgumentException(
                    "A sequence tuned at " + tunedAt + " observations; name the planned number, at least 1");
        }
    }

    /** The interval for the mean after these observations. */
    public Interval twoSided(Sample sample) {
        return around(sample.mean(), sample, true, true);
    }

    /** The lower bound for the mean; the upper end is infinite. */
    public Interval lowerBound(Sample sample) {
        return around(sample.mean(), sample, true, false);
    }

    /** The upper bound for the mean; the lower end is infinite. */
    public Interval upperBound(Sample sample) {
        return around(sample.mean(), sample, false, true);
    }

    /** Half width of the two-sided interval per unit of the standard deviation, after n observations. */
    public double halfWidth(long n) {
        double square = rhoSquare(alpha);
        double growth = n * square + 1;
        return Math.sqrt(2 * growth / ((double) n * n * square) * StrictMath.log(Math.sqrt(growth) / alpha));
    }

    private double oneSidedWidth(long n) {
        double square = rhoSquare(2 * alpha);
        double growth = n * square + 1;
        return Math.sqrt(2 * growth / ((double) n * n * square) * StrictMath.log1p(Math.sqrt(growth) / (2 * alpha)));
    }

    private double rhoSquare(double error) {
        double twice = -2 * StrictMath.log(error);
        return (twice + StrictMath.log1p(twice)) / tunedAt;
    }

    private Interval around(double mean, Sample sample, boolean low, boolean high) {
        double level = 1 - alpha;
        if (sample.evidence() == Evidence.TOO_FEW || sample.evidence() == Evidence.NOT_FINITE) {
            return Interval.unbounded(mean, level, METHOD);
        }
        double half = sample.standardDeviation() * (low && high ? halfWidth(sample.n()) : oneSidedWidth(sample.n()));
        return new Interval(
                mean,
                low ? mean - half : Double.NEGATIVE_INFINITY,
                high ? mean + half : Double.POSITIVE_INFINITY,
                level,
                METHOD);
    }
}
