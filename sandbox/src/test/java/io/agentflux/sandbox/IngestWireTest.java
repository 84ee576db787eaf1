package io.agentflux.sandbox;

import static io.agentflux.sandbox.TestArena.PATIENCE;
import static io.agentflux.sandbox.TestArena.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.StrategyTokens;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.http.ServerLimits;
import io.agentflux.time.SimulatedScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The token for activities, and what happens to those who try wrong ones. */
class IngestWireTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Cause CAUSE = new Cause("test", "");
    private static final String ADMIN = "admin_secret";
    private static final String TOKENS = "/api/admin/ingest-tokens";
    private static final String EVENTS = "/api/events";
    private static final String SCAN = "{\"id\":\"e1\",\"person\":\"ann\",\"kind\":\"scan\"}";

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(TestArena.START);
    private SandboxHandle sandbox = started("memory", clock);
    private RawConnection connection = new RawConnection(sandbox.port());

    private static SandboxHandle started(String store, SimulatedScheduler clock) {
        return get(ArenaSandbox.create()
                .scheduler(clock)
                .keepingIn(store)
                .administeredBy(AdministratorToken.of(ADMIN))
                .limits(ServerLimits.ofDefaults().failedLoginsPerMinute(6))
                .start());
    }

    @AfterEach
    void stop() {
        connection.close();
        sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
    }

    private void run(String id, String tenant) {
        var experiment = get(sandbox.experiments()
                .create(
                        ExperimentSpec.builder(
                                        id,
                                        id,
                                        List.of(
                                                VariantSpec.control("control"),
                                                VariantSpec.treatment("a", GuardrailLimits.standard())))
                                .tenant(tenant)
                                .people(new PeopleSpec.Live())
                                .build(),
                        CAUSE));
        experiment.start(CAUSE).block(PATIENCE);
    }

    private Answer admin(String method, String path, String body) {
        return connection.call(method, path, ADMIN, body);
    }

    private int tell(String token, String body) {
        return connection.call("POST", EVENTS, token, body).status();
    }

    private static String text(Answer answer, String member) {
        JsonNode value = JSON.readTree(answer.body()).at("/data/" + member);
        return value.stringValue();
    }

    private static String of(String experimentId) {
        return SCAN.replace("{", "{\"experimentId\":\"" + experimentId + "\",");
    }

    @Test
    @DisplayName("a token for one experiment tells of its people and opens nothing else")
    void scopeOfAnExperiment() {
        run("exp_a", "school");
        run("exp_b", "school");
        Answer issued = admin("POST", TOKENS, "{\"experimentId\":\"exp_a\",\"by\":\"Ada\"}");
        String token = text(issued, "ingestToken");

        assertThat(issued.status()).isEqualTo(201);
        assertThat(token).startsWith("ingest_");
        assertThat(tell(token, SCAN)).isEqualTo(200);
        assertThat(tell(token, of("exp_a"))).isEqualTo(200);
        assertThat(tell(token, of("exp_b"))).isEqualTo(404);
        assertThat(tell(ADMIN, of("exp_b")))
                .as("an administrator goes on to tell of all")
                .isEqualTo(200);
        assertThat(connection.call("GET", "/api/arena/variant", token, "").status())
                .isEqualTo(403);
        assertThat(connection.call("GET", "/api/admin/experiments", token, "").status())
                .isEqualTo(403);
        assertThat(admin("GET", TOKENS, "").body())
                .contains(text(issued, "tokenId"), "\"experimentId\":\"exp_a\"")
                .doesNotContain(token);
        assertThat(admin("GET", "/api/admin/experiments/exp_a/events?types=token-issued", "")
                        .body())
                .contains(text(issued, "tokenId"), "Ada")
                .doesNotContain(token);
    }

    @Test
    @DisplayName("a token of a tenant tells of all experiments of that tenant, and of no other")
    void scopeOfATenant() {
        run("exp_a", "school");
        run("exp_b", "school");
        run("exp_c", "museum");
        String token = text(admin("POST", TOKENS, "{\"tenant\":\"school\"}"), "ingestToken");

        assertThat(tell(token, of("exp_a"))).isEqualTo(200);
        assertThat(tell(token, of("exp_b"))).isEqualTo(200);
        assertThat(tell(token, of("exp_c"))).isEqualTo(404);
        assertThat(tell(token, SCAN)).as("which of both?").isEqualTo(400);
    }

    private void restart(Path folder, SimulatedScheduler clock) {
        stop();
        sandbox = started(folder.resolve("arena.db").toString(), clock);
        connection = new RawConnection(sandbox.port());
    }

    @Test
    @DisplayName("a token is replaced, revoked, and over after a year")
    void lifeOfAToken(@TempDir Path folder) {
        restart(folder, clock);
        run("exp_a", "school");
        Answer issued = admin("POST", TOKENS, "{\"experimentId\":\"exp_a\"}");
        Answer rotated = admin("POST", TOKENS + "/" + text(issued, "tokenId") + "/rotate", "");
        String token = text(rotated, "ingestToken");

        assertThat(tell(text(issued, "ingestToken"), SCAN)).isEqualTo(403);
        assertThat(tell(token, SCAN)).isEqualTo(200);
        Answer other = admin("POST", TOKENS, "{\"experimentId\":\"exp_a\"}");
        assertThat(admin("DELETE", TOKENS + "/" + text(other, "tokenId"), "").status())
                .isEqualTo(200);
        assertThat(tell(text(other, "ingestToken"), SCAN)).isEqualTo(403);
        restart(folder, SimulatedScheduler.startingAt(TestArena.START.plus(StrategyTokens.LIFETIME)));
        assertThat(tell(token, SCAN)).isEqualTo(401);
    }

    @Test
    @DisplayName("tokens are there after a restart, as they were")
    void survivesARestart(@TempDir Path folder) {
        restart(folder, clock);
        run("exp_a", "school");
        String token = text(admin("POST", TOKENS, "{\"tenant\":\"school\"}"), "ingestToken");
        Answer revoked = admin("POST", TOKENS, "{\"tenant\":\"school\"}");
        admin("DELETE", TOKENS + "/" + text(revoked, "tokenId"), "");
        restart(folder, clock);

        assertThat(tell(token, SCAN)).isEqualTo(200);
        assertThat(tell(text(revoked, "ingestToken"), SCAN)).isEqualTo(403);
    }

    @Test
    @DisplayName("a token is for something, and what is not there is told")
    void refusesNonsense() {
        for (String nonsense : List.of("", "{}", "{\"tenant\":\"a\",\"experimentId\":\"b\"}", "[]")) {
            assertThat(admin("POST", TOKENS, nonsense).status()).as(nonsense).isEqualTo(400);
        }
        assertThat(admin("POST", TOKENS, "{\"experimentId\":\"nothing\"}").status())
                .isEqualTo(404);
        assertThat(admin("POST", TOKENS + "/nothing/rotate", "").status()).isEqualTo(404);
        assertThat(admin("DELETE", TOKENS + "/nothing", "").status()).isEqualTo(404);
    }

    @Test
    @DisplayName(
            "after too many wrong tokens of an address the administrator's is not looked at, right ones of others are")
    void limitsGuessing() {
        run("exp_a", "school");
        String agent = get(sandbox.experiments()
                        .tokens()
                        .issue(sandbox.experiments().find("exp_a").orElseThrow().spec(), "a", CAUSE))
                .secret();
        String ingest = text(admin("POST", TOKENS, "{\"tenant\":\"school\"}"), "ingestToken");
        for (int guess = 0; guess < 6; guess++) {
            String path =
                    List.of("/api/admin/experiments", "/api/arena/variant").get(guess % 2);
            assertThat(connection.call("GET", path, "guess-" + guess, "").status())
                    .isEqualTo(401);
        }
        Answer refused = admin("GET", "/api/admin/experiments", "");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsEntry("retry-after", "10");
        assertThat(connection.call("GET", "/api/arena/variant", "guess", "").status())
                .isEqualTo(429);
        assertThat(connection.call("GET", "/api/arena/variant", ADMIN, "").status())
                .as("not even whether it is the administrator's is told")
                .isEqualTo(429);
        assertThat(connection.call("GET", "/api/arena/variant", agent + "x", "").status())
                .as("a variant's token that is wrong is no guess")
                .isEqualTo(401);
        assertThat(tell("guess", SCAN)).isEqualTo(429);
        assertThat(connection.call("GET", "/api/arena/variant", agent, "").status())
                .isEqualTo(200);
        assertThat(tell(ingest, SCAN)).isEqualTo(200);
        assertThat(connection.call("GET", "/health/live", "", "").status()).isEqualTo(200);

        clock.advanceTo(TestArena.START.plusSeconds(10));
        assertThat(admin("GET", "/api/admin/experiments", "").status()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "an administrator with a token that cannot be guessed is let in whatever wrong ones come from the address")
    void letsAdministratorsIn() {
        sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
        String secret = "admin_" + "7Qp4".repeat(8);
        sandbox = get(ArenaSandbox.create()
                .scheduler(clock)
                .keepingIn("memory")
                .administeredBy(AdministratorToken.of(secret))
                .limits(ServerLimits.ofDefaults().failedLoginsPerMinute(1))
                .start());
        connection.close();
        connection = new RawConnection(sandbox.port());
        String path = "/api/admin/experiments";
        assertThat(connection.call("GET", path, "guess", "").status()).isEqualTo(401);
        assertThat(connection.call("GET", path, "guess", "").status()).isEqualTo(429);

        assertThat(connection.call("GET", path, secret, "").status()).isEqualTo(200);
        assertThat(connection.call("GET", path, secret + "x", "").status()).isEqualTo(401);
    }
}
