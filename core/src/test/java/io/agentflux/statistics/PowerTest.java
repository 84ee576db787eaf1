package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertRelative;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PowerTest {

    @Test
    @DisplayName("the t test's power agrees with R's power.t.test and pwr.t2n.test to 1e-11")
    void powerOfT() {
        assertRelative(Power.twoSampleT(0.5, 30, 30, 0.05, false), 0.477840985941, 1e-11);
        assertRelative(Power.twoSampleT(0.2, 5, 5, 0.05, true), 0.0590426342537, 1e-11);
        assertRelative(Power.twoSampleT(0.4, 25, 80, 0.05, true), 0.408964007628, 1e-11);
        assertRelative(Power.twoSampleT(-0.5, 30, 30, 0.05, false), 0.477840985941, 1e-11);
    }

    @Test
    @DisplayName("sample sizes agree with scipy to 1e-9, and with R as far as its root search goes")
    void sampleSizes() {
        assertRelative(Power.sampleSizeForTwoSampleT(0.5, 0.8, 0.05), 63.76576372485065, 1e-9);
        assertRelative(Power.sampleSizeForTwoSampleT(0.5, 0.8, 0.05), 63.7657637143, 1e-9);
        assertRelative(Power.sampleSizeForPairedT(0.5, 0.8, 0.05), 33.36720397881093, 1e-9);
        assertRelative(Power.sampleSizeForTwoProportions(0.68, 0.72, 0.8, 0.05), 2059.151600339179, 1e-11);
        assertRelative(Power.sampleSizeForTwoProportions(0.68, 0.72, 0.8, 0.05), 2059.15158935, 1e-8);
    }

    @Test
    @DisplayName("power and sample size of proportions are each other's inverse")
    void proportions() {
        double n = Power.sampleSizeForTwoProportions(0.4, 0.5, 0.9, 0.01);
        assertRelative(Power.twoProportions(0.4, 0.5, n, 0.01), 0.9, 1e-13);
    }

    @Test
    @DisplayName("without an effect power is the false alarm rate, and no sample finds it")
    void withoutEffect() {
        assertRelative(Power.pairedT(0, 12, 0.05, true), 0.05, 1e-12);
        assertThatThrownBy(() -> Power.sampleSizeForPairedT(0, 0.8, 0.05)).hasMessageContaining("No sample is large");
        assertThatThrownBy(() -> Power.pairedT(1, 1, 0.05, true)).hasMessageContaining("degrees of freedom");
    }
}
