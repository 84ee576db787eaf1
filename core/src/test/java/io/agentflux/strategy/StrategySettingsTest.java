package io.agentflux.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.agentflux.arena.EconomyParameter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StrategySettingsTest {

    private static final List<StrategyParameter> PARAMETERS = List.of(
            new StrategyParameter.Quantity("gain", "How hard it steers.", 0.5, 0, 10),
            new StrategyParameter.Quantity("rounds", "How often.", 3, 1, 100),
            new StrategyParameter.Choice("lever", "What it moves.", "scanXp", List.of("scanXp", "photoXp")));

    @Test
    @DisplayName("what is not given has its default, and the order is that of the parameters")
    void fillsInDefaults() {
        StrategySettings settings = StrategySettings.of(PARAMETERS, Map.of("lever", "photoXp", "rounds", 7));

        assertThat(settings.asMap())
                .containsExactly(entry("gain", 0.5), entry("rounds", 7.0), entry("lever", "photoXp"));
        assertThat(settings.number("gain")).isEqualTo(0.5);
        assertThat(settings.wholeNumber("rounds")).isEqualTo(7);
        assertThat(settings.choice("lever")).isEqualTo("photoXp");
        assertThat(StrategySettings.ofDefaults(PARAMETERS).choice("lever")).isEqualTo("scanXp");
    }

    @Test
    @DisplayName("the ends of a range are permitted, what is beyond is not")
    void checksRanges() {
        assertThat(StrategySettings.of(PARAMETERS, Map.of("gain", 0)).number("gain"))
                .isZero();
        assertThat(StrategySettings.of(PARAMETERS, Map.of("gain", 10L)).number("gain"))
                .isEqualTo(10);
        for (Object wrong : List.of(10.01, -0.01, Double.NaN, "fast", true)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StrategySettings.of(PARAMETERS, Map.of("gain", wrong)))
                    .withMessage("'gain' is " + wrong + "; give a number from 0.0 to 10.0");
        }
    }

    @Test
    @DisplayName("a word that is no choice is refused with the choices")
    void checksChoices() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrategySettings.of(PARAMETERS, Map.of("lever", "scanxp")))
                .withMessage("'lever' is scanxp; give one of scanXp, photoXp");
    }

    @Test
    @DisplayName("an unknown name is refused with the known ones")
    void refusesUnknownNames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrategySettings.of(PARAMETERS, Map.of("gian", 1)))
                .withMessage("unknown parameter 'gian'; there are gain, rounds, lever");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrategySettings.of(List.of(), Map.of("gain", 1)))
                .withMessage("unknown parameter 'gain'; there are none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrategySettings.ofDefaults(PARAMETERS).number("gian"))
                .withMessage("there is no parameter 'gian'");
    }

    @Test
    @DisplayName("a count that is not whole is refused")
    void refusesBrokenCounts() {
        StrategySettings settings = StrategySettings.of(PARAMETERS, Map.of("rounds", 2.5));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.wholeNumber("rounds"))
                .withMessage("'rounds' is 2.5; give a whole number");
    }

    @Test
    @DisplayName("a parameter whose default is not permitted cannot be declared")
    void refusesImpossibleDefaults() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StrategyParameter.Quantity("gain", "", 11, 0, 10))
                .withMessageContaining("outside its range");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StrategyParameter.Choice("lever", "", "x", List.of("y")))
                .withMessageContaining("not one of [y]");
    }

    @Test
    @DisplayName("the map that is handed out is a copy")
    void handsOutACopy() {
        StrategySettings settings = StrategySettings.ofDefaults(PARAMETERS);
        settings.asMap().clear();

        assertThat(settings.asMap()).hasSize(3);
    }

    @Test
    @DisplayName("economies are one of the ready sets, or one's own with values by the names of the protocol")
    void takesEconomies() {
        List<StrategyParameter> arms = List.of(
                new StrategyParameter.Economies("arms", "What to choose from.", "styles", List.of("styles", "boosts")));
        Map<String, ?> own = Map.of("arms", Map.of("few", Map.of("scanXp", 8), "many", Map.of("scanXp", 12.5)));

        assertThat(StrategySettings.ofDefaults(arms).choice("arms")).isEqualTo("styles");
        assertThat(StrategySettings.ofDefaults(arms).ownEconomies("arms")).isEmpty();
        StrategySettings settings = StrategySettings.of(arms, own);
        assertThat(settings.ownEconomies("arms"))
                .isEqualTo(Map.of(
                        "few", Map.of(EconomyParameter.SCAN_XP, 8.0), "many", Map.of(EconomyParameter.SCAN_XP, 12.5)));
        assertThat(StrategySettings.of(arms, settings.asMap()).asMap()).isEqualTo(settings.asMap());
    }

    @Test
    @DisplayName("economies that cannot be chosen from are refused with what is wrong")
    void checksEconomies() {
        List<StrategyParameter> arms =
                List.of(new StrategyParameter.Economies("arms", "What to choose from.", "styles", List.of("styles")));
        Map<String, ?> good = Map.of("scanXp", 8);
        Map<Object, String> refusals = Map.of(
                "style",
                "'arms' is style; give one of styles, or economies of your own",
                Map.of("one", good),
                "'arms' names 1 economies; give at least two to choose from",
                Map.of("one", good, "two", Map.of()),
                "'arms.two' is {}; give at least one parameter of the economy with its value",
                Map.of("one", good, "two", Map.of("scanXp", -1)),
                "'arms.two.scanXp' is -1; give a finite number that is not negative",
                Map.of("one", good, "two", Map.of("scans", 1)),
                "'arms.two' sets 'scans', which is no parameter of the economy; there are scanXp");
        refusals.forEach((given, refusal) -> assertThatIllegalArgumentException()
                .isThrownBy(() -> StrategySettings.of(arms, Map.of("arms", given)))
                .withMessageStartingWith(refusal));
    }
}
