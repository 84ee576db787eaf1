package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.guardrail.GuardrailLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SpecJsonTest {

    /** As the first version wrote it. */
    private static final String FIRST = """
            {"id":"exp_1","name":"One","tenant":"default","hypothesis":"","primaryMetric":"SCAN_FREQUENCY","tenantEconomy":{},
             "variants":[
               {"id":"c","name":"c","isControl":true,"hasAgent":false,"startingEconomy":{},"updateInterval":"PT1H",
                "deltaLimitPercent":50.0,"bounds":{},"dailyBudgetPoints":null,"needsApproval":false,"enrolmentWeight":1.0},
               {"id":"t","name":"t","isControl":false,"hasAgent":true,"startingEconomy":{},"updateInterval":"PT1H",
                "deltaLimitPercent":50.0,"bounds":{},"dailyBudgetPoints":null,"needsApproval":false,"enrolmentWeight":1.0}],
             "people":{"scenario":null,"seed":0,"perVariant":0},"startsAt":null,"dayLength":"PT24H","days":null,
             "health":{"heartbeatIntervals":3,"retentionFloor":0.3,"releaseAfter":null,"revert":false,"mostCutBack":4,
                       "idleDays":1,"alikeWithin":0.02},
             "signalCache":"PT0S","profile":"STANDARD"}
            """;

    private static final List<VariantSpec> VARIANTS =
            List.of(VariantSpec.control("c"), VariantSpec.treatment("t", GuardrailLimits.standard()));

    @Test
    @DisplayName("what an older version stored is read, and what it did not know of is as usual")
    void readsOlderVersions() {
        assertThat(SpecJson.read(FIRST))
                .isEqualTo(ExperimentSpec.builder("exp_1", "One", VARIANTS)
                        .people(new PeopleSpec.Live())
                        .build());
        assertThat(SpecJson.read(FIRST.replace(",\"profile\":\"STANDARD\"", "")))
                .isEqualTo(SpecJson.read(FIRST));
    }

    @Test
    @DisplayName("simulated people whom an older version assigned stay with their variants")
    void keepsOldAssignments() {
        String simulated = FIRST.replace("\"scenario\":null", "\"scenario\":\"stationary\"")
                .replace("\"perVariant\":0", "\"perVariant\":20");

        assertThat(SpecJson.read(simulated).people()).isEqualTo(new PeopleSpec.Simulated("stationary", 0, 20, 0));
    }

    @Test
    @DisplayName("what is stored is read as it was")
    void readsWhatItWrites() {
        ExperimentSpec spec = ExperimentSpec.builder("exp_1", "One", VARIANTS)
                .hypothesis("More is more.")
                .people(new PeopleSpec.Live(true))
                .days(14)
                .extraMetrics(List.of("STICKINESS", "OF_ONES_OWN"))
                .signalCache(Duration.ofMinutes(5))
                .health(HealthLimits.ofDefaults().freezingWhen(0.2, 3).releaseAfter(Duration.ofHours(2)))
                .plan(AnalysisPlan.of(0.05, 0.8, 0.5, 14, AnalysisPlan.Stopping.FIXED_DAYS))
                .build();

        assertThat(SpecJson.read(SpecJson.write(spec))).isEqualTo(spec);
        ExperimentSpec simulated = ExperimentSpec.builder("exp_2", "Two", VARIANTS)
                .people(new PeopleSpec.Simulated("sparse", 7, 12))
                .build();
        assertThat(SpecJson.read(SpecJson.write(simulated))).isEqualTo(simulated);
    }
}
