package io.agentflux.orchestrator.analysis;

import io.agentflux.statistics.Evidence;
import io.agentflux.statistics.Interval;
import io.agentflux.statistics.Multiplicity;
import io.agentflux.statistics.Sample;
import io.agentflux.statistics.SignFlipTest;
import io.agentflux.statistics.TTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two strategies compared in the worlds that both have played. The difference is first minus second, the mean over scenarios
 * of the mean over seeds of the paired differences, so every scenario counts the same.
 *
 * @param first the strategy whose advantage is positive
 * @param second the strategy it is compared with
 * @param worlds number of worlds, the n of the test
 * @param test paired t test, scenarios as strata; its interval is for this comparison alone
 * @param signFlip permutation test of the same differences
 * @param adjustedP p of the t test, Holm-adjusted within the family that the comparison belongs to
 * @param adjustedSignFlipP p of the permutation test, adjusted likewise
 * @param conclusion from the adjusted p of the t test; from that of the permutation test if the differences do not vary
 * @param gain what playing both in the same worlds was worth
 */
public record Comparison(
        String first,
        String second,
        int worlds,
        TTest test,
        SignFlipTest signFlip,
        double adjustedP,
        double adjustedSignFlipP,
        Conclusion conclusion,
        PairingGain gain) {

    /**
     * Variance of the estimated difference as it is, and as it would be had the strategies met independent worlds.
     *
     * @param paired variance of the mean paired difference, squared score
     * @param unpaired sum of the variances of both means, squared score
     */
    public record PairingGain(double paired, double unpaired) {

        /**
         * How many times as many worlds independent seeds would have needed: unpaired over paired. About 1 without correlation,
         * infinite when the difference does not vary, NaN when nothing does.
         */
        public double factor() {
            return unpaired / paired;
        }

        static PairingGain sum(List<Comparison> comparisons) {
            double paired = 0;
            double unpaired = 0;
            for (Comparison comparison : comparisons) {
                if (comparison.conclusion != Conclusion.UNDECIDABLE) {
                    paired += comparison.gain.paired;
                    unpaired += comparison.gain.unpaired;
                }
            }
            return new PairingGain(paired, unpaired);
        }
    }

    /** The difference, first minus second, with its interval. */
    public Interval difference() {
        return test.difference();
    }

    /** A comparison not yet judged together with its family. */
    record Measured(String first, String second, List<Sample> differences, SignFlipTest signFlip, PairingGain gain) {

        static Measured of(ScoreTable table, int first, int second) {
            int[][] strata = table.commonWorlds(first, second);
            double[][] a = table.scores(first, strata);
            double[][] b = table.scores(second, strata);
            List<Sample> differences = new ArrayList<>();
            double[] contributions = new double
                    [Arrays.stream(strata).mapToInt(worlds -> worlds.length).sum()];
            double unpaired = 0;
            double paired = 0;
            int at = 0;
            for (int stratum = 0; stratum < strata.length; stratum++) {
                double[] difference = new double[a[stratum].length];
                for (int i = 0; i < difference.length; i++) {
                    difference[i] = a[stratum][i] - b[stratum][i];
                    contributions[at++] = difference[i] / difference.length;
                }
                Sample sample = Sample.of(difference);
                differences.add(sample);
                paired += meanVariance(sample);
                unpaired += meanVariance(Sample.of(a[stratum])) + meanVariance(Sample.of(b[stratum]));
            }
            double scenarios = (double) strata.length * strata.length;
            return new Measured(
                    table.strategies().get(first),
                    table.strategies().get(second),
                    List.copyOf(differences),
                    SignFlipTest.of(contributions, 0),
                    new PairingGain(paired / scenarios, unpaired / scenarios));
        }

        TTest test(double level) {
            return TTest.ofMean(differences, level);
        }

        private static double meanVariance(Sample sample) {
            return sample.variance() / sample.n();
        }
    }

    /** Judges comparisons that are read together: Holm's correction over all of them. */
    static List<Comparison> family(List<Measured> family, double level) {
        List<TTest> tests = family.stream().map(each -> each.test(level)).toList();
        List<SignFlipTest> flips = family.stream().map(Measured::signFlip).toList();
        double[] adjusted = Multiplicity.HOLM.adjust(
                tests.stream().mapToDouble(TTest::pValue).toArray());
        double[] adjustedFlips = Multiplicity.HOLM.adjust(
                flips.stream().mapToDouble(SignFlipTest::pValue).toArray());
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < family.size(); i++) {
            Measured measured = family.get(i);
            TTest test = tests.get(i);
            double decisive = test.evidence() == Evidence.CONSTANT ? adjustedFlips[i] : adjusted[i];
            comparisons.add(new Comparison(
                    measured.first,
                    measured.second,
                    measured.signFlip.n(),
                    test,
                    flips.get(i),
                    adjusted[i],
                    adjustedFlips[i],
                    conclude(test, decisive, 1 - level),
                    measured.gain));
        }
        return List.copyOf(comparisons);
    }

    static Conclusion conclude(TTest test, double p, double alpha) {
        if (test.evidence() == Evidence.TOO_FEW || test.evidence() == Evidence.NOT_FINITE) {
            return Conclusion.UNDECIDABLE;
        }
        if (p > alpha) {
            return Conclusion.NOT_DISTINGUISHABLE;
        }
        return test.difference().estimate() > 0 ? Conclusion.BETTER : Conclusion.WORSE;
    }
}
