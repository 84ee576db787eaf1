package io.agentflux.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.guardrail.ExtraParameter.Change;
import io.agentflux.guardrail.ExtraParameter.Kind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExtraParameterTest {

    private static final ExtraParameter CAP =
            new ExtraParameter("dailyXpCap", Kind.INTEGER, 200, new Bounds(50, 1_000), "");
    private static final ExtraParameter FACTOR =
            new ExtraParameter("qualityFactor", Kind.NUMBER, 1, new Bounds(0, 4), "");

    @Test
    @DisplayName("a whole parameter moves as one of the ten does: by a share of its value, rounded towards it")
    void movesWholeNumbers() {
        assertThat(CAP.change(200, 250, 50)).isEqualTo(new Change(250, null));
        assertThat(CAP.change(200, 900, 50)).isEqualTo(new Change(300, ClampedDelta.of(200, 900, 300, 200, 100)));
        assertThat(CAP.change(200, 50, 20)).isEqualTo(new Change(160, ClampedDelta.of(200, 50, 160, 200, 40)));
        assertThat(CAP.change(201, 900, 50).applied()).isEqualTo(301);
        assertThat(CAP.change(200, 210.7, 50)).isEqualTo(new Change(210, null));
    }

    @Test
    @DisplayName("it stays within its range, and comes back to it step by step")
    void staysInRange() {
        assertThat(CAP.change(900, 2_000, 50))
                .isEqualTo(new Change(1_000, ClampedDelta.of(900, 2_000, 1_000, 900, 450)));
        assertThat(CAP.change(60, 0, 50)).isEqualTo(new Change(50, ClampedDelta.of(60, 0, 50, 60, 30)));
        assertThat(CAP.change(2_000, 2_000, 10).applied()).isEqualTo(1_800);
    }

    @Test
    @DisplayName(
            "a parameter that need not be whole moves by a share of its value, and from zero by a part of its range")
    void movesNumbers() {
        assertThat(FACTOR.change(1, 1.25, 50)).isEqualTo(new Change(1.25, null));
        assertThat(FACTOR.change(1, 4, 50).applied()).isEqualTo(1.5);
        assertThat(FACTOR.change(0, 4, 50).applied()).isEqualTo(0.05);
        assertThat(FACTOR.change(3, 9, 50).applied()).isEqualTo(4);
    }

    @Test
    @DisplayName("no and yes change at once")
    void switches() {
        ExtraParameter allowed = ExtraParameter.ofBoolean("streakFreezeAllowed", false, "");
        assertThat(allowed.change(0, 1, 5)).isEqualTo(new Change(1, null));
        assertThat(allowed.change(1, 0.2, 5)).isEqualTo(new Change(0, null));
    }

    @Test
    @DisplayName("what cannot be a parameter is refused")
    void refuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExtraParameter("ScanXP", Kind.INTEGER, 1, new Bounds(0, 2), ""))
                .withMessageContaining("'scanXp' is one of the ten");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExtraParameter("daily cap", Kind.INTEGER, 1, new Bounds(0, 2), ""))
                .withMessageContaining("letters, digits and underscores");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExtraParameter("cap", Kind.INTEGER, 3, new Bounds(0, 2), ""))
                .withMessageContaining("cannot be 3; give a whole number from 0 to 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExtraParameter("cap", Kind.INTEGER, 1, new Bounds(0, 2.5), ""))
                .withMessageContaining("its range is 0 to 2.5; give whole numbers, or the kind 'number'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExtraParameter("on", Kind.BOOLEAN, 1, new Bounds(0, 2), ""))
                .withMessageContaining("give 0 to 1");
    }
}
