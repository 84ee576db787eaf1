package io.agentflux.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Corrections of p-values for asking m questions at once. An adjusted p-value below α rejects its hypothesis with the error
 * that the correction controls held at α.
 *
 * <p>The family-wise error is the probability of any false rejection; the false discovery rate is the expected share of
 * false ones among the rejections. Source of the formulas: Wright, Biometrics 48 (1992) 1005-1013, and the papers named.
 */
public enum Multiplicity {
    /** m p<sub>i</sub>. Family-wise error, any dependence. */
    BONFERRONI {
        @Override
        double[] adjustAscending(double[] p) {
            return cumulate(p, rank -> p.length, false);
        }
    },

    /** max over j ≤ i of (m-j+1) p<sub>(j)</sub>. Family-wise error, any dependence. Holm, Scand. J. Stat. 6 (1979) 65-70. */
    HOLM {
        @Override
        double[] adjustAscending(double[] p) {
            return cumulate(p, rank -> p.length - rank + 1.0, true);
        }
    },

    /** min over j ≥ i of (m-j+1) p<sub>(j)</sub>. Family-wise error, independent tests. Hochberg, Biometrika 75 (1988) 800-802. */
    HOCHBERG {
        @Override
        double[] adjustAscending(double[] p) {
            return stepUp(p, rank -> p.length - rank + 1.0);
        }
    },

    /** Closed testing with Simes's test. Family-wise error, independent tests. Hommel, Biometrika 75 (1988) 383-386. */
    HOMMEL {
        @Override
        double[] adjustAscending(double[] p) {
            int m = p.length;
            double[] adjusted = new double[m];
            double smallest = 1;
            for (int i = 0; i < m; i++) {
                smallest = Math.min(smallest, m * p[i] / (i + 1));
            }
            Arrays.fill(adjusted, smallest);
            for (int size = m - 1; size > 1; size--) {
                int split = m - size;
                double upper = Double.POSITIVE_INFINITY;
                for (int j = split + 1; j < m; j++) {
                    upper = Math.min(upper, size * p[j] / (j - split + 1));
                }
                for (int i = 0; i <= split; i++) {
                    adjusted[i] = Math.max(adjusted[i], Math.min(upper, size * p[i]));
                }
                for (int i = split + 1; i < m; i++) {
                    adjusted[i] = Math.max(adjusted[i], Math.max(upper, adjusted[split]));
                }
            }
            for (int i = 0; i < m; i++) {
                adjusted[i] = Math.max(adjusted[i], p[i]);
            }
            return adjusted;
        }
    },

    /** min over j ≥ i of m p<sub>(j)</sub> / j. False discovery rate, independent tests. J. R. Stat. Soc. B 57 (1995) 289-300. */
    BENJAMINI_HOCHBERG {
        @Override
        double[] adjustAscending(double[] p) {
            return stepUp(p, rank -> p.length / rank);
        }
    },

    /** Benjamini-Hochberg times Σ 1/k. False discovery rate, any dependence. Ann. Stat. 29 (2001) 1165-1188. */
    BENJAMINI_YEKUTIELI {
        @Override
        double[] adjustAscending(double[] p) {
            double harmonic = 0;
            for (int k = 1; k <= p.length; k++) {
                harmonic += 1.0 / k;
            }
            double factor = harmonic * p.length;
            return stepUp(p, rank -> factor / rank);
        }
    };

    /**
     * The adjusted p-values, in the order of the given ones.
     *
     * @param pValues each in [0, 1]; a question without an answer takes part as 1
     */
    public double[] adjust(double... pValues) {
        for (double p : pValues) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException(
                        "p-value " + p + " is not in [0, 1]; use 1 where there is no answer");
            }
        }
        int[] order = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ascending = IntStream.of(order).mapToDouble(i -> pValues[i]).toArray();
        double[] corrected = adjustAscending(ascending);
        double[] adjusted = new double[pValues.length];
        for (int rank = 0; rank < order.length; rank++) {
            adjusted[order[rank]] = Math.min(1, corrected[rank]);
        }
        return adjusted;
    }

    abstract double[] adjustAscending(double[] p);

    private static double[] cumulate(double[] p, Factor factor, boolean monotone) {
        double[] adjusted = new double[p.length];
        double largest = 0;
        for (int i = 0; i < p.length; i++) {
            double value = factor.at(i + 1.0) * p[i];
            largest = monotone ? Math.max(largest, value) : value;
            adjusted[i] = largest;
        }
        return adjusted;
    }

    private static double[] stepUp(double[] p, Factor factor) {
        double[] adjusted = new double[p.length];
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = p.length - 1; i >= 0; i--) {
            smallest = Math.min(smallest, factor.at(i + 1.0) * p[i]);
            adjusted[i] = smallest;
        }
        return adjusted;
    }

    @FunctionalInterface
    private interface Factor {
        double at(double rank);
    }
}
