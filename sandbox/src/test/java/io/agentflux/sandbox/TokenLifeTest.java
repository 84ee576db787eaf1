package io.agentflux.sandbox;

import static io.agentflux.sandbox.TestArena.PATIENCE;
import static io.agentflux.sandbox.TestArena.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ExperimentStatus;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.IssuedToken;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.StrategyTokens;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.time.SimulatedScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenLifeTest {

    private static final Cause CAUSE = new Cause("test", "");
    private static final String CONFIG = "/api/arena/variant/config";
    private static final String UPDATE = "{\"economyOverrides\":{\"scanXp\":12},\"reasoning\":\"\"}";

    private final String store;
    private SandboxHandle sandbox;
    private final Experiment experiment;
    private final IssuedToken token;
    private RawConnection connection;

    TokenLifeTest(@TempDir Path folder) {
        store = folder.resolve("arena.db").toString();
        sandbox = startedAt(TestArena.START);
        experiment = get(sandbox.experiments()
                .create(
                        ExperimentSpec.builder(
                                        "exp_one",
                                        "One",
                                        List.of(
                                                VariantSpec.control("var_control"),
                                                VariantSpec.treatment("var_agent", GuardrailLimits.standard())))
                                .people(new PeopleSpec.Simulated("stationary", 1, 5))
                                .build(),
                        CAUSE));
        token = get(sandbox.experiments().tokens().issue(experiment.spec(), "var_agent", CAUSE));
        connection = new RawConnection(sandbox.port());
    }

    private SandboxHandle startedAt(Instant start) {
        return get(ArenaSandbox.create()
                .scheduler(SimulatedScheduler.startingAt(start))
                .keepingIn(store)
                .start());
    }

    /** A year in which a sandbox watches its experiments is long even if it is simulated. */
    private void restartAt(Instant start) {
        stop();
        sandbox = startedAt(start);
        connection = new RawConnection(sandbox.port());
    }

    @AfterEach
    void stop() {
        connection.close();
        sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
    }

    private Answer call(String method, String path, String body) {
        return connection.call(method, path, token.secret(), body);
    }

    private void move(ExperimentStatus... steps) {
        for (ExperimentStatus step : steps) {
            experiment.moveTo(step, CAUSE).block(PATIENCE);
        }
    }

    private static void assertNotRunning(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"accepted\":false", "\"rejectionReason\":\"EXPERIMENT_NOT_RUNNING\"")
                .containsPattern("\"decisionLogId\":\"dec_[^\"]+\"");
    }

    @Test
    @DisplayName("an update is refused in words in each state but RUNNING, and each refusal is in the log")
    void updatesWhileNotRunning() {
        assertNotRunning(call("PUT", CONFIG, UPDATE));
        move(ExperimentStatus.RECRUITING);
        assertNotRunning(call("PUT", CONFIG, UPDATE.replace("12", "13")));
        move(ExperimentStatus.RUNNING, ExperimentStatus.PAUSED);
        assertNotRunning(call("PUT", CONFIG, UPDATE.replace("12", "14")));
        move(ExperimentStatus.COMPLETED);
        assertNotRunning(call("PUT", CONFIG, UPDATE.replace("12", "11")));
        assertThat(call("GET", "/api/arena/decisions", "").body()).contains("\"total\":4");
        move(ExperimentStatus.ARCHIVED);
        assertNotRunning(call("PUT", CONFIG, UPDATE.replace("12", "9")));

        assertThat(experiment.state().variant("var_agent").rejected()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/arena/variant",
        "GET, /api/arena/signals",
        "POST, /api/arena/heartbeat",
        "GET, /api/arena/scoreboard",
        "GET, /api/arena/decisions",
        "GET, /api/arena/webhooks",
        "GET, /api/arena/stream",
    })
    @DisplayName("whatever else a token opened is closed when its experiment is archived")
    void archivedExperiment(String method, String path) {
        move(ExperimentStatus.ARCHIVED);

        Answer answer = call(method, path, "{\"requestedPollInterval\":60}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("EXPERIMENT_ENDED", "exp_one");
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/arena/variant", "PUT, " + CONFIG})
    @DisplayName("a token is good up to its last moment, afterwards it is unknown")
    void expiredToken(String method, String path) {
        restartAt(TestArena.START.plus(StrategyTokens.LIFETIME).minusMillis(1));
        assertThat(call(method, path, UPDATE).status()).isEqualTo(200);
        restartAt(TestArena.START.plus(StrategyTokens.LIFETIME));
        Answer answer = call(method, path, UPDATE);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer");
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/arena/variant", "PUT, " + CONFIG})
    @DisplayName("a revoked token is told so, also when its experiment is archived and its time is over")
    void revokedToken(String method, String path) {
        sandbox.experiments().tokens().revoke(token.token().id(), CAUSE).block(PATIENCE);
        move(ExperimentStatus.ARCHIVED);
        Answer answer = call(method, path, UPDATE);
        restartAt(TestArena.START.plus(StrategyTokens.LIFETIME));
        Answer later = call(method, path, UPDATE);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("TOKEN_REVOKED");
        assertThat(later.status()).isEqualTo(403);
    }

    @Test
    @DisplayName("a token in which one character was changed is unknown")
    void tamperedToken() {
        String secret = token.secret();
        char last = secret.charAt(secret.length() - 2);
        String tampered = secret.substring(0, secret.length() - 2)
                + (last == 'A' ? 'B' : 'A')
                + secret.charAt(secret.length() - 1);

        assertThat(connection.call("GET", "/api/arena/variant", tampered, "").status())
                .isEqualTo(401);
        assertThat(connection.call("PUT", CONFIG, tampered, UPDATE).status()).isEqualTo(401);
    }
}
