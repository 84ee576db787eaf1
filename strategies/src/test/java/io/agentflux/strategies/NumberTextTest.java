package io.agentflux.strategies;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NumberTextTest {

    @Test
    @DisplayName("ties of the binary value go to the even digit")
    void roundsTiesToEven() {
        assertThat(NumberText.fixed(0.125, 2)).isEqualTo("0.12");
        assertThat(NumberText.fixed(0.375, 2)).isEqualTo("0.38");
        assertThat(NumberText.fixed(1.98, 2)).isEqualTo("1.98");
        assertThat(NumberText.percent(0.485)).isEqualTo("48%");
        assertThat(NumberText.percent(0.33333)).isEqualTo("33%");
    }

    @Test
    @DisplayName("signs and zeros look as expected")
    void looksTidy() {
        assertThat(NumberText.signed(1.02, 2)).isEqualTo("+1.02");
        assertThat(NumberText.signed(-1.02, 2)).isEqualTo("-1.02");
        assertThat(NumberText.signed(0, 2)).isEqualTo("+0.00");
        assertThat(NumberText.plain(12)).isEqualTo("12");
        assertThat(NumberText.plain(120)).isEqualTo("120");
        assertThat(NumberText.plain(0)).isEqualTo("0");
        assertThat(NumberText.plain(0.5)).isEqualTo("0.5");
    }
}
