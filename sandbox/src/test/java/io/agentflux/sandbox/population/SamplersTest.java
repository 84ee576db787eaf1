package io.agentflux.sandbox.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentflux.arena.Economy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random words, the samplers built on them, and the laws of the traits. */
class SamplersTest {

    @Test
    @DisplayName("Words are unbiased in each bit along people, days and draws")
    void bitsAreBalanced() {
        int words = 200_000;
        for (String axis : new String[] {"person", "day", "draw"}) {
            int[] ones = new int[64];
            for (int j = 0; j < words; j++) {
                long word =
                        switch (axis) {
                            case "person" -> RandomWords.mix(RandomWords.personKey(1, j) + RandomWords.dayOffset(3));
                            case "day" -> RandomWords.mix(RandomWords.personKey(1, 7) + RandomWords.dayOffset(j));
                            default -> RandomWords.mix(RandomWords.personKey(1, 7) + j * RandomWords.STEP);
                        };
                for (int bit = 0; bit < 64; bit++) {
                    ones[bit] += (int) (word >>> bit & 1);
                }
            }
            for (int bit = 0; bit < 64; bit++) {
                assertThat((ones[bit] - words / 2.0) / Math.sqrt(words / 4.0))
                        .as("%s, bit %d", axis, bit)
                        .isBetween(-4.5, 4.5);
            }
        }
    }

    @Test
    @DisplayName("Neighbouring people and days give equidistributed pairs")
    void pairsAreEquidistributed() {
        int[] cells = new int[4_096];
        int pairs = 1 << 20;
        for (int j = 0; j < pairs; j++) {
            long here = RandomWords.mix(RandomWords.personKey(2, j >> 5) + RandomWords.dayOffset(j & 31));
            long next = RandomWords.mix(RandomWords.personKey(2, j >> 5) + RandomWords.dayOffset((j & 31) + 1));
            cells[(int) (here >>> 58 << 6 | next >>> 58)]++;
        }
        double expected = pairs / 4_096.0;
        double chiSquare = 0;
        for (int cell : cells) {
            chiSquare += (cell - expected) * (cell - expected) / expected;
        }
        assertThat(ChiSquaredDistribution.of(4_095).survivalProbability(chiSquare))
                .isBetween(1e-5, 1 - 1e-5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {.1, .7, 1.37, 2.9, 4.4, 7.3, 15.5, 33, 40})
    @DisplayName("Negative binomial counts have the mean within .1 % and the variance within 1 %")
    void negativeBinomial(double mean) {
        // a fine grid instead of random bits, so that only the error of the table is left
        int uniforms = 1 << 14;
        int roundings = 1 << 6;
        double sum = 0;
        double squares = 0;
        for (int u = 0; u < uniforms; u++) {
            for (int r = 0; r < roundings; r++) {
                int count = NegativeBinomial.draw((float) mean, (u << 18) + (1 << 17), (r << 10) + (1 << 9));
                sum += count;
                squares += (double) count * count;
            }
        }
        double draws = (double) uniforms * roundings;
        double drawnMean = sum / draws;
        double[] law = momentsCutOff(mean);
        assertThat(drawnMean).isCloseTo(law[0], within(.001 * mean));
        assertThat(squares / draws - drawnMean * drawnMean).isCloseTo(law[1], within(.01 * law[1]));
    }

    /** Mean and variance of the law when counts end where the sampler ends. */
    private static double[] momentsCutOff(double mean) {
        double p = NegativeBinomial.SHAPE / (NegativeBinomial.SHAPE + mean);
        double probability = Math.pow(p, NegativeBinomial.SHAPE);
        double rest = 1;
        double first = 0;
        double second = 0;
        for (int count = 0; count < NegativeBinomial.MOST; count++) {
            first += count * probability;
            second += (double) count * count * probability;
            rest -= probability;
            probability *= (count + NegativeBinomial.SHAPE) / (count + 1.0) * (1 - p);
        }
        first += NegativeBinomial.MOST * rest;
        second += (double) NegativeBinomial.MOST * NegativeBinomial.MOST * rest;
        return new double[] {first, second - first * first};
    }

    @Test
    @DisplayName("Counts never fall when the uniform or the mean grows")
    void monotone() {
        for (int rounding : new int[] {0, 30_000, 65_535}) {
            for (long u = 0; u < 1L << 32; u += 40_009_997L) {
                int before = 0;
                for (float mean = .05f; mean < 70; mean *= 1.01f) {
                    int count = NegativeBinomial.draw(mean, (int) u, rounding);
                    assertThat(count).isBetween(before, NegativeBinomial.MOST);
                    before = count;
                }
            }
        }
    }

    @Test
    @DisplayName("Four lanes decide with the probability asked for, within 1/32768 and chance")
    void lanes() {
        SplittableRandom random = new SplittableRandom(4);
        for (int threshold : new int[] {0, 1, 327, 7_766, 16_384, 32_000, 32_768}) {
            long below = 0;
            int words = 250_000;
            for (int j = 0; j < words; j++) {
                long uniforms = random.nextLong() & FourLanes.UNIFORMS;
                long carry = FourLanes.carry(threshold);
                int reaching = FourLanes.reaching(uniforms, carry, FourLanes.firstWord(4));
                int staying = FourLanes.below(uniforms, carry, FourLanes.firstWord(4));
                assertThat(reaching + staying).isEqualTo(4);
                below += staying;
            }
            double p = threshold / 32_768.0;
            double sigma = Math.sqrt(p * (1 - p) / (4.0 * words));
            assertThat(below / (4.0 * words)).isCloseTo(p, within(1 / 32_768.0 + 4 * sigma));
        }
    }

    @Test
    @DisplayName("Traits follow their declared laws")
    void traits() {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 12, 40_000);
        int[] counts = new int[5];
        Map<Integer, double[]> sums = new HashMap<>();
        double worst = 0;
        double[] sortedLoss = new double[people.people()];
        int person = 0;
        for (PersonBlock block : people.blocks()) {
            for (int i = 0; i < block.size(); i++) {
                int segment = block.segment[i];
                counts[segment]++;
                double[] sum = sums.computeIfAbsent(segment, key -> new double[5]);
                sum[0] += block.extraScans[i];
                sum[1] += Math.log(block.openingOdds[i]);
                sum[2] += block.baselineMotivation[i];
                sum[3] += block.churnFrailty[i];
                sum[4] += Math.log(block.rewardSensitivity[i]);
                sortedLoss[person++] = block.lossAversion[i];
            }
        }
        double chiSquare = 0;
        for (int segment = 0; segment < 5; segment++) {
            Segment law = Segment.defaults().get(segment);
            double expected = law.share() * 40_000;
            chiSquare += (counts[segment] - expected) * (counts[segment] - expected) / expected;
            double[] sum = sums.get(segment);
            double n = counts[segment];
            double four = 4 / Math.sqrt(n);
            assertThat(sum[0] / n).isCloseTo(law.extraScans(), within(four * law.extraScans() / 2));
            assertThat(sum[1] / n).isCloseTo(Math.log(law.openingOdds()), within(four));
            double mu = law.motivation();
            assertThat(sum[2] / n).isCloseTo(mu, within(four * Math.sqrt(mu * (1 - mu) / 15)));
            assertThat(sum[3] / n).isCloseTo(law.churnFrailty(), within(four * law.churnFrailty() / Math.sqrt(1.3)));
            assertThat(sum[4] / n).isCloseTo(Math.log(law.rewardSensitivity()), within(four * .3));
        }
        assertThat(ChiSquaredDistribution.of(4).survivalProbability(chiSquare)).isGreaterThan(1e-4);
        java.util.Arrays.sort(sortedLoss);
        LogNormalDistribution law = LogNormalDistribution.of(Math.log(1.955), .30);
        for (int j = 0; j < sortedLoss.length; j++) {
            worst = Math.max(worst, Math.abs(law.cumulativeProbability(sortedLoss[j]) - (j + .5) / sortedLoss.length));
        }
        // Kolmogorov-Smirnov at 1 in 10,000; the cap at 5 cuts off .1 % of the law
        assertThat(worst).isLessThan(2.23 / Math.sqrt(sortedLoss.length) + .001);
    }

    @Test
    @DisplayName("Whole distributions of traits are those declared, segment by segment")
    void traitLaws() {
        List<List<double[]>> traits = new ArrayList<>();
        for (int segment = 0; segment < 5; segment++) {
            traits.add(new ArrayList<>());
        }
        double weekday = 0;
        double steerable = 0;
        for (PersonBlock block :
                SimulatedPopulation.create(Scenario.stationary(), 31, 30_000).blocks()) {
            for (int i = 0; i < block.size(); i++) {
                weekday += block.weekdayPerson[i];
                steerable += block.steerability[i] == 1 ? 1 : 0;
                traits.get(block.segment[i]).add(new double[] {
                    block.openingOdds[i],
                    block.extraScans[i],
                    block.rewardSensitivity[i],
                    block.baselineMotivation[i],
                    block.churnFrailty[i]
                });
            }
        }
        for (int segment = 0; segment < 5; segment++) {
            Segment law = Segment.defaults().get(segment);
            double mu = law.motivation();
            List<ContinuousDistribution> laws = List.of(
                    LogNormalDistribution.of(Math.log(law.openingOdds()), 1),
                    GammaDistribution.of(4, law.extraScans() / 4),
                    LogNormalDistribution.of(Math.log(law.rewardSensitivity()), .30),
                    BetaDistribution.of(14 * mu, 14 * (1 - mu)),
                    GammaDistribution.of(1.3, law.churnFrailty() / 1.3));
            for (int trait = 0; trait < laws.size(); trait++) {
                int column = trait;
                double[] drawn = traits.get(segment).stream()
                        .mapToDouble(values -> values[column])
                        .sorted()
                        .toArray();
                // Kolmogorov-Smirnov at 1 in 10,000, as 25 are looked at
                assertThat(distance(drawn, laws.get(trait)))
                        .as("%s, trait %d", law.name(), trait)
                        .isLessThan(2.23 / Math.sqrt(drawn.length));
            }
        }
        assertThat(weekday / 30_000).isCloseTo(.40, within(4 * Math.sqrt(.4 * .6 / 30_000)));
        assertThat(steerable / 30_000).isCloseTo(.25, within(4 * Math.sqrt(.25 * .75 / 30_000)));
    }

    private static double distance(double[] sorted, ContinuousDistribution law) {
        double worst = 0;
        for (int j = 0; j < sorted.length; j++) {
            double expected = law.cumulativeProbability(sorted[j]);
            worst = Math.max(
                    worst, Math.max((j + 1.0) / sorted.length - expected, expected - (double) j / sorted.length));
        }
        return worst;
    }

    @Test
    @DisplayName("What becomes of scans follows the Luce weights")
    void outcomes() {
        SimulatedPopulation people = SimulatedPopulation.create(Scenario.stationary(), 3, 512);
        PersonBlock block = people.blocks().get(0);
        DayScratch day = new DayScratch();
        DayEconomy economy = new DayEconomy(BehaviourConstants.ofDefaults(), Economy.defaults());
        ScanOutcomes outcomes = new ScanOutcomes(BehaviourConstants.ofDefaults(), economy);
        outcomes.weigh(block, day);
        day.activeCount = 512;
        double[] observed = new double[5];
        double[] expected = new double[5];
        double[] variance = new double[5];
        for (int draw = 0; draw < 200; draw++) {
            for (int i = 0; i < 512; i++) {
                day.activePeople[i] = i;
                day.rawScans[i] = 1 + draw % 20;
            }
            outcomes.draw(block, day, RandomWords.dayOffset(draw));
            for (int i = 0; i < 512; i++) {
                long counts = day.outcomes[i];
                int scans = OutcomeCounts.scans(counts);
                assertThat(scans).isEqualTo(1 + draw % 20);
                observed[0] += OutcomeCounts.genuineFeedback(counts);
                observed[1] += OutcomeCounts.perfunctoryFeedback(counts);
                observed[2] += OutcomeCounts.genuineIssues(counts);
                observed[3] += OutcomeCounts.falseIssues(counts);
                observed[4] += OutcomeCounts.statusReports(counts);
                double[] shares = luceShares(block.motivation[i], block.rewardSensitivity[i], genuine(block, i));
                for (int j = 0; j < 5; j++) {
                    expected[j] += scans * shares[j];
                    variance[j] += scans * shares[j] * (1 - shares[j]);
                }
            }
        }
        for (int j = 0; j < 5; j++) {
            // thresholds are whole numbers, which costs up to 1/32768 per scan
            double scans = 512.0 * 200 * 10.5;
            assertThat(observed[j])
                    .as("outcome %d", j)
                    .isCloseTo(expected[j], within(4 * Math.sqrt(variance[j]) + scans / 32_768));
        }
    }

    /** The weight of genuine feedback under the default economy, without fatigue, in doubles and as written down. */
    private static double genuine(PersonBlock block, int i) {
        double r = 10 / (2.2 * .33 * (1 + block.extraScans[i]));
        double hump = 2 * r / (1 + r * r);
        return block.motivation[i]
                * (1 + .55 * block.steerability[i] * hump)
                * (.80 + block.rewardSensitivity[i] * .75 * 15 / 23);
    }

    private static double[] luceShares(double motivation, double s, double genuine) {
        double lack = (1 - motivation) * (1 - motivation);
        double nothing = .60 + s * .90 * 10 / (10 + 7.5 + 5);
        double perfunctory = s * lack * .06 * 1 / (1 + 1 / 16.0);
        double issue = .07 * (.4 + motivation) * (.45 + s * 25 / 40);
        double falseIssue = s * lack * .008 * 1 / (1 + 1 / 16.0);
        double status = .085 * (.3 + s * 1.2 / 1.25);
        double sum = nothing + genuine + perfunctory + issue + falseIssue + status;
        return new double[] {genuine / sum, perfunctory / sum, issue / sum, falseIssue / sum, status / sum};
    }
}
