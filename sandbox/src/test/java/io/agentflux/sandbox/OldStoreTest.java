package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.store.AuditReport;
import io.agentflux.sandbox.store.AuditVerifier;
import io.agentflux.sandbox.store.ChainHead;
import io.agentflux.time.SimulatedScheduler;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Opens a store that a sandbox of the first version has written, in November 2026. It is never made anew: whatever the tables
 * become, those of the first version must open and verify. When the tables change, a store of the version before is put beside it:
 * run that version with an experiment on simulated people and one on real ones, let its agents be accepted, cut back and refused,
 * revoke a token, freeze a variant, register a webhook that nobody answers, stop it, and copy the file by {@code VACUUM INTO}.
 */
class OldStoreTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant LATER = Instant.parse("2026-11-27T08:00:00Z");
    private static final ChainHead HEAD =
            new ChainHead(19, "dfbf8a3132fe49d8b2874d10f69798893209be51dd231acb2e7381af8d36779c");

    // they opened a sandbox that is no more
    private static final String ADMINISTRATOR = "admin_j0h8JXL26miMOu8dNuUkQKuVuX0t2hjfkQvjGCl3gMk";
    private static final String ADA =
            "strat_eyJleHBlcmltZW50SWQiOiJleHBfb2xkIiwidmFyaWFudElkIjoidmFyX2FkYSIsIm1vZGUiOiJBR0VOVC"
                    + "IsImlhdCI6MTc5NTcyMzU0NiwiZXhwIjoxODI3MjU5NTQ2LCJpZCI6InRva18xMTY5YWYzYmUzNzIyNGIxMDAwMD"
                    + "AwMDAifQ.Xe60R8EF7JcQb50MF5As98efchhaOCe4_vXXViySm-c";
    private static final String GRACE =
            "strat_eyJleHBlcmltZW50SWQiOiJleHBfb2xkIiwidmFyaWFudElkIjoidmFyX2dyYWNlIiwibW9kZSI6IkFHRU"
                    + "5UIiwiaWF0IjoxNzk1NzIzNTQ2LCJleHAiOjE4MjcyNTk1NDYsImlkIjoidG9rXzExNjlhZjNiZTM3MjI0YjEwMD"
                    + "AwMDAwMSJ9.1XTedOfIE3-RKYW3mHpbSuxAlZjuOmjJqelkeM0E9ls";
    private static final String REVOKED =
            "strat_eyJleHBlcmltZW50SWQiOiJleHBfb2xkIiwidmFyaWFudElkIjoidmFyX2dyYWNlIiwibW9kZSI6IkFHRU"
                    + "5UIiwiaWF0IjoxNzk1NzIzNTcyLCJleHAiOjE4MjcyNTk1NzIsImlkIjoidG9rXzExNjlhZjNiZTM3MjI0YjEwMD"
                    + "AwMDAwMiJ9.E_1BtreXd1Qv7YkLN89sZFGUYbFzpF1XSTmLaOS8rQw";
    private static final String ACTIVITIES = "ingest_NnTxbeWjMf0JyhTu6_k1O0a1FbZ5VocHk_Td_Qy5Zro";

    @TempDir
    private Path folder;

    private Path copy() throws Exception {
        Path file = folder.resolve("agentflux.db");
        try (InputStream old = Objects.requireNonNull(
                getClass().getResourceAsStream("/io/agentflux/sandbox/store/version-1.sqlite"))) {
            Files.copy(old, file);
        }
        return file;
    }

    private static AuditReport verified(Path file) {
        return Objects.requireNonNull(
                AuditVerifier.verify(file.toString(), HEAD).block(PATIENCE));
    }

    @Test
    @DisplayName("the log of an old store verifies as it is, against the end that was noted then")
    void verifies() throws Exception {
        assertThat(verified(copy())).isEqualTo(new AuditReport.Intact(HEAD));
    }

    @ParameterizedTest(name = "with its checkpoints: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("an old store opens with all that was in it, and goes on")
    void goesOn(boolean withCheckpoints) throws Exception {
        Path file = copy();
        if (!withCheckpoints) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                assertThat(statement.executeUpdate("DELETE FROM document WHERE kind = 'checkpoint'"))
                        .isEqualTo(2);
            }
        }
        SandboxHandle sandbox = TestArena.get(ArenaSandbox.create()
                .keepingIn(file.toString())
                .scheduler(SimulatedScheduler.startingAt(LATER))
                .start());
        try (RawConnection connection = new RawConnection(sandbox.port())) {
            tellsWhatWas(connection);
            acceptsMore(connection);
        } finally {
            sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
        }
        assertThat(verified(file)).isInstanceOfSatisfying(AuditReport.Intact.class, intact -> assertThat(
                        intact.head().sequence())
                .isGreaterThan(HEAD.sequence()));
    }

    private static void tellsWhatWas(RawConnection connection) {
        assertThat(get(connection, "/api/arena/variant", ADA).body())
                .contains(
                        "\"experimentStatus\":\"RUNNING\"",
                        "\"scanXp\":12,",
                        "\"lastConfigUpdate\":\"2026-11-26T20:06:12");
        assertThat(get(connection, "/api/arena/variant", GRACE).body()).contains("\"scanXp\":12,", "\"photoXp\":15,");
        assertThat(get(connection, "/api/arena/variant", REVOKED).status()).isEqualTo(403);
        assertThat(get(connection, "/api/arena/decisions", ADA).body())
                .contains(
                        "\"total\":2",
                        "more \\\"scans\\\" – für alle 🎯",
                        "dec_e0325cfa9580edb600000002",
                        "RATE_LIMITED");
        assertThat(get(connection, "/api/arena/webhooks", ADA).body())
                .contains("wh_8d8d1d79c5f8e3e5", "http://127.0.0.1:9/hook");
        assertThat(get(connection, "/api/admin/webhooks", ADMINISTRATOR).body()).contains("\"failedAttempts\":4");
        assertThat(get(connection, "/api/admin/experiments/exp_old", ADMINISTRATOR)
                        .body())
                .contains("too quick", "\"lastHeartbeat\":\"2026-11-26T20:06:12.529Z\"");
        assertThat(get(connection, "/api/people?person=ann", ACTIVITIES).body()).contains("\"xp\":40,");
    }

    private static void acceptsMore(RawConnection connection) {
        String update = "{\"economyOverrides\":{\"scanXp\":13},\"reasoning\":\"\"}";
        assertThat(connection
                        .call("PUT", "/api/arena/variant/config", ADA, update)
                        .body())
                .contains("\"accepted\":true", "\"scanXp\":13");
        assertThat(connection
                        .call("PUT", "/api/arena/variant/config", GRACE, update)
                        .body())
                .contains("CIRCUIT_BREAKER_ACTIVE");
        String activity = "{\"id\":\"e1\",\"person\":\"ann\",\"kind\":\"scan\"}";
        assertThat(connection.call("POST", "/api/events", ACTIVITIES, activity).body())
                .contains("\"repeated\":true", "\"total\":25");
        assertThat(connection
                        .call("POST", "/api/events", ACTIVITIES, activity.replace("e1", "e4"))
                        .body())
                .contains("\"repeated\":false", "\"variantId\":\"var_control\"");
    }

    private static Answer get(RawConnection connection, String path, String token) {
        return connection.call("GET", path, token, "");
    }
}
