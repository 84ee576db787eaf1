package io.agentflux.statistics;

/**
 * Fisher's exact test of a 2×2 table, two-sided, with the conditional odds ratio.
 *
 * <p>Given its margins, the upper left cell of the table is hypergeometric. p is the sum of the probabilities of all tables
 * no more probable than the observed one, with a relative tolerance of 1e-7 as in R's {@code fisher.test}. Probabilities
 * are built by their ratios outwards from the mode, by multiplication and division alone: relative error about 1e-14 down
 * to 1e-300, and at most a few thousand steps even for hundreds of thousands of observations.
 *
 * <p>It answers for independent yes-or-no observations. Events of one person are not independent: for those compare
 * person-level ratios, {@link RatioTest}.
 *
 * @param pValue in [0, 1]
 * @param oddsRatio the odds ratio with the greatest conditional likelihood, 0 or infinite at the edge of the table and NaN
 *     when a margin is 0, with its exact (Cornfield, Clopper-Pearson type) interval
 */
public record FisherTest(double pValue, Interval oddsRatio) {

    private static final long LARGEST = 90_000_000;
    private static final String METHOD = "exact conditional";

    /**
     * The test of the table [a b; c d], rows being groups and columns outcomes.
     *
     * @param level level of the interval of the odds ratio, in (0, 1)
     */
    public static FisherTest of(long a, long b, long c, long d, double level) {
        if (a < 0 || b < 0 || c < 0 || d < 0 || a + b + c + d > LARGEST) {
            throw new IllegalArgumentException("Table [" + a + " " + b + "; " + c + " " + d
                    + "]: counts may not be negative nor exceed " + LARGEST + " in sum");
        }
        Interval.checkLevel(level);
        Table table = new Table(a, a + b, c + d, a + c);
        if (table.lowest() == table.highest()) {
            return new FisherTest(1, new Interval(Double.NaN, 0, Double.POSITIVE_INFINITY, level, METHOD));
        }
        return new FisherTest(table.pValue(), table.oddsRatio(level));
    }

    /** The cell {@code x} of a table with row sums m and n and first column sum k. */
    private record Table(long x, long m, long n, long k) {

        long lowest() {
            return Math.max(0, k - n);
        }

        long highest() {
            return Math.min(k, m);
        }

        /** P(i + 1) / P(i) when the odds ratio is 1. */
        double up(long i) {
            return (double) ((m - i) * (k - i)) / ((i + 1) * (n - k + i + 1));
        }

        double pValue() {
            long mode = mode(1);
            // weights relative to the mode start at 2^1000, so that they stay normal numbers until 2^-1000
            double top = 0x1p1000;
            double observed = weight(mode, top);
            double bar = observed * (1 + 1e-7);
            if (bar >= top) {
                return 1;
            }
            double total = top;
            double extreme = 0;
            double weight = top;
            for (long i = mode; i < highest() && weight > 0; i++) {
                weight *= up(i);
                total += weight;
                extreme += weight <= bar ? weight : 0;
            }
            weight = top;
            for (long i = mode; i > lowest() && weight > 0; i--) {
                weight /= up(i - 1);
                total += weight;
                extreme += weight <= bar ? weight : 0;
            }
            return Math.min(1, extreme / total);
        }

        private double weight(long mode, double top) {
            double weight = top;
            for (long i = mode; i < x; i++) {
                weight *= up(i);
            }
            for (long i = mode; i > x; i--) {
                weight /= up(i - 1);
            }
            return weight;
        }

        Interval oddsRatio(double level) {
            double logTail = StrictMath.log((1 - level) / 2);
            // the sample log odds ratio, 1/2 added to each cell, is close to all three solutions
            double start = StrictMath.log((x + 0.5) * (n - k + x + 0.5) / ((m - x + 0.5) * (k - x + 0.5)));
            double step = Math.sqrt(1 / (x + 0.5) + 1 / (n - k + x + 0.5) + 1 / (m - x + 0.5) + 1 / (k - x + 0.5));
            double estimate = x == lowest()
                    ? 0
                    : x == highest()
                            ? Double.POSITIVE_INFINITY
                            : StrictMath.exp(Roots.increasing(
                                    start, step / 8, theta -> scan(theta).mean() - x));
            double low = x == lowest()
                    ? 0
                    : StrictMath.exp(Roots.increasing(
                            start - 2 * step,
                            step / 4,
                            theta -> StrictMath.log(scan(theta).atLeast()) - logTail));
            double high = x == highest()
                    ? Double.POSITIVE_INFINITY
                    : StrictMath.exp(Roots.increasing(
                            start + 2 * step,
                            step / 4,
                            theta -> logTail - StrictMath.log(scan(theta).atMost())));
            return new Interval(estimate, low, high, level, METHOD);
        }

        /** Mean and both tails at x of the cell when the log odds ratio is theta. */
        private Moments scan(double theta) {
            double odds = StrictMath.exp(theta);
            long mode = mode(odds);
            double total = 1;
            double moment = 0;
            double atLeast = mode >= x ? 1 : 0;
            double atMost = mode <= x ? 1 : 0;
            double weight = 1;
            for (long i = mode; i < highest() && (weight > 1e-18 * total || (i < x && weight > 0)); i++) {
                weight *= up(i) * odds;
                total += weight;
                moment += weight * (i + 1 - mode);
                atLeast += i + 1 >= x ? weight : 0;
                atMost += i + 1 <= x ? weight : 0;
            }
            weight = 1;
            for (long i = mode; i > lowest() && (weight > 1e-18 * total || (i > x && weight > 0)); i--) {
                weight /= up(i - 1) * odds;
                total += weight;
                moment += weight * (i - 1 - mode);
                atLeast += i - 1 >= x ? weight : 0;
                atMost += i - 1 <= x ? weight : 0;
            }
            return new Moments(mode + moment / total, atLeast / total, atMost / total);
        }

        /** The most probable value: where P(i+1)/P(i) falls below 1, a quadratic equation in i (Liao and Rosen 2001). */
        private long mode(double odds) {
            double a = odds - 1;
            double b = (m + k + 2.0) * odds + n - k;
            double c = odds * (m + 1.0) * (k + 1.0);
            double root = 2 * c / (b + Math.sqrt(Math.max(0, b * b - 4 * a * c)));
            return Math.min(highest(), Math.max(lowest(), (long) root));
        }
    }

    private record Moments(double mean, double atLeast, double atMost) {}
}
