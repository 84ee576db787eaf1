package io.agentflux.sandbox.admin;

import static io.agentflux.sandbox.admin.AdministeredSandbox.ALL;
import static io.agentflux.sandbox.admin.AdministeredSandbox.ONE;
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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatisticsRoutesTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AnalysisPlan PLAN = AnalysisPlan.of(0.05, 0.8, 0.5, 3, Stopping.FIXED_DAYS);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));

    @AutoClose
    private final AdministeredSandbox sandbox = new AdministeredSandbox(
            text -> described(text.equals("planned") ? PLAN : null, text.equals("short") ? 2 : null), clock);

    private static ExperimentSpec described(@Nullable AnalysisPlan plan, @Nullable Integer days) {
        return ExperimentSpec.builder(
                        "exp_one",
                        "One",
                        List.of(
                                VariantSpec.control("var_control"),
                                VariantSpec.treatment("var_a", new GuardrailLimits(Duration.ofMinutes(1), 50))
                                        .named("A"),
                                VariantSpec.treatment("var_b", GuardrailLimits.standard())))
                .hypothesis("More is more.")
                .people(new PeopleSpec.Simulated("stationary", 1, 40))
                .plan(plan)
                .days(days)
                .build();
    }

    private void run(String description) {
        assertThat(sandbox.call("POST", ALL, description).status()).isEqualTo(201);
        step("launch");
        step("start");
    }

    private void step(String step) {
        assertThat(sandbox.post(ONE + "/" + step).status()).isEqualTo(200);
    }

    private void days(int days) {
        Experiment experiment = sandbox.experiments().all().iterator().next();
        for (int day = 0; day < days; day++) {
            PassingDay.of(experiment, clock);
        }
    }

    private JsonNode data(String path) {
        Answer answer = sandbox.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("data");
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::stringValue)
                .toList();
    }

    @Test
    @DisplayName("the plan is there from the beginning, with a hash that anybody can compute, and stays the same")
    void plan() throws NoSuchAlgorithmException {
        assertThat(sandbox.call("POST", ALL, "planned").status()).isEqualTo(201);
        JsonNode before = data(ONE + "/plan");
        step("launch");
        step("start");
        days(1);
        JsonNode after = data(ONE + "/plan");

        assertThat(before.at("/plan/peoplePerVariant").intValue()).isEqualTo(63);
        assertThat(before.at("/plan/stoppingRule").stringValue()).isEqualTo("fixed-days");
        assertThat(before.at("/plan/test").stringValue()).isEqualTo("Welch t, two-sided");
        assertThat(before.at("/plan/hypothesis").stringValue()).isEqualTo("More is more.");
        assertThat(before.get("launchedAt").isNull()).isTrue();
        assertThat(after.get("launchedAt").stringValue()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(after.get("launchSequence").longValue()).isEqualTo(2);
        assertThat(after.get("document")).isEqualTo(before.get("document"));
        assertThat(JSON.readTree(after.get("document").stringValue())).isEqualTo(after.get("plan"));
        assertThat(after.get("sha256").stringValue())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(after.get("document").stringValue().getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    @DisplayName("an early look, interventions and too few people are told beside the figures")
    void deviations() {
        run("planned");
        days(2);
        JsonNode early = data(ONE + "/statistics");
        step("pause");
        step("resume");
        sandbox.call("POST", ONE + "/variants/var_a/freeze", "{}");
        days(1);
        step("complete");
        JsonNode late = data(ONE + "/statistics");

        assertThat(early.get("planned").booleanValue()).isFalse();
        assertThat(texts(early.get("deviations")))
                .singleElement()
                .asString()
                .contains("not the planned one: it is day 2");
        assertThat(late.get("planned").booleanValue()).isTrue();
        assertThat(late.get("planSha256")).isEqualTo(data(ONE + "/plan").get("sha256"));
        assertThat(texts(late.get("deviations")))
                .anyMatch(text -> text.startsWith("'A' has ") && text.endsWith(" people; 63 were planned."))
                .contains("It was paused 1 time(s).", "Agents were stopped by a freeze 1 time(s).")
                .noneMatch(text -> text.contains("not the planned one") || text.contains("It ended after"));
        assertThat(late.at("/variants/0/isControl").booleanValue()).isTrue();
        assertThat(late.at("/variants/0/versusControl").isEmpty()).isTrue();
        assertThat(late.at("/variants/1/versusControl/SCAN_FREQUENCY/method").stringValue())
                .isEqualTo("Welch t");
        assertThat(late.at("/variants/1/standing/rank").intValue()).isBetween(1, 3);
    }

    @Test
    @DisplayName("without a plan there is none to be read, and the statistics say so")
    void noPlan() {
        run("not planned");
        days(1);

        assertThat(sandbox.get(ONE + "/plan").status()).isEqualTo(404);
        assertThat(texts(data(ONE + "/statistics").get("deviations")))
                .containsExactly("The analysis was not planned beforehand.");
        assertThat(data(ONE + "/statistics").get("planSha256").isNull()).isTrue();
    }

    @Test
    @DisplayName("an experiment of two days is never on its third")
    void countsDays() {
        run("short");
        assertThat(data(ONE).get("experimentDays").intValue()).isEqualTo(1);
        days(1);
        assertThat(data(ONE).get("experimentDays").intValue()).isEqualTo(2);
        days(1);
        assertThat(data(ONE).get("experimentDays").intValue()).isEqualTo(2);
    }

    @Test
    @DisplayName("the comparisons can be taken out as a table, with the hash of the plan in each row")
    void exports() {
        run("planned");
        days(3);

        List<String> csv =
                sandbox.get(ONE + "/export/statistics").body().lines().toList();
        List<JsonNode> lines = sandbox.get(ONE + "/export/statistics?format=jsonl")
                .body()
                .lines()
                .map(JSON::readTree)
                .toList();

        assertThat(csv.get(0))
                .startsWith("day,status,variantId,variantName,metric,primary,method,difference,low,high,");
        assertThat(csv).hasSize(lines.size() + 1).hasSizeGreaterThan(6);
        Map<String, Long> perVariant = lines.stream()
                .collect(Collectors.groupingBy(line -> line.get("variantId").stringValue(), Collectors.counting()));
        assertThat(perVariant).containsOnlyKeys("var_a", "var_b");
        assertThat(lines)
                .allMatch(line ->
                        line.get("planSha256").equals(data(ONE + "/plan").get("sha256")))
                .anyMatch(line -> line.get("metric").stringValue().equals("RETENTION_RATE")
                        && !line.get("primary").booleanValue());
        JsonNode scans = data(ONE + "/statistics").at("/variants/1/versusControl/SCAN_FREQUENCY");
        assertThat(lines)
                .anyMatch(line -> line.get("variantId").stringValue().equals("var_a")
                        && line.get("metric").stringValue().equals("SCAN_FREQUENCY")
                        && line.get("pValue").equals(scans.get("pValue"))
                        && line.get("difference").equals(scans.get("difference")));
    }

    @Test
    @DisplayName("people per variant and days for an effect")
    void power() {
        JsonNode plan = data("/api/admin/power?effect=0.5&arrivalsPerDay=20");

        assertThat(plan.get("peoplePerVariant").intValue()).isEqualTo(63);
        assertThat(plan.get("peoplePerVariantByT").intValue()).isEqualTo(64);
        assertThat(plan.get("people").intValue()).isEqualTo(126);
        assertThat(plan.get("days").intValue()).isEqualTo(7);
        assertThat(data("/api/admin/power?effect=0.2&alpha=0.01&power=0.9&variants=3")
                        .get("days")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?effect=0",
                "?effect=x",
                "?effect=NaN",
                "?effect=0.5&alpha=2",
                "?effect=0.5&power=1",
                "?effect=0.5&variants=1",
                "?effect=0.5&arrivalsPerDay=0",
                "?effect=0.000001",
                "?effect=0.5&effect=0.6"
            })
    @DisplayName("what cannot be planned is refused with the reason")
    void refusesPower(String query) {
        assertThat(sandbox.get("/api/admin/power" + query).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "effect=0 | No sample is large enough to find an effect of 0.",
                "effect=0.5&alpha=2 | alpha is 2; give a number between 0 and 1.",
                "effect=0.5&power=0 | power is 0; give a number between 0 and 1.",
                "effect=0.5&arrivalsPerDay=-1 | -1 people arrive on a day; give a number above 0, or none."
            })
    @DisplayName("and the reason names what was asked, as it was written")
    void namesWhatWasAsked(String query, String error) {
        assertThat(sandbox.get("/api/admin/power?" + query).body()).contains(error);
    }
}
