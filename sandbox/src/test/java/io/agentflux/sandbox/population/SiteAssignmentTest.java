package io.agentflux.sandbox.population;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.statistics.SampleRatioTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SiteAssignmentTest {

    @Test
    @DisplayName("with equal weights the numbers of sites never differ by more than one")
    void staysBalanced() {
        SiteAssignment assignment = SiteAssignment.of("exp", 1, 1, 1);
        int[] sites = new int[3];
        for (int site = 1; site <= 300; site++) {
            sites[assignment.variantOf("site-" + site, sites)]++;
            for (int count : sites) {
                assertThat(count).isBetween(site / 3, (site + 2) / 3);
            }
        }
    }

    @Test
    @DisplayName("every few sites hold each variant as often as its weight asks for, and one of weight 0 not at all")
    void followsWeights() {
        SiteAssignment assignment = SiteAssignment.of("exp", 1, 0.5, 0, 2);
        int[] sites = new int[4];
        for (int site = 1; site <= 700; site++) {
            sites[assignment.variantOf("site-" + site, sites)]++;
            if (site % 7 == 0) {
                assertThat(sites).containsExactly(site / 7 * 2, site / 7, 0, site / 7 * 4);
            }
        }
    }

    @Test
    @DisplayName("weights that fit no small number of sites are followed to a hundredth, and none is left out")
    void roundsOddWeights() {
        SiteAssignment assignment = SiteAssignment.of("exp", Math.PI, 1, 0.001);
        int[] sites = new int[3];
        for (int site = 1; site <= 1_010; site++) {
            sites[assignment.variantOf("site-" + site, sites)]++;
        }
        assertThat(sites).containsExactly(760, 240, 10);
    }

    @Test
    @DisplayName(
            "which variant a site gets is chance: each place in the order gives each variant as often as its weight asks for")
    void isRandom() {
        for (int place = 0; place < 3; place++) {
            long[] variants = new long[2];
            for (int experiment = 0; experiment < 3_000; experiment++) {
                SiteAssignment assignment = SiteAssignment.of("exp-" + experiment, 2, 1);
                int[] sites = new int[2];
                for (int before = 0; before < place; before++) {
                    sites[assignment.variantOf("site-" + before, sites)]++;
                }
                variants[assignment.variantOf("site-" + place, sites)]++;
            }
            assertThat(SampleRatioTest.of(variants, new double[] {2, 1}).pValue())
                    .as("place %s", place)
                    .isGreaterThan(0.001);
        }
    }
}
