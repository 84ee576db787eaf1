package io.agentflux.sandbox.population;

/**
 * Draws counts from the negative binomial law of shape 3 by inversion: one uniform per count, monotone in the mean.
 *
 * <p>The law is tabulated for means on a grid with eight points per octave from 1/16 to 64. A mean between two grid
 * points is rounded to one of them at random, so that the expected count is exact. A guide table of 256 entries starts
 * the search through the distribution function. Counts end at {@value #MOST}.
 */
final class NegativeBinomial {

    /** The largest count that is drawn. */
    static final int MOST = 126;

    static final double SHAPE = 3.0;

    private static final int POINTS_PER_OCTAVE = 8;
    private static final int LEAST_OCTAVE = -4;
    private static final int MOST_OCTAVE = 6;
    private static final int GRID = (MOST_OCTAVE - LEAST_OCTAVE) * POINTS_PER_OCTAVE + 1;
    private static final int GUIDE_BITS = 8;
    private static final float LEAST_MEAN = 0.0625f;
    private static final float MOST_MEAN = 62f;
    private static final int FIRST_EXPONENT = Float.floatToRawIntBits(LEAST_MEAN) >>> 20;

    /** The distribution function in units of 2^-32, shifted so that unsigned order is signed order. */
    private static final int[] CUMULATIVE = new int[GRID * 128];

    private static final byte[] GUIDE = new byte[GRID << GUIDE_BITS];

    static {
        for (int point = 0; point < GRID; point++) {
            tabulate(
                    point,
                    Math.scalb(
                            1.0 + (point % POINTS_PER_OCTAVE) / (double) POINTS_PER_OCTAVE,
                            LEAST_OCTAVE + point / POINTS_PER_OCTAVE));
        }
    }

    private NegativeBinomial() {}

    private static void tabulate(int point, double mean) {
        double p = SHAPE / (SHAPE + mean);
        double probability = StrictMath.pow(p, SHAPE);
        double cumulative = 0;
        int guide = 0;
        for (int count = 0; count < 128; count++) {
            cumulative += probability;
            long threshold = count >= MOST ? 1L << 32 : Math.min(0xffffffffL, (long) (cumulative * 0x1p32));
            CUMULATIVE[point * 128 + count] = count >= MOST ? Integer.MAX_VALUE : (int) (threshold ^ 0x80000000L);
            while (guide < (1 << GUIDE_BITS) && ((long) guide << (32 - GUIDE_BITS)) < threshold) {
                GUIDE[(point << GUIDE_BITS) + guide] = (byte) Math.min(count, MOST);
                guide++;
            }
            probability *= (count + SHAPE) / (count + 1.0) * (1 - p);
        }
    }

    /**
     * A count.
     *
     * @param mean the expected count; held between 1/16 and 62
     * @param uniform 32 random bits that choose the count
     * @param rounding 16 random bits that choose between two grid points
     */
    static int draw(float mean, int uniform, int rounding) {
        float held = mean < MOST_MEAN ? mean : MOST_MEAN;
        held = held > LEAST_MEAN ? held : LEAST_MEAN;
        int bits = Float.floatToRawIntBits(held);
        int point = (bits >>> 20) - FIRST_EXPONENT + ((rounding - ((bits >>> 4) & 0xffff)) >>> 31);
        int count = GUIDE[(point << GUIDE_BITS) + (uniform >>> (32 - GUIDE_BITS))];
        int row = point << 7;
        int sought = uniform ^ 0x80000000;
        while (sought >= CUMULATIVE[row + count] && count < MOST) {
            count++;
        }
        return count;
    }
}
