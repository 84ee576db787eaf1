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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ApprovalRoutesTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Cause CAUSE = new Cause("test", "because");
    private static final String ADMIN = "admin_secret";
    private static final String VARIANT = "/api/admin/experiments/exp/variants/a/";

    private SandboxHandle sandbox;
    private RawConnection connection;
    private Experiment experiment;

    @BeforeEach
    void start() {
        sandbox = Objects.requireNonNull(ArenaSandbox.create()
                .keepingIn("memory")
                .administeredBy(AdministratorToken.of(ADMIN))
                .start()
                .block(SOON));
        connection = new RawConnection(sandbox.port());
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
    @DisplayName("F126: an administrator approves of the update that waits, and takes the variant back")
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
