package io.agentflux.statistics;

/**
 * Fisher's permutation test for paired differences, two-sided: under the null hypothesis each difference is as likely to
 * have the opposite sign, so p is the share of all 2ⁿ sign patterns whose absolute sum reaches the one observed. It assumes
 * symmetry about 0 and nothing else; zero differences take part without effect.
 *
 * <p>Up to {@value #EXACT_LIMIT} differences all patterns are counted; beyond, 9,999 random ones are and p = (1 + hits) /
 * (1 + patterns), which is valid too (Phipson and Smyth, Stat. Appl. Genet. Mol. Biol. 9 (2010) 39) but no smaller than
 * 1e-4. Source: Fisher, The Design of Experiments (1935), 21.
 *
 * @param evidence whether the data could answer; constant differences are no obstacle here
 * @param n number of differences
 * @param pValue in (0, 1]; at least 2<sup>1-n</sup> when exact
 * @param exact whether all sign patterns were counted
 */
public record SignFlipTest(Evidence evidence, int n, double pValue, boolean exact) {

    /** The largest number of differences whose sign patterns are all counted. */
    public static final int EXACT_LIMIT = 30;

    private static final int RANDOM_PATTERNS = 9_999;

    /**
     * Tests whether these differences are centred at 0.
     *
     * @param differences weighted beforehand if they should not count the same
     * @param seed of the random patterns; without effect when the test is exact
     */
    public static SignFlipTest of(double[] differences, long seed) {
        int n = differences.length;
        boolean exact = n <= EXACT_LIMIT;
        if (n == 0) {
            return new SignFlipTest(Evidence.TOO_FEW, n, 1, exact);
        }
        double sum = 0;
        double size = 0;
        for (double difference : differences) {
            sum += difference;
            size += Math.abs(difference);
        }
        if (!Double.isFinite(size)) {
            return new SignFlipTest(Evidence.NOT_FINITE, n, 1, exact);
        }
        // sums that are equal on paper may differ by rounding; they count as reached
        double bar = Math.abs(sum) - 1e-12 * size;
        if (bar <= 0) {
            return new SignFlipTest(Evidence.SUFFICIENT, n, 1, exact);
        }
        double pValue = exact ? countAll(differences, bar) : sample(differences, bar, seed);
        return new SignFlipTest(Evidence.SUFFICIENT, n, pValue, exact);
    }

    /** Splits the differences in two halves and walks both sorted lists of sums: 2<sup>n/2</sup> steps instead of 2ⁿ. */
    private static double countAll(double[] differences, double bar) {
        int middle = differences.length / 2;
        double[] left = signedSums(differences, 0, middle);
        double[] right = signedSums(differences, middle, differences.length);
        long reached = 0;
        int first = right.length;
        for (double sum : left) {
            while (first > 0 && sum + right[first - 1] >= bar) {
                first--;
            }
            reached += right.length - first;
        }
        return 2.0 * reached / ((double) left.length * right.length);
    }

    /** All sums ±d ±d ..., ascending: each difference merges the list moved down with the list moved up. */
    private static double[] signedSums(double[] differences, int from, int to) {
        double[] sums = {0};
        for (int i = from; i < to; i++) {
            double size = Math.abs(differences[i]);
            double[] merged = new double[2 * sums.length];
            int down = 0;
            int up = 0;
            for (int at = 0; at < merged.length; at++) {
                boolean fromDown = down < sums.length && sums[down] - size <= sums[up] + size;
                merged[at] = fromDown ? sums[down++] - size : sums[up++] + size;
            }
            sums = merged;
        }
        return sums;
    }

    private static double sample(double[] differences, double bar, long seed) {
        int reached = 0;
        for (int replicate = 0; replicate < RANDOM_PATTERNS; replicate++) {
            Words words = new Words(seed, replicate);
            double sum = 0;
            long signs = 0;
            for (int i = 0; i < differences.length; i++) {
                signs = (i & 63) == 0 ? words.next() : signs >>> 1;
                sum += (signs & 1) == 0 ? differences[i] : -differences[i];
            }
            reached += Math.abs(sum) >= bar ? 1 : 0;
        }
        return (1.0 + reached) / (1.0 + RANDOM_PATTERNS);
    }
}
