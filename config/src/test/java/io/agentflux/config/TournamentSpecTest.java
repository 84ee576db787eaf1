package io.agentflux.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TournamentSpecTest {

    private static final TournamentSpec SPEC = TournamentFileTest.valid(TournamentFileTest.EVERY_KEY);

    @Test
    @DisplayName("overrides change what they name and nothing else")
    void overrides() {
        TournamentSpec changed =
                SPEC.withSeed(5).withReplications(3).withPeople(40).withDays(10);

        assertThat(changed.seed()).isEqualTo(5);
        assertThat(changed.replications()).isEqualTo(3);
        assertThat(changed.scenarios()).allSatisfy(scenario -> {
            assertThat(scenario.people()).isEqualTo(40);
            assertThat(scenario.days()).isEqualTo(10);
        });
        assertThat(changed.withSeed(SPEC.seed()).withReplications(30).strategies())
                .isEqualTo(SPEC.strategies());
    }

    @Test
    @DisplayName("overrides are checked like a file and refused in the same words")
    void checksOverrides() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SPEC.withDays(0))
                .withMessage("'days' is 0; give a whole number of days from 1 to 3650");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SPEC.withPeople(1))
                .withMessage("'people' is 1; give a whole number of people from 2 to 10000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SPEC.withReplications(-1))
                .withMessageContaining("'replications' is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SPEC.withSeed(1L << 53))
                .withMessageContaining("'seed' is 9007199254740992");
        TournamentSpec slow =
                TournamentFileTest.valid("name: t\ncadence: 14d\nscenarios: [sparse]\nstrategies: [pid]\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> slow.withDays(7))
                .withMessageStartingWith("'cadence' is 14d, longer than the 7 days");
    }

    @Test
    @DisplayName("the resolved text is a tournament file that reads back as the same spec")
    void roundTrip() {
        assertThat(TournamentFileTest.valid(SPEC.toJson())).isEqualTo(SPEC);
        assertThat(TournamentFileTest.valid(SPEC.toJson()).toJson()).isEqualTo(SPEC.toJson());
    }

    @Property(tries = 300)
    void anyDescriptionReadsBack(@ForAll String description) {
        TournamentSpec spec = new TournamentSpec(
                SPEC.name(),
                new String(description.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                SPEC.seed(),
                SPEC.design(),
                SPEC.replications(),
                SPEC.cadence(),
                SPEC.guardrails(),
                SPEC.objective(),
                SPEC.washoutWeight(),
                SPEC.confidenceLevel(),
                SPEC.scenarios(),
                SPEC.strategies());

        assertThat(TournamentFileTest.valid(spec.toJson())).isEqualTo(spec);
    }

    @Test
    @DisplayName("how a file is written does not change the hash of the plan, what it says does")
    void hashesThePlan() {
        TournamentSpec terse = TournamentFileTest.valid("{name: t, scenarios: [sparse], strategies: [pid]}");
        TournamentSpec wordy = TournamentFileTest.valid("""
                # the same, spelled out
                strategies: [{strategy: pid, with: {kp: 0.50, set-point: 3.0}}]
                scenarios:
                  - extends: sparse
                    people: 24
                seed: 1
                cadence: PT24H
                guardrails: {update-interval: 24h}
                name: "t"
                """);

        assertThat(wordy.planHash()).isEqualTo(terse.planHash()).matches("[0-9a-f]{64}");
        assertThat(terse.withSeed(2).planHash()).isNotEqualTo(terse.planHash());
    }

    @Test
    @DisplayName("the hash of a plan is the same on every machine and Java version")
    void hashIsStable() {
        assertThat(SPEC.planHash()).isEqualTo("b011992f7eb5fc7ee4b1b0fb82a62978d8fa38f7ee022c7a79d1df26a45ab40b");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "2e-3, 0.002",
        "2e23, 2E+23",
        "1e21, 1E+21",
        "9007199254740991, 9007199254740991",
        "4.9e-324, 5E-324",
        "1.7976931348623157e308, 1.7976931348623157E+308",
        "-0.0, 0",
        "100, 100",
        "0.30000000000000004, 0.30000000000000004",
        "2.2250738585072014e-308, 2.2250738585072014E-308"
    })
    @DisplayName("numbers are written with the fewest digits that read back")
    void writesShortestNumbers(double number, String text) {
        assertThat(CanonicalJson.number(number)).isEqualTo(text);
    }

    @Property
    void everyNumberReadsBack(@ForAll double number) {
        String text = CanonicalJson.number(number);

        assertThat(Double.parseDouble(text) == number).isTrue();
        assertThat(new BigDecimal(text).stripTrailingZeros().precision()).isLessThanOrEqualTo(17);
    }
}
