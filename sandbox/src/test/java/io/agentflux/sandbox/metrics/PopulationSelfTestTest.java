package io.agentflux.sandbox.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PopulationSelfTestTest {

    @Test
    @DisplayName("A/A experiments raise a false alarm in one of twenty, pooled events in far more")
    void falseAlarms() {
        assertThat(PopulationSelfTest.falseAlarms(400)).hasSize(13).allMatch(PopulationSelfTest.Check::passed);
    }

    @Test
    @DisplayName("Intervals cover the true effect in nineteen of twenty, and the pre-period takes most variance out")
    void coverage() {
        assertThat(PopulationSelfTest.coverage(200)).hasSize(3).allMatch(PopulationSelfTest.Check::passed);
    }
}
