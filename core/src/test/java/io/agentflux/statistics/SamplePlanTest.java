package io.agentflux.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplePlanTest {

    @ParameterizedTest
    @CsvSource({"0.8, 25, 26", "0.5, 63, 64", "0.2, 393, 394", "0.1, 1570, 1571"})
    @DisplayName("people per variant at 5 % and 80 %, as tables of Cohen's d have them, and for the t test itself")
    void peoplePerVariant(double effect, int people, int byT) {
        SamplePlan plan = SamplePlan.of(effect, 0.05, 0.8, 2, null);

        assertThat(plan.peoplePerVariant()).isEqualTo(people);
        assertThat(plan.peoplePerVariantByT()).isEqualTo(byT);
        assertThat(plan.people()).isEqualTo(2L * people);
        assertThat(plan.days()).isNull();
    }

    @Test
    @DisplayName("the days until enough have arrived, whole ones, over all variants")
    void days() {
        assertThat(SamplePlan.of(0.5, 0.05, 0.8, 2, 20.0).days()).isEqualTo(7);
        assertThat(SamplePlan.of(0.5, 0.05, 0.8, 3, 20.0).days()).isEqualTo(10);
        assertThat(SamplePlan.of(0.5, 0.05, 0.8, 2, 126.0).days()).isEqualTo(1);
        assertThat(SamplePlan.of(-0.5, 0.05, 0.8, 2, 0.5).days()).isEqualTo(252);
    }

    @Test
    @DisplayName("what no number of people can find, and nonsense, is refused")
    void refuses() {
        assertThatIllegalArgumentException().isThrownBy(() -> SamplePlan.of(0, 0.05, 0.8, 2, null));
        assertThatIllegalArgumentException().isThrownBy(() -> SamplePlan.of(1e-6, 0.05, 0.8, 2, null));
        assertThatIllegalArgumentException().isThrownBy(() -> SamplePlan.of(0.5, 0, 0.8, 2, null));
        assertThatIllegalArgumentException().isThrownBy(() -> SamplePlan.of(0.5, 0.05, 1, 2, null));
        assertThatIllegalArgumentException().isThrownBy(() -> SamplePlan.of(0.5, 0.05, 0.8, 1, null));
        assertThatIllegalArgumentException().isThrownBy(() -> SamplePlan.of(0.5, 0.05, 0.8, 2, 0.0));
    }
}
