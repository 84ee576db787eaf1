package io.agentflux.sandbox.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.http.Manifest;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.AdministratorToken;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.RawConnection;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AdministrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();
    static final String ADMINISTRATOR = "admin_for_tests_only";
    private static final String ALL = "/api/admin/experiments";
    private static final String ONE = ALL + "/exp_one";
    private static final String AGENT = ONE + "/variants/var_agent";

    private SandboxHandle sandbox;
    private RawConnection connection;

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

    /** A sandbox in memory that makes an experiment of its id. */
    static SandboxHandle started() {
        return ArenaSandbox.create()
                .keepingIn("memory")
                .administeredBy(AdministratorToken.of(ADMINISTRATOR))
                .readingExperimentsBy(AdministrationTest::described)
                .start()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    @BeforeEach
    void start() {
        sandbox = started();
        connection = new RawConnection(sandbox.port());
    }

    @AfterEach
    void stop() {
        connection.close();
        sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
    }

    private Answer call(String method, String path, String body) {
        return connection.call(method, path, ADMINISTRATOR, body);
    }

    private Answer post(String path) {
        return call("POST", path, "");
    }

    private Answer get(String path) {
        return call("GET", path, "");
    }

    private void create() {
        assertThat(call("POST", ALL, "exp_one").status()).isEqualTo(201);
    }

    private static JsonNode read(Answer answer, String pointer) {
        return JSON.readTree(answer.body()).at(pointer);
    }

    private static String text(Answer answer, String pointer) {
        return read(answer, pointer).stringValue();
    }

    private static List<String> texts(Answer answer, String list, String member) {
        return read(answer, list)
                .valueStream()
                .map(item -> item.get(member).stringValue())
                .toList();
    }

    @Test
    @DisplayName("an experiment is created once, shown, and listed")
    void createsExperiments() {
        Answer created = call("POST", ALL, "exp_one");

        assertThat(created.status()).isEqualTo(201);
        assertThat(text(created, "/data/status")).isEqualTo("DRAFT");
        assertThat(read(created, "/data/variants/1/currentConfig/scanXp").intValue())
                .isEqualTo(10);
        assertThat(get(ONE).body()).isEqualTo(created.body());
        assertThat(texts(get(ALL), "/data/experiments", "id")).containsExactly("exp_one");
        assertThat(call("POST", ALL, "exp_one").status()).isEqualTo(409);
    }

    @Test
    @DisplayName("a description that cannot be read is answered by what the reader says")
    void refusesBadDescriptions() {
        Answer refused = call("POST", ALL, "nonsense");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(text(refused, "/error")).contains("e.yaml:1:1: give 'exp_' and a name");
    }

    @Test
    @DisplayName("an experiment moves through its life, and agents feel it")
    void movesThroughItsLife() {
        create();
        String token = text(post(AGENT + "/tokens"), "/data/strategyToken");

        for (String step : List.of("launch", "start", "pause", "resume", "complete", "archive")) {
            Answer moved = call("POST", ONE + "/" + step, "{\"by\": \"Ada\", \"reason\": \"for a test\"}");
            assertThat(moved.status()).as(step).isEqualTo(200);
            assertThat(connection.call("GET", "/api/arena/signals", token, "").status())
                    .as("signals after %s", step)
                    .isEqualTo(
                            switch (step) {
                                case "pause", "complete", "archive" -> 403;
                                default -> 200;
                            });
        }
        assertThat(texts(get(ONE + "/events?types=status-changed"), "/data/events", "outcome"))
                .containsExactly("RECRUITING", "RUNNING", "PAUSED", "RUNNING", "COMPLETED", "ARCHIVED");
        assertThat(text(get(ONE + "/events?types=status-changed"), "/data/events/0/body/by"))
                .isEqualTo("Ada");
    }

    @ParameterizedTest
    @CsvSource({"start", "pause", "resume", "complete"})
    @DisplayName("a step that is not possible now is refused with those that are")
    void refusesImpossibleSteps(String step) {
        create();

        Answer refused = post(ONE + "/" + step);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(text(refused, "/error"))
                .isEqualTo("Experiment 'exp_one' is DRAFT, so one cannot " + step + " it; possible: launch, archive.");
    }

    @Test
    @DisplayName("a frozen variant takes no updates until it is released, and neither does one of a frozen experiment")
    void freezes() {
        create();
        post(ONE + "/launch");
        post(ONE + "/start");
        String token = text(post(AGENT + "/tokens"), "/data/strategyToken");

        call("POST", AGENT + "/freeze", "{\"reason\": \"too wild\"}");
        assertThat(update(token, 11)).isEqualTo("CIRCUIT_BREAKER_ACTIVE");
        assertThat(text(get(ONE), "/data/variants/1/freeze/reason")).isEqualTo("too wild");
        post(ONE + "/freeze");
        post(AGENT + "/release");
        assertThat(update(token, 12)).isEqualTo("CIRCUIT_BREAKER_ACTIVE");
        post(ONE + "/release");
        assertThat(update(token, 13)).isNull();
    }

    @Test
    @DisplayName("half a character is refused, whatever it would name")
    void refusesHalfCharacters() {
        create();
        for (String path : List.of(ONE + "/launch", AGENT + "/tokens", "/api/admin/ingest-tokens")) {
            assertThat(call("POST", path, "{\"reason\": \"\\ud800\"}").body()).contains("half of a surrogate pair");
        }
    }

    @Test
    @DisplayName("a tenant that no experiment could name is refused")
    void refusesImpossibleTenants() {
        for (String name : List.of("My%20School", "a".repeat(65))) {
            assertThat(call("PUT", "/api/admin/tenants/" + name + "/economy", "{}")
                            .status())
                    .isEqualTo(400);
            assertThat(call("POST", "/api/admin/ingest-tokens", "{\"tenant\": \"" + name + "\"}")
                            .status())
                    .isEqualTo(400);
        }
    }

    private String update(String token, int scanXp) {
        return read(
                        connection.call(
                                "PUT",
                                "/api/arena/variant/config",
                                token,
                                "{\"economyOverrides\": {\"scanXp\": " + scanXp + "}, \"reasoning\": \"=1+1\"}"),
                        "/data/rejectionReason")
                .stringValue(null);
    }

    @Test
    @DisplayName("tokens are listed without secrets, replaced and revoked")
    void managesTokens() {
        create();
        Answer issued = post(AGENT + "/tokens");
        String secret = text(issued, "/data/strategyToken");
        String id = text(issued, "/data/tokenId");

        assertThat(issued.status()).isEqualTo(201);
        assertThat(get(ONE + "/tokens").body()).contains(id).doesNotContain(secret);
        Answer rotated = post("/api/admin/tokens/" + id + "/rotate");
        String newSecret = text(rotated, "/data/strategyToken");
        assertThat(connection.call("GET", "/api/arena/variant", secret, "").status())
                .isEqualTo(403);
        assertThat(connection.call("GET", "/api/arena/variant", newSecret, "").status())
                .isEqualTo(200);
        assertThat(post("/api/admin/tokens/" + id + "/rotate").status()).isEqualTo(409);
        assertThat(read(get(ONE + "/tokens"), "/data/tokens").size()).isEqualTo(2);
        String newId = text(rotated, "/data/tokenId");
        assertThat(call("DELETE", "/api/admin/tokens/" + newId, "").status()).isEqualTo(200);
        assertThat(connection.call("GET", "/api/arena/variant", newSecret, "").status())
                .isEqualTo(403);
        assertThat(call("DELETE", "/api/admin/tokens/nobody", "").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("the control's token opens a view of it, and updates of the control are refused")
    void handsOutTheTokenOfTheControl() {
        create();
        String token = text(post(ONE + "/variants/var_control/tokens"), "/data/strategyToken");

        assertThat(read(connection.call("GET", "/api/arena/variant", token, ""), "/data/isControl")
                        .booleanValue())
                .isTrue();
        assertThat(update(token, 12)).isEqualTo("CONTROL_VARIANT_IMMUTABLE");
        assertThat(get(ONE + "/variants/var_control/manifest").status()).isEqualTo(409);
        assertThat(post(ONE + "/variants/var_fixed/tokens").status()).isEqualTo(409);
    }

    @Test
    @DisplayName("an archived experiment hands out no tokens, and those that it has are shown as worthless")
    void endsTokensWithTheirExperiment() {
        create();
        post(AGENT + "/tokens");
        boolean before = read(get(ONE + "/tokens"), "/data/tokens/0/valid").booleanValue();
        post(ONE + "/archive");

        assertThat(before).isTrue();
        assertThat(read(get(ONE + "/tokens"), "/data/tokens/0/valid").booleanValue())
                .isFalse();
        assertThat(post(AGENT + "/tokens").status()).isEqualTo(409);
        assertThat(get(AGENT + "/manifest").status()).isEqualTo(409);
        assertThat(get(ONE + "/manifests").status()).isEqualTo(409);
    }

    @Test
    @DisplayName("a manifest carries a token that works, the same one each time")
    void handsOutManifests() {
        create();
        Answer first = get(AGENT + "/manifest");
        Manifest manifest = Manifest.parse(first.body());

        assertThat(first.headers()).containsEntry("cache-control", "no-store");
        assertThat(get(AGENT + "/manifest").body()).isEqualTo(first.body());
        assertThat(manifest.variantId()).isEqualTo("var_agent");
        assertThat(connection
                        .call("GET", "/api/arena/variant", text(first, "/strategyToken"), "")
                        .status())
                .isEqualTo(200);
        assertThat(get(ONE + "/variants/var_fixed/manifest").status()).isEqualTo(409);
        assertThat(get(ONE + "/manifests").body()).startsWith("PK").contains("exp_one-var_agent.json");
    }

    @Test
    @DisplayName("a tenant's economy reaches its experiments, and nonsense is refused")
    void changesTheTenantsEconomy() {
        create();
        String path = "/api/admin/tenants/default/economy";

        assertThat(call("PUT", path, "{\"scanXp\": 12}").status()).isEqualTo(200);
        assertThat(read(get(path), "/data/scanXp").intValue()).isEqualTo(12);
        assertThat(read(get(ONE), "/data/variants/0/currentConfig/scanXp").intValue())
                .isEqualTo(12);
        for (String nonsense : List.of(
                "{\"scanXP\": 1}", "{\"scanXp\": -1}", "{\"scanXp\": \"x\"}", "{\"scanXp\": null}", "[]", "{", "")) {
            Answer answer = call("PUT", path, nonsense);
            assertThat(answer.status()).as(nonsense).isEqualTo(400);
            assertThat(answer.body()).doesNotContain("java", "agentflux");
        }
        assertThat(read(get(path), "/data/scanXp").intValue()).isEqualTo(12);
    }

    @Test
    @DisplayName("the audit log can be taken out as CSV that no spreadsheet runs, and as exact JSON")
    void exportsDecisions() {
        create();
        post(ONE + "/launch");
        post(ONE + "/start");
        String token = text(post(AGENT + "/tokens"), "/data/strategyToken");
        update(token, 12);
        connection.call(
                "PUT",
                "/api/arena/variant/config",
                token,
                "{\"economyOverrides\": {\"scanXp\": 13}, \"reasoning\": \"-2+3\"}");

        Answer csv = get(ONE + "/export/decisions");
        Answer lines = get(ONE + "/export/decisions?format=jsonl");

        assertThat(csv.headers()).containsEntry("content-type", "text/csv; charset=utf-8");
        assertThat(csv.body().lines().toList())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("sequence,timestamp,variantId,id,accepted,");
        assertThat(csv.body()).contains(",true,", "'=1+1", "'-2+3").doesNotContain("null");
        Answer first =
                new Answer(200, lines.headers(), lines.body().lines().iterator().next());
        assertThat(text(first, "/reasoning")).isEqualTo("=1+1");
        assertThat(read(first, "/appliedConfig/scanXp").intValue()).isEqualTo(12);
        assertThat(first.body())
                .contains("\"economyOverrides\":{\"scanXp\":12}")
                .doesNotContain(".0,", ".0}");
        assertThat(get(ONE + "/export/secrets").status()).isEqualTo(404);
        assertThat(get(ONE + "/export/decisions?format=xls").status()).isEqualTo(400);
    }

    @Test
    @DisplayName("extra metrics are shown with the experiment and have columns of their own behind the six")
    void extraMetrics() {
        create();
        post(ONE + "/launch");
        String token = text(post(AGENT + "/tokens"), "/data/strategyToken");
        post(ONE + "/start");

        assertThat(read(get(ONE), "/data/extraMetrics").toString()).isEqualTo("[\"STICKINESS\"]");
        assertThat(get(ONE + "/export/metrics").body().strip())
                .endsWith(",feedback_quality_n,stickiness,stickiness_std,stickiness_n,economy");
        Answer signals = connection.call("GET", "/api/arena/signals", token, "");
        assertThat(read(signals, "/data/metrics/STICKINESS").propertyNames())
                .containsExactlyElementsOf(
                        read(signals, "/data/metrics/XP_VELOCITY").propertyNames());
    }

    @Test
    @DisplayName("events come in pages that follow one another")
    void pagesEvents() {
        create();
        post(ONE + "/launch");
        post(ONE + "/start");

        Answer first = get(ONE + "/events?limit=2");
        Answer second = get(ONE + "/events?after=" + read(first, "/data/next"));

        assertThat(texts(first, "/data/events", "type")).containsExactly("experiment-created", "status-changed");
        assertThat(texts(second, "/data/events", "outcome")).containsExactly("RUNNING");
        assertThat(get(ONE + "/events?after=x").status()).isEqualTo(400);
        assertThat(get(ONE + "/events?types=status").status()).isEqualTo(400);
        assertThat(get(ONE + "/events?variant=nobody").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("events come newest first where pages are asked for by number")
    void pagesNewestFirst() {
        create();
        post(ONE + "/launch");
        post(ONE + "/start");

        Answer first = get(ONE + "/events?page=1&limit=2");
        Answer second = get(ONE + "/events?page=2&limit=2&types=experiment-created,status-changed");

        assertThat(texts(first, "/data/events", "outcome")).containsExactly("RUNNING", "RECRUITING");
        assertThat(read(first, "/data/total").intValue()).isEqualTo(3);
        assertThat(read(first, "/data/next").isNull()).isTrue();
        assertThat(texts(second, "/data/events", "type")).containsExactly("experiment-created");
        assertThat(get(ONE + "/events?page=0").status()).isEqualTo(400);
        assertThat(texts(get(ONE + "/events?page=1000000000&limit=1000"), "/data/events", "type"))
                .isEmpty();
    }

    @Test
    @DisplayName("nobody but the administrator may do any of this")
    void refusesOthers() {
        create();
        String token = text(post(AGENT + "/tokens"), "/data/strategyToken");

        for (String path : List.of(ALL, ONE, ONE + "/tokens", AGENT + "/manifest", ONE + "/export/events")) {
            assertThat(connection.call("GET", path, "", "").status()).as(path).isEqualTo(401);
            assertThat(connection.call("GET", path, "admin_guess", "").status())
                    .as(path)
                    .isEqualTo(401);
            assertThat(connection.call("GET", path, token, "").status())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    @DisplayName("what is not there is 404, with its name")
    void tellsWhatIsMissing() {
        create();

        assertThat(get(ALL + "/nothing").body()).contains("There is no experiment 'nothing'.");
        assertThat(post(ONE + "/variants/nothing/freeze").status()).isEqualTo(404);
        assertThat(call("POST", ONE + "/launch", "{\"why\": 1}").status()).isEqualTo(400);
    }
}
