package io.agentflux.sandbox;

import static io.agentflux.sandbox.TestArena.START;
import static io.agentflux.sandbox.TestArena.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Decision;
import io.agentflux.arena.Metric;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.PassingDay;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.metrics.ExtraMetric;
import io.agentflux.sandbox.metrics.MetricSample;
import io.agentflux.sandbox.metrics.RecentActivity;
import io.agentflux.sandbox.store.DecisionFilter;
import io.agentflux.sandbox.store.DecisionLog;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An arena as a program has it that brings metrics of its own. */
class EmbeddedArenaTest {

    private static final String ADMINISTRATOR = "admin_for_tests_only";
    private static final String ALL = "/api/admin/experiments";
    private static final Cause CAUSE = new Cause("test", "because");
    private static final Duration SOON = Duration.ofSeconds(30);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private final SandboxHandle sandbox = get(ArenaSandbox.create()
            .scheduler(clock)
            .keepingIn("memory")
            .administeredBy(AdministratorToken.of(ADMINISTRATOR))
            .readingExperimentsBy(EmbeddedArenaTest::described)
            .experiments(Experiments.Settings.ofDefaults()
                    .extraMetric(new Own("EVERYBODY", false))
                    .extraMetric(new Own("DEFECTIVE", true)))
            .start());

    private final RawConnection connection = new RawConnection(sandbox.port());

    @AfterEach
    void stop() {
        connection.close();
        sandbox.stop(SOON).block(SOON);
    }

    /** The share of people who are there: all of them. A defect shows from the first evening on. */
    private record Own(String name, boolean isDefective) implements ExtraMetric {

        @Override
        public Metric.Kind kind() {
            return Metric.Kind.MEAN;
        }

        @Override
        public MetricSample sample(RecentActivity people) {
            if (isDefective && people.days() > 0) {
                throw new IllegalStateException("a defect of whoever wrote the metric");
            }
            double[] ones = new double[people.people()];
            Arrays.fill(ones, 1);
            return MetricSample.of(ones, ones);
        }
    }

    /** The experiment of that name, which reports the extra metric of that name. */
    private static ExperimentSpec described(String metric) {
        return ExperimentSpec.builder(
                        metric,
                        metric,
                        List.of(
                                VariantSpec.control("control"),
                                VariantSpec.treatment("agent", new GuardrailLimits(Duration.ofMinutes(1), 50))))
                .people(new PeopleSpec.Simulated("stationary", 1, 40))
                .extraMetrics(List.of(metric))
                .build();
    }

    private RawConnection.Answer created(String metric) {
        return connection.call("POST", ALL, ADMINISTRATOR, metric);
    }

    private Experiment running(String metric) {
        assertThat(created(metric).status()).isEqualTo(201);
        Experiment experiment = sandbox.experiments().find(metric).orElseThrow();
        experiment.start(CAUSE).block(SOON);
        return experiment;
    }

    private String token(Experiment experiment) {
        return get(sandbox.experiments().tokens().issue(experiment.spec(), "agent", CAUSE))
                .secret();
    }

    private JsonNode asked(String method, String path, String token, String body) {
        return new JsonMapper()
                .readTree(connection.call(method, path, token, body).body())
                .path("data");
    }

    @Test
    @DisplayName(
            "a metric of the program's own is told to agents and to the administrator; one that is not made known is refused")
    void ownMetric() {
        Experiment experiment = running("EVERYBODY");
        PassingDay.of(experiment, clock);

        JsonNode signal =
                asked("GET", "/api/arena/signals", token(experiment), "").at("/metrics/EVERYBODY");
        assertThat(signal.path("value").doubleValue()).isEqualTo(1);
        assertThat(signal.path("sampleSize").intValue()).isPositive();
        assertThat(connection
                        .call("GET", ALL + "/EVERYBODY/export/metrics", ADMINISTRATOR, "")
                        .body())
                .contains(",everybody,everybody_std,everybody_n,");
        assertThat(connection
                        .call("GET", ALL + "/EVERYBODY/statistics", ADMINISTRATOR, "")
                        .body())
                .contains("\"EVERYBODY\"");
        assertThat(created("NOBODY").body()).contains("there is no extra metric 'NOBODY'", "EVERYBODY, DEFECTIVE");
    }

    @Test
    @DisplayName("a metric that throws keeps its own experiment from living on, and no other")
    void defectiveMetric() {
        Experiment defective = running("DEFECTIVE");
        Experiment other = running("EVERYBODY");

        PassingDay.of(other, clock);
        PassingDay.of(other, clock);

        assertThat(defective.daysPlayed()).isZero();
        assertThat(asked("GET", "/api/arena/variant", token(defective), "")
                        .path("experimentStatus")
                        .stringValue())
                .isEqualTo("RUNNING");
    }

    @Test
    @DisplayName("the program reads the decisions of a variant by outcome and time")
    void decisions() {
        Experiment experiment = running("EVERYBODY");
        String token = token(experiment);
        String accepted = updated(token, 12);
        String tooEarly = updated(token, 13);
        clock.advanceBy(Duration.ofMinutes(2));
        String later = updated(token, 14);

        assertThat(read(new DecisionFilter(true, null, null))).containsExactly(later, accepted);
        assertThat(read(new DecisionFilter(false, null, null))).containsExactly(tooEarly);
        Instant between = START.plus(Duration.ofMinutes(1));
        assertThat(read(new DecisionFilter(true, between, null))).containsExactly(later);
        assertThat(read(new DecisionFilter(null, null, between))).containsExactly(tooEarly, accepted);
    }

    private String updated(String token, int scanXp) {
        String update = "{\"economyOverrides\": {\"scanXp\": " + scanXp + "}, \"reasoning\": \"\"}";
        return asked("PUT", "/api/arena/variant/config", token, update)
                .path("decisionLogId")
                .stringValue();
    }

    private List<String> read(DecisionFilter filter) {
        return get(DecisionLog.of(sandbox.experiments().store()).page("EVERYBODY", "agent", filter, 1, 20))
                .decisions()
                .stream()
                .map(Decision::id)
                .toList();
    }
}
