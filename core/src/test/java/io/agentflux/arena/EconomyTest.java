package io.agentflux.arena;

import static io.agentflux.arena.EconomyParameter.FEEDBACK_XP;
import static io.agentflux.arena.EconomyParameter.PHOTO_XP;
import static io.agentflux.arena.EconomyParameter.SCAN_XP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EconomyTest {

    @Test
    @DisplayName("the ten global defaults, in their documented order")
    void knowsTheDefaults() {
        assertThat(Economy.defaults().toWire())
                .containsExactly(
                        entry("scanXp", 10.0),
                        entry("feedbackXp", 15.0),
                        entry("issueReportXp", 25.0),
                        entry("statusReportXp", 20.0),
                        entry("photoXp", 10.0),
                        entry("firstScanOfDayXp", 15.0),
                        entry("streakBonusPerDay", 5.0),
                        entry("streakBonusCap", 50.0),
                        entry("scanDailyCap", 20.0),
                        entry("feedbackDailyCap", 10.0));
    }

    @Test
    @DisplayName("scanXp goes 10 -> 12 -> 18 through the layers while feedbackXp keeps its 15")
    void resolvesThreeLayers() {
        Map<EconomyParameter, Double> tenant = Map.of(SCAN_XP, 12.0);
        Map<EconomyParameter, Double> variant = Map.of(SCAN_XP, 18.0);

        assertThat(Economy.defaults().value(SCAN_XP)).isEqualTo(10);
        assertThat(Economy.resolve(tenant, Map.of()).value(SCAN_XP)).isEqualTo(12);
        assertThat(Economy.resolve(tenant, variant).value(SCAN_XP)).isEqualTo(18);
        assertThat(Economy.resolve(tenant, variant).value(FEEDBACK_XP)).isEqualTo(15);
    }

    @Test
    @DisplayName("an agent may set a value back to its default; the tenant's value does not shine through")
    void lastWriterWins() {
        Economy economy = Economy.resolve(Map.of(SCAN_XP, 12.0), Map.of(SCAN_XP, 10.0));

        assertThat(economy).isEqualTo(Economy.defaults()).hasSameHashCodeAs(Economy.defaults());
    }

    @Test
    @DisplayName("replacing a value leaves the original as it was")
    void isImmutable() {
        Economy original = Economy.defaults();
        Economy changed = original.with(SCAN_XP, 11);

        assertThat(original.value(SCAN_XP)).isEqualTo(10);
        assertThat(changed).isNotEqualTo(original);
        assertThat(original.changesTo(changed)).containsExactly(entry(SCAN_XP, 11.0));
        assertThat(changed.changesTo(original)).containsExactly(entry(SCAN_XP, 10.0));
        assertThat(original.changesTo(original)).isEmpty();
    }

    @Test
    @DisplayName("minus zero is zero")
    void hasOneZero() {
        assertThat(Economy.defaults().with(PHOTO_XP, -0.0))
                .isEqualTo(Economy.defaults().with(PHOTO_XP, 0.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    @DisplayName("a value that is negative or not finite is refused by name")
    void refusesNonsense(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Economy.defaults().with(PHOTO_XP, value))
                .withMessage("photoXp is " + value + "; give a finite number that is not negative");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("every parameter is found by its wire name, in that spelling only")
    void findsParametersByWireName(EconomyParameter parameter) {
        assertThat(EconomyParameter.ofWireName(parameter.wireName())).contains(parameter);
        assertThat(EconomyParameter.ofWireName(parameter.name())).isEmpty();
        assertThat(EconomyParameter.ofWireName(parameter.wireName() + " ")).isEmpty();
    }

    @Test
    @DisplayName("values beside the ten are kept by name, come last on the wire, and come back from it")
    void keepsValuesBesideTheTen() {
        Economy economy = Economy.defaults().with(SCAN_XP, 12).withExtra(Map.of("dailyXpCap", 200.0));

        assertThat(economy.extra()).containsExactly(entry("dailyXpCap", 200.0));
        assertThat(economy.with(PHOTO_XP, 3).extra()).isEqualTo(economy.extra());
        assertThat(economy.toWire().keySet()).hasSize(11).endsWith("feedbackDailyCap", "dailyXpCap");
        assertThat(Economy.ofWire(economy.toWire())).isEqualTo(economy).hasSameHashCodeAs(economy);
        assertThat(economy).isNotEqualTo(Economy.defaults().with(SCAN_XP, 12));
        assertThat(Economy.ofWire(Map.of("shift", -1.0, "cap", 3.0)).extra()).containsOnlyKeys("cap");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> economy.withExtra(Map.of("dailyXpCap", -1.0)))
                .withMessage("dailyXpCap is -1.0; give a finite number that is not negative");
    }

    @Test
    @DisplayName("an update changes what it names, unless the economy does not hold it")
    void changesByName() {
        Economy economy = Economy.defaults().withExtra(Map.of("dailyXpCap", 200.0));

        assertThat(economy.after(Map.of("scanXp", 12.0, "dailyXpCap", 300.0, "unheardOf", 1.0)))
                .isEqualTo(Economy.defaults().with(SCAN_XP, 12).withExtra(Map.of("dailyXpCap", 300.0)));
    }
}
