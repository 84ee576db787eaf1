package io.agentflux.sandbox.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.sandbox.population.BehaviourConstant;
import io.agentflux.sandbox.population.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OracleSearchTest {

    /** Streaks wear people out so much that the best is to pay none; a few weeks are enough to see it. */
    private static final Scenario TIRING = Scenario.stationary()
            .mutate()
            .name("tiring")
            .constant(BehaviourConstant.STREAK_PRESSURE, 2)
            .constant(BehaviourConstant.STREAK_BREAK_STAKE, 3)
            .horizonDays(21)
            .washoutDays(7)
            .build();

    private static final OracleSettings QUICK = new OracleSettings(3, 64, 2, 150, 2);

    private static Oracle search(Scenario scenario, int threads, List<OracleProgress> heard) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            return OracleSearch.search(scenario, QUICK, executor, heard::add);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    @DisplayName("It finds a better economy than the default, turns off what hurts, and never gets worse with phases")
    void better() {
        List<OracleProgress> heard = Collections.synchronizedList(new ArrayList<>());
        Oracle oracle = search(TIRING, 2, heard);

        assertThat(oracle.gain().value()).isGreaterThan(3 * oracle.gain().standardError());
        assertThat(oracle.held().value() - oracle.byDefault().value())
                .isCloseTo(oracle.gain().value(), Offset.offset(2e-6));
        assertThat(Math.min(
                        oracle.economy().value(EconomyParameter.STREAK_BONUS_PER_DAY),
                        oracle.economy().value(EconomyParameter.STREAK_BONUS_CAP)))
                .isLessThanOrEqualTo(3);
        assertThat(oracle.economy().toWire().values()).allMatch(value -> value == Math.rint(value));
        assertThat(oracle.feasible()).hasSize(2);
        assertThat(oracle.feasible().get(0).schedule()).isEqualTo(Schedule.hold(oracle.economy()));
        assertThat(oracle.bestFeasible().schedule().phases()).isEqualTo(2);
        assertThat(oracle.bestFeasible().value().value())
                .isGreaterThanOrEqualTo(oracle.feasible().get(0).value().value());
        assertThat(oracle.certificate().sampleHolds()).isTrue();
        assertThat(oracle.certificate().gap())
                .isLessThanOrEqualTo(oracle.certificate().gapUpperBound());
        assertThat(oracle.belongsTo(TIRING)).isTrue();

        assertThat(heard).isSortedAccordingTo((a, b) -> Long.compare(a.done(), b.done()));
        assertThat(heard.get(heard.size() - 1).done()).isEqualTo(heard.get(0).total());
    }

    @Test
    @DisplayName("One thread and three give the same bytes, also where people arrive")
    void sameBytes() {
        Scenario growing = TIRING.mutate()
                .arrivalsPerDay(.02)
                .horizonDays(10)
                .washoutDays(0)
                .build();
        OracleSettings tiny = new OracleSettings(5, 16, 2, 14, 1);
        ExecutorService one = Executors.newFixedThreadPool(1);
        ExecutorService three = Executors.newFixedThreadPool(3);
        try {
            Oracle expected = OracleSearch.search(growing, tiny, one, progress -> {});
            assertThat(OracleSearch.search(growing, tiny, three, progress -> {}).toJson())
                    .isEqualTo(expected.toJson());
        } finally {
            one.shutdown();
            three.shutdown();
        }
    }

    @Test
    @DisplayName("JSON gives back the same oracle, and what is none is refused")
    void json() {
        Oracle oracle = OracleLibrary.all().get(0);
        assertThat(Oracle.fromJson(oracle.toJson())).isEqualTo(oracle);
        assertThatThrownBy(() -> Oracle.fromJson("{\"scenario\": \"stationary\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("settings");
        assertThatThrownBy(() -> Oracle.fromJson("{"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the JSON of an oracle");
        assertThatThrownBy(() ->
                        Oracle.fromJson(oracle.toJson().replace("\"scanXp\" : ", "\"scanXp\" : \"x\", \"old\" : ")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("Settings that cannot give an answer are refused")
    void settings() {
        assertThatThrownBy(() -> new OracleSettings(1, 64, 1, 100, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("starts is 1; give at least 2");
    }
}
