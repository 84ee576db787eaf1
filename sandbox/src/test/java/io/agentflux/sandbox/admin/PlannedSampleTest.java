package io.agentflux.sandbox.admin;

import static io.agentflux.sandbox.admin.AdministeredSandbox.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.experiment.AnalysisPlan;
import io.agentflux.sandbox.experiment.AnalysisPlan.Stopping;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.PassingDay;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.time.SimulatedScheduler;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlannedSampleTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AnalysisPlan PLAN = AnalysisPlan.of(0.05, 0.8, 0.5, 14, Stopping.FIXED_DAYS);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));

    @AutoClose
    private final AdministeredSandbox sandbox = new AdministeredSandbox(PlannedSampleTest::described, clock);

    private static ExperimentSpec described(String what) {
        return switch (what) {
            case "declared" -> spec(new PeopleSpec.Live(), 1, PLAN.expecting(20.0));
            case "silent" -> spec(new PeopleSpec.Live(), 1, PLAN);
            case "uneven" -> spec(new PeopleSpec.Live(), 4, PLAN.expecting(20.0));
            case "short" ->
                spec(new PeopleSpec.Live(true), 1, PLAN.withPeople(40).expecting(5.0));
            case "simulated" -> spec(new PeopleSpec.Simulated("stationary", 1, 63), 1, PLAN);
            case "too few" -> spec(new PeopleSpec.Simulated("stationary", 1, 62), 1, PLAN);
            case "unplanned" -> spec(new PeopleSpec.Live(), 1, null);
            default -> throw new IllegalArgumentException("e.yaml:1:1: nothing like that");
        };
    }

    private static ExperimentSpec spec(PeopleSpec people, double controlWeight, @Nullable AnalysisPlan plan) {
        return ExperimentSpec.builder(
                        "exp_one",
                        "One",
                        List.of(
                                VariantSpec.control("var_control").weighing(controlWeight),
                                VariantSpec.treatment("var_a", GuardrailLimits.standard())))
                .people(people)
                .plan(plan)
                .build();
    }

    private JsonNode tried(String description) {
        Answer answer = sandbox.call("POST", ALL + "?dryRun=true", description);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).at("/data/sample");
    }

    @Test
    @DisplayName(
            "creating an experiment tells the people that the planned effect takes, and the days until they have come")
    void isToldAtCreation() {
        Answer created = sandbox.call("POST", ALL, "declared");
        JsonNode sample = JSON.readTree(created.body()).at("/data/sample");

        assertThat(created.status()).isEqualTo(201);
        assertThat(sample.get("effect").doubleValue()).isEqualTo(0.5);
        assertThat(sample.get("peoplePerVariant").intValue()).isEqualTo(63);
        assertThat(sample.get("peoplePerVariantByT").intValue()).isEqualTo(64);
        assertThat(sample.get("people").intValue()).isEqualTo(126);
        assertThat(sample.get("powerAsPlanned").doubleValue()).isBetween(0.79, 0.80);
        assertThat(sample.get("arrivals").stringValue()).isEqualTo("declared");
        assertThat(sample.get("days").intValue()).as("126 people at 20 a day").isEqualTo(7);
        assertThat(sample.get("warnings").isEmpty()).isTrue();
        assertThat(JSON.readTree(sandbox.get(ALL + "/exp_one").body()).at("/data/sample"))
                .isEqualTo(sample);
    }

    @Test
    @DisplayName("a dry run tells the same and creates nothing, and refuses what creating would refuse")
    void isToldBeforehand() {
        assertThat(tried("declared").get("days").intValue()).isEqualTo(7);
        assertThat(sandbox.experiments().all()).isEmpty();
        assertThat(sandbox.call("POST", ALL + "?dryRun=true", "nonsense").status())
                .isEqualTo(400);
        assertThat(sandbox.call("POST", ALL + "?dryRun=perhaps", "declared").status())
                .isEqualTo(400);

        assertThat(sandbox.call("POST", ALL + "?dryRun=false", "declared").status())
                .isEqualTo(201);
        Answer taken = sandbox.call("POST", ALL + "?dryRun=true", "declared");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.body()).isEqualTo(sandbox.call("POST", ALL, "declared").body());
    }

    @Test
    @DisplayName("where nobody says how many arrive, the days are not known; without a plan there is nothing to tell")
    void tellsOnlyWhatIsKnown() {
        JsonNode sample = tried("silent");
        assertThat(sample.get("peoplePerVariant").intValue()).isEqualTo(63);
        assertThat(sample.get("days").isNull()).isTrue();
        assertThat(sample.get("arrivals").isNull()).isTrue();
        assertThat(tried("unplanned").isNull()).isTrue();
    }

    @Test
    @DisplayName("the variant of the least weight is the last to have its people")
    void waitsForTheSmallest() {
        JsonNode sample = tried("uneven");

        assertThat(sample.get("people").intValue()).isEqualTo(5 * 63);
        assertThat(sample.get("days").intValue()).isEqualTo(16);
        assertThat(sample.get("warnings").get(0).stringValue())
                .isEqualTo("The 315 people have arrived after 16 days; the look is planned after 14.");
    }

    @Test
    @DisplayName("a plan that is too small or too short is warned of, and so are whole sites")
    void warns() {
        JsonNode warnings = tried("short").get("warnings");

        assertThat(warnings.get(0).stringValue()).isEqualTo("The effect takes 63 people per variant; 40 are planned.");
        assertThat(warnings.get(1).stringValue()).contains("after 26 days; the look is planned after 14");
        assertThat(warnings.get(2).stringValue()).startsWith("Whole sites are assigned");
    }

    @Test
    @DisplayName("simulated people are there from the first day on, or never")
    void knowsSimulatedPeople() {
        assertThat(tried("simulated").get("days").intValue()).isZero();
        assertThat(tried("simulated").get("arrivals").stringValue()).isEqualTo("simulated");
        assertThat(tried("too few").get("days").isNull()).isTrue();
        assertThat(tried("too few").get("warnings").get(0).stringValue()).contains("126", "124 are simulated");
    }

    @Test
    @DisplayName("once a day is over, people arrive as they did so far, whatever was expected")
    void estimatesFromEnrolment() {
        sandbox.call("POST", ALL, "declared");
        sandbox.post(ALL + "/exp_one/launch");
        sandbox.post(ALL + "/exp_one/start");
        for (int person = 0; person < 9; person++) {
            sandbox.call(
                    "POST",
                    "/api/events",
                    "{\"id\":\"" + person + "\",\"person\":\"p" + person + "\",\"kind\":\"scan\"}");
        }
        Experiment experiment = sandbox.experiments().find("exp_one").orElseThrow();
        PassingDay.of(experiment, clock);
        JsonNode sample = JSON.readTree(sandbox.get(ALL + "/exp_one").body()).at("/data/sample");

        assertThat(sample.get("arrivals").stringValue()).isEqualTo("observed");
        assertThat(sample.get("arrivalsPerDay").doubleValue()).isEqualTo(9);
        assertThat(sample.get("days").intValue()).isEqualTo(14);
    }
}
