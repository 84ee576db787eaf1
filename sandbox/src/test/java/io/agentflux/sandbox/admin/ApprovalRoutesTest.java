package io.agentflux.sandbox.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.AdministratorToken;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.RawConnection;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalRoutesTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Cause CAUSE = new Cause("test", "because");
    private static final String ADMIN = "admin_secret";
    private static final String VARIANT = "/api/admin/experiments/exp/variants/a/";

    private SandboxHandle sandbox;
    private RawConnection connection;
    private Experiment experiment;

    @TempDir
    Path folder;

    private void open() {
        sandbox = Objects.requireNonNull(ArenaSandbox.create()
                .keepingIn(folder.resolve("approval.db").toString())
                .administeredBy(AdministratorToken.of(ADMIN))
                .start()
                .block(SOON));
        connection = new RawConnection(sandbox.port());
    }

    @BeforeEach
    void start() {
        open();
        experiment = Objects.requireNonNull(sandbox.experiments()
                .create(
                        ExperimentSpec.builder(
                                        "exp",
                                        "Test",
                                        List.of(
                                                VariantSpec.control("control"),
                                                VariantSpec.treatment("a", GuardrailLimits.standard())
                                                        .limitedFurtherBy(new ExtraGuardrails(Map.of(), null, true))))
                                .people(new PeopleSpec.Live())
                                .build(),
                        CAUSE)
                .block(SOON));
        experiment.start(CAUSE).block(SOON);
    }

    @AfterEach
    void stop() {
        connection.close();
        sandbox.stop(Duration.ofSeconds(1)).block(SOON);
    }

    private RawConnection.Answer post(String path, String body) {
        return connection.call("POST", path, ADMIN, body);
    }

    @Test
    @DisplayName("an administrator approves of the update that waits, and takes the variant back")
    void approvesAndReverts() {
        ConfigResult waiting = Objects.requireNonNull(experiment
                .arena("a")
                .submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "more"))
                .block(SOON));
        String approve = VARIANT + "decisions/" + waiting.decisionLogId() + "/approve";

        RawConnection.Answer approved = post(approve, "{\"by\":\"ann\"}");
        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.body()).contains("\"accepted\":true", "\"appliedConfig\":{\"scanXp\":12}");
        assertThat(post(approve, "").status()).isEqualTo(409);
        assertThat(post(approve, "").body()).contains("does not wait for approval");

        RawConnection.Answer reverted = post(VARIANT + "revert", "{\"by\":\"ann\",\"reason\":\"too much\"}");
        assertThat(reverted.status()).isEqualTo(200);
        assertThat(experiment.state().variant("a").economy().value(EconomyParameter.SCAN_XP))
                .isEqualTo(10);
    }

    private String submitted(int scanXp) {
        return Objects.requireNonNull(experiment
                        .arena("a")
                        .submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, scanXp, "more"))
                        .block(SOON))
                .decisionLogId();
    }

    private String shown() {
        return connection.call("GET", "/api/admin/experiments/exp", ADMIN, "").body();
    }

    @Test
    @DisplayName("an administrator sees what waits and denies it, for good")
    void denies() {
        String first = submitted(12);
        String second = submitted(13);
        assertThat(shown())
                .contains("\"awaitingApproval\":{\"decisionId\":\"" + second + "\"")
                .contains("\"economyOverrides\":{\"scanXp\":13},\"reasoning\":\"more\"");

        assertThat(post(VARIANT + "decisions/" + first + "/deny", "").status()).isEqualTo(409);
        RawConnection.Answer denied =
                post(VARIANT + "decisions/" + second + "/deny", "{\"by\":\"ann\",\"reason\":\"too much\"}");

        assertThat(denied.status()).isEqualTo(200);
        assertThat(denied.body()).doesNotContain("\"awaitingApproval\":{");
        assertThat(post(VARIANT + "decisions/" + second + "/deny", "").body())
                .contains("Not denied: ", "does not wait for approval; none does");
        assertThat(post(VARIANT + "decisions/" + second + "/approve", "").status())
                .isEqualTo(409);
        assertThat(connection
                        .call("GET", "/api/admin/experiments/exp/events?types=approval-denied", ADMIN, "")
                        .body())
                .contains("\"body\":{\"decisionId\":\"" + second + "\",\"by\":\"ann\",\"reason\":\"too much\"}");
    }

    @Test
    @DisplayName("what was denied does not wait again after a restart, and what comes later does")
    void deniesForGood() {
        post(VARIANT + "decisions/" + submitted(12) + "/deny", "");
        stop();
        open();

        assertThat(shown()).contains("\"awaitingApproval\":null").doesNotContain("\"awaitingApproval\":{");
        experiment = sandbox.experiments().find("exp").orElseThrow();
        String later = submitted(13);
        assertThat(post(VARIANT + "decisions/" + later + "/approve", "").body()).contains("\"accepted\":true");
    }

    @Test
    @DisplayName("only for administrators, and only for what is there")
    void refuses() {
        assertThat(connection.call("POST", VARIANT + "revert", "strat_x", "").status())
                .isEqualTo(401);
        assertThat(post(VARIANT.replace("/a/", "/b/") + "revert", "").status()).isEqualTo(404);
        assertThat(post("/api/admin/experiments/other/variants/a/revert", "").status())
                .isEqualTo(404);
    }
}
