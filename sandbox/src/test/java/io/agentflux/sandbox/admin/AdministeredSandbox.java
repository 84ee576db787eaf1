package io.agentflux.sandbox.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.AdministratorToken;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.RawConnection;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sandbox in memory, and a connection on which its administrator asks. */
final class AdministeredSandbox implements AutoCloseable {

    static final String ADMINISTRATOR = "admin_for_tests_only";
    static final String ALL = "/api/admin/experiments";
    static final String ONE = ALL + "/exp_one";
    static final String AGENT = ONE + "/variants/var_agent";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    private final SandboxHandle sandbox;
    private final RawConnection connection;

    /** Makes of each id an experiment that is {@linkplain #described described} by it. */
    AdministeredSandbox() {
        this(AdministeredSandbox::described, Schedulers.parallel());
    }

    AdministeredSandbox(ExperimentReader reader, Scheduler clock) {
        sandbox = ArenaSandbox.create()
                .scheduler(clock)
                .keepingIn("memory")
                .administeredBy(AdministratorToken.of(ADMINISTRATOR))
                .readingExperimentsBy(reader)
                .start()
                .blockOptional(PATIENCE)
                .orElseThrow();
        connection = new RawConnection(sandbox.port());
    }

    /** Understands {@code exp_one} and the like. */
    static ExperimentSpec described(String text) {
        if (!text.startsWith("exp_")) {
            throw new IllegalArgumentException("e.yaml:1:1: give 'exp_' and a name");
        }
        return ExperimentSpec.builder(
                        text,
                        text,
                        List.of(
                                VariantSpec.control("var_control"),
                                VariantSpec.treatment("var_agent", new GuardrailLimits(Duration.ofMinutes(1), 50)),
                                VariantSpec.treatment("var_fixed", GuardrailLimits.standard())
                                        .withoutAgent()))
                .people(new PeopleSpec.Simulated("stationary", 1, 5))
                .extraMetrics(List.of("STICKINESS"))
                .build();
    }

    @Override
    public void close() {
        connection.close();
        sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
    }

    Experiments experiments() {
        return sandbox.experiments();
    }

    /** For requests of others than the administrator, or of another form. */
    RawConnection connection() {
        return connection;
    }

    Answer call(String method, String path, String body) {
        return connection.call(method, path, ADMINISTRATOR, body);
    }

    Answer post(String path) {
        return call("POST", path, "");
    }

    Answer get(String path) {
        return call("GET", path, "");
    }

    /** A request of an agent. */
    Answer get(String path, String token) {
        return connection.call("GET", path, token, "");
    }

    /** What an agent's update is refused for, null if it is not. */
    @Nullable String update(String token, int scanXp) {
        return read(
                        connection.call(
                                "PUT",
                                "/api/arena/variant/config",
                                token,
                                "{\"economyOverrides\": {\"scanXp\": " + scanXp + "}, \"reasoning\": \"=1+1\"}"),
                        "/data/rejectionReason")
                .stringValue(null);
    }

    void create() {
        assertThat(call("POST", ALL, "exp_one").status()).isEqualTo(201);
    }

    static JsonNode read(Answer answer, String pointer) {
        return JSON.readTree(answer.body()).at(pointer);
    }

    static String text(Answer answer, String pointer) {
        return read(answer, pointer).stringValue();
    }

    static List<String> texts(Answer answer, String list, String member) {
        return read(answer, list)
                .valueStream()
                .map(item -> item.get(member).stringValue())
                .toList();
    }
}
