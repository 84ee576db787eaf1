package io.agentflux.statistics;

/**
 * What is kept of a sample of pairs (x, y), such as a person's counts: size, both means, squared deviations and their
 * product. Constant memory, mergeable; updates of Chan, Golub and LeVeque (1983).
 *
 * @param x the first members
 * @param y the second members
 * @param codeviations Σ (x - mean x)(y - mean y)
 */
public record BivariateSample(Sample x, Sample y, double codeviations) {

    private static final BivariateSample EMPTY = new BivariateSample(Sample.empty(), Sample.empty(), 0);

    public BivariateSample {
        if (x.n() != y.n()) {
            throw new IllegalArgumentException("Pairs need as many first as second members, not " + x.n() + " and "
                    + y.n() + "; drop the unpaired ones");
        }
    }

    /** The sample without pairs. */
    public static BivariateSample empty() {
        return EMPTY;
    }

    /** The sample of the pairs (x<sub>i</sub>, y<sub>i</sub>). */
    public static BivariateSample of(double[] x, double[] y) {
        Sample first = Sample.of(x);
        Sample second = Sample.of(y);
        double products = 0;
        for (int i = 0; i < Math.min(x.length, y.length); i++) {
            products += (x[i] - first.mean()) * (y[i] - second.mean());
        }
        return new BivariateSample(first, second, products);
    }

    /** This sample with one more pair. */
    public BivariateSample plus(double firstMember, double secondMember) {
        return merge(new BivariateSample(Sample.of(firstMember), Sample.of(secondMember), 0));
    }

    /** The pairs of both samples together. */
    public BivariateSample merge(BivariateSample other) {
        if (n() == 0 || other.n() == 0) {
            return n() == 0 ? other : this;
        }
        double share = (double) other.n() / (n() + other.n());
        double products = codeviations
                + other.codeviations
                + (other.x.mean() - x.mean()) * (other.y.mean() - y.mean()) * n() * share;
        return new BivariateSample(x.merge(other.x), y.merge(other.y), products);
    }

    /** Number of pairs. */
    public long n() {
        return x.n();
    }

    /** Unbiased covariance, divisor n - 1; NaN for fewer than two pairs. */
    public double covariance() {
        return n() < 2 ? Double.NaN : codeviations / (n() - 1);
    }

    /** Pearson's correlation, in [-1, 1]; NaN when a member does not vary. */
    public double correlation() {
        return codeviations / Math.sqrt(x.squaredDeviations() * y.squaredDeviations());
    }
}
