package io.agentflux.statistics;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/**
 * Wilcoxon's signed-rank test of paired differences against symmetry about 0, two-sided. Zero differences are dropped, as
 * Wilcoxon did (Biometrics Bulletin 1 (1945) 80-83).
 *
 * <p>Without ties among the absolute differences p is exact; with ties it is the normal approximation with continuity and tie
 * correction. That approximation uses {@link java.lang.Math}, so its last digit may differ between platforms.
 *
 * @param evidence {@link Evidence#TOO_FEW} when no difference is left
 * @param statistic V, the sum of the ranks of the positive differences
 * @param pValue in [0, 1]; 1 without evidence
 * @param exact whether p is exact
 */
public record SignedRankTest(Evidence evidence, double statistic, double pValue, boolean exact) {

    /** Tests whether these differences are symmetric about 0. */
    public static SignedRankTest of(double... differences) {
        double[] present = DoubleStream.of(differences).filter(d -> d != 0).toArray();
        if (!DoubleStream.of(present).allMatch(Double::isFinite)) {
            return new SignedRankTest(Evidence.NOT_FINITE, Double.NaN, 1, false);
        }
        if (present.length == 0) {
            return new SignedRankTest(Evidence.TOO_FEW, Double.NaN, 1, false);
        }
        WilcoxonSignedRankTest.Result result =
                WilcoxonSignedRankTest.withDefaults().test(present);
        boolean exact = present.length <= 1023 && !hasTies(present);
        return new SignedRankTest(Evidence.SUFFICIENT, result.getStatistic(), result.getPValue(), exact);
    }

    private static boolean hasTies(double[] differences) {
        double[] sizes = Arrays.stream(differences).map(Math::abs).sorted().toArray();
        for (int i = 1; i < sizes.length; i++) {
            if (sizes[i] == sizes[i - 1]) {
                return true;
            }
        }
        return false;
    }
}
