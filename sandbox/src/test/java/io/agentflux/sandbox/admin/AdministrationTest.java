package io.agentflux.sandbox.admin;

import static io.agentflux.sandbox.admin.AdministeredSandbox.AGENT;
import static io.agentflux.sandbox.admin.AdministeredSandbox.ALL;
import static io.agentflux.sandbox.admin.AdministeredSandbox.ONE;
import static io.agentflux.sandbox.admin.AdministeredSandbox.read;
import static io.agentflux.sandbox.admin.AdministeredSandbox.text;
import static io.agentflux.sandbox.admin.AdministeredSandbox.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.time.SimulatedScheduler;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdministrationTest {

    @AutoClose
    private final AdministeredSandbox sandbox = new AdministeredSandbox();

    @Test
    @DisplayName("an experiment is created once, shown, and listed")
    void createsExperiments() {
        Answer created = sandbox.call("POST", ALL, "exp_one");

        assertThat(created.status()).isEqualTo(201);
        assertThat(text(created, "/data/status")).isEqualTo("DRAFT");
        assertThat(read(created, "/data/variants/1/currentConfig/scanXp").intValue())
                .isEqualTo(10);
        assertThat(sandbox.get(ONE).body()).isEqualTo(created.body());
        assertThat(texts(sandbox.get(ALL), "/data/experiments", "id")).containsExactly("exp_one");
        assertThat(sandbox.call("POST", ALL, "exp_one").status()).isEqualTo(409);
    }

    @Test
    @DisplayName("a description that cannot be read is answered by what the reader says")
    void refusesBadDescriptions() {
        Answer refused = sandbox.call("POST", ALL, "nonsense");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(text(refused, "/error")).contains("e.yaml:1:1: give 'exp_' and a name");
    }

    @Test
    @DisplayName("an experiment moves through its life, and agents feel it")
    void movesThroughItsLife() {
        sandbox.create();
        String token = text(sandbox.post(AGENT + "/tokens"), "/data/strategyToken");

        for (String step : List.of("launch", "start", "pause", "resume", "complete", "archive")) {
            Answer moved = sandbox.call("POST", ONE + "/" + step, "{\"by\": \"Ada\", \"reason\": \"for a test\"}");
            assertThat(moved.status()).as(step).isEqualTo(200);
            assertThat(sandbox.get("/api/arena/signals", token).status())
                    .as("signals after %s", step)
                    .isEqualTo(
                            switch (step) {
                                case "pause", "complete", "archive" -> 403;
                                default -> 200;
                            });
        }
        assertThat(texts(sandbox.get(ONE + "/events?types=status-changed"), "/data/events", "outcome"))
                .containsExactly("RECRUITING", "RUNNING", "PAUSED", "RUNNING", "COMPLETED", "ARCHIVED");
        assertThat(text(sandbox.get(ONE + "/events?types=status-changed"), "/data/events/0/body/by"))
                .isEqualTo("Ada");
    }

    @ParameterizedTest
    @CsvSource({"start", "pause", "resume", "complete"})
    @DisplayName("a step that is not possible now is refused with those that are")
    void refusesImpossibleSteps(String step) {
        sandbox.create();

        Answer refused = sandbox.post(ONE + "/" + step);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(text(refused, "/error"))
                .isEqualTo("Experiment 'exp_one' is DRAFT, so one cannot " + step + " it; possible: launch, archive.");
    }

    @Test
    @DisplayName("a frozen variant takes no updates until it is released, and neither does one of a frozen experiment")
    void freezes() {
        sandbox.create();
        sandbox.post(ONE + "/launch");
        sandbox.post(ONE + "/start");
        String token = text(sandbox.post(AGENT + "/tokens"), "/data/strategyToken");

        sandbox.call("POST", AGENT + "/freeze", "{\"reason\": \"too wild\"}");
        assertThat(sandbox.update(token, 11)).isEqualTo("CIRCUIT_BREAKER_ACTIVE");
        assertThat(text(sandbox.get(ONE), "/data/variants/1/freeze/reason")).isEqualTo("too wild");
        sandbox.post(ONE + "/freeze");
        sandbox.post(AGENT + "/release");
        assertThat(sandbox.update(token, 12)).isEqualTo("CIRCUIT_BREAKER_ACTIVE");
        sandbox.post(ONE + "/release");
        assertThat(sandbox.update(token, 13)).isNull();
    }

    @Test
    @DisplayName("a freeze is shown until it ends by itself")
    void showsFreezesUntilTheyEnd() {
        SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
        try (AdministeredSandbox timed = new AdministeredSandbox(AdministeredSandbox::described, clock)) {
            timed.create();
            String end = "{\"until\": \"2026-03-01T00:01:00Z\"}";
            assertThat(timed.call("POST", AGENT + "/freeze", end).status()).isEqualTo(200);
            assertThat(timed.call("POST", ONE + "/freeze", end).status()).isEqualTo(200);

            clock.advanceTo(Instant.parse("2026-03-01T00:00:59.999Z"));
            assertThat(text(timed.get(ONE), "/data/freeze/until")).isEqualTo("2026-03-01T00:01:00Z");
            assertThat(text(timed.get(ONE), "/data/variants/1/freeze/until")).isEqualTo("2026-03-01T00:01:00Z");
            clock.advanceTo(Instant.parse("2026-03-01T00:01:00Z"));
            assertThat(read(timed.get(ONE), "/data/freeze").isNull()).isTrue();
            assertThat(read(timed.get(ONE), "/data/variants/1/freeze").isNull()).isTrue();
        }
    }

    @Test
    @DisplayName("who creates, revokes, or changes the economy of a tenant is told by the query, for the log")
    void notesWhoDidWhat() {
        sandbox.call("POST", ALL + "?by=Ada&reason=a+course", "exp_one");
        String issued = text(sandbox.post(AGENT + "/tokens"), "/data/tokenId");
        sandbox.call("DELETE", "/api/admin/tokens/" + issued + "?by=Grace&reason=leaked", "");
        sandbox.call("PUT", "/api/admin/tenants/default/economy?by=Edsger&reason=too%20much", "{\"scanXp\": 8}");

        Answer events = sandbox.get(ONE + "/events?types=experiment-created,token-revoked,economy-changed");
        assertThat(texts(events, "/data/events", "type"))
                .containsExactly("experiment-created", "token-revoked", "economy-changed");
        assertThat(read(events, "/data/events").valueStream().map(event -> event.at("/body/by")
                        .stringValue()))
                .containsExactly("Ada", "Grace", "Edsger");
        assertThat(read(events, "/data/events").valueStream().map(event -> event.at("/body/reason")
                        .stringValue()))
                .containsExactly("a course", "leaked", "too much");
    }

    @Test
    @DisplayName("half a character is refused, whatever it would name")
    void refusesHalfCharacters() {
        sandbox.create();
        for (String path : List.of(ONE + "/launch", AGENT + "/tokens", "/api/admin/ingest-tokens")) {
            assertThat(sandbox.call("POST", path, "{\"reason\": \"\\ud800\"}").body())
                    .contains("half of a surrogate pair");
        }
    }

    @Test
    @DisplayName("a tenant that no experiment could name is refused")
    void refusesImpossibleTenants() {
        for (String name : List.of("My%20School", "a".repeat(65))) {
            assertThat(sandbox.call("PUT", "/api/admin/tenants/" + name + "/economy", "{}")
                            .status())
                    .isEqualTo(400);
            assertThat(sandbox.call("POST", "/api/admin/ingest-tokens", "{\"tenant\": \"" + name + "\"}")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName("a tenant's economy reaches its experiments, and nonsense is refused")
    void changesTheTenantsEconomy() {
        sandbox.create();
        String path = "/api/admin/tenants/default/economy";

        assertThat(sandbox.call("PUT", path, "{\"scanXp\": 12}").status()).isEqualTo(200);
        assertThat(read(sandbox.get(path), "/data/scanXp").intValue()).isEqualTo(12);
        assertThat(read(sandbox.get(ONE), "/data/variants/0/currentConfig/scanXp")
                        .intValue())
                .isEqualTo(12);
        for (String nonsense : List.of(
                "{\"scanXP\": 1}", "{\"scanXp\": -1}", "{\"scanXp\": \"x\"}", "{\"scanXp\": null}", "[]", "{", "")) {
            Answer answer = sandbox.call("PUT", path, nonsense);
            assertThat(answer.status()).as(nonsense).isEqualTo(400);
            assertThat(answer.body()).doesNotContain("java", "agentflux");
        }
        assertThat(read(sandbox.get(path), "/data/scanXp").intValue()).isEqualTo(12);
    }

    @Test
    @DisplayName("nobody but the administrator may do any of this")
    void refusesOthers() {
        sandbox.create();
        String token = text(sandbox.post(AGENT + "/tokens"), "/data/strategyToken");

        for (String path : List.of(ALL, ONE, ONE + "/tokens", AGENT + "/manifest", ONE + "/export/events")) {
            assertThat(sandbox.get(path, "").status()).as(path).isEqualTo(401);
            assertThat(sandbox.get(path, "admin_guess").status()).as(path).isEqualTo(401);
            assertThat(sandbox.get(path, token).status()).as(path).isEqualTo(403);
        }
    }

    @Test
    @DisplayName("what is not there is 404, with its name")
    void tellsWhatIsMissing() {
        sandbox.create();

        assertThat(sandbox.get(ALL + "/nothing").body()).contains("There is no experiment 'nothing'.");
        assertThat(sandbox.post(ONE + "/variants/nothing/freeze").status()).isEqualTo(404);
        assertThat(sandbox.call("POST", ONE + "/launch", "{\"why\": 1}").status())
                .isEqualTo(400);
    }
}
