package io.agentflux.sandbox.admin;

import static io.agentflux.sandbox.admin.AdministeredSandbox.AGENT;
import static io.agentflux.sandbox.admin.AdministeredSandbox.ONE;
import static io.agentflux.sandbox.admin.AdministeredSandbox.read;
import static io.agentflux.sandbox.admin.AdministeredSandbox.text;
import static io.agentflux.sandbox.admin.AdministeredSandbox.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.RawConnection.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventRoutesTest {

    @AutoClose
    private final AdministeredSandbox sandbox = new AdministeredSandbox();

    @Test
    @DisplayName("events come in pages that follow one another")
    void pagesEvents() {
        sandbox.create();
        sandbox.post(ONE + "/launch");
        sandbox.post(ONE + "/start");

        Answer first = sandbox.get(ONE + "/events?limit=2");
        Answer second = sandbox.get(ONE + "/events?after=" + read(first, "/data/next"));

        assertThat(texts(first, "/data/events", "type")).containsExactly("experiment-created", "status-changed");
        assertThat(texts(second, "/data/events", "outcome")).containsExactly("RUNNING");
        assertThat(sandbox.get(ONE + "/events?after=x").status()).isEqualTo(400);
        assertThat(sandbox.get(ONE + "/events?types=status").status()).isEqualTo(400);
        assertThat(sandbox.get(ONE + "/events?variant=nobody").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("events come newest first where pages are asked for by number")
    void pagesNewestFirst() {
        sandbox.create();
        sandbox.post(ONE + "/launch");
        sandbox.post(ONE + "/start");

        Answer first = sandbox.get(ONE + "/events?page=1&limit=2");
        Answer second = sandbox.get(ONE + "/events?page=2&limit=2&types=experiment-created,status-changed");

        assertThat(texts(first, "/data/events", "outcome")).containsExactly("RUNNING", "RECRUITING");
        assertThat(read(first, "/data/total").intValue()).isEqualTo(3);
        assertThat(read(first, "/data/next").isNull()).isTrue();
        assertThat(texts(second, "/data/events", "type")).containsExactly("experiment-created");
        assertThat(sandbox.get(ONE + "/events?page=0").status()).isEqualTo(400);
        assertThat(texts(sandbox.get(ONE + "/events?page=1000000000&limit=1000"), "/data/events", "type"))
                .isEmpty();
    }

    @Test
    @DisplayName("the audit log can be taken out as CSV that no spreadsheet runs, and as exact JSON")
    void exportsDecisions() {
        sandbox.create();
        sandbox.post(ONE + "/launch");
        sandbox.post(ONE + "/start");
        String token = text(sandbox.post(AGENT + "/tokens"), "/data/strategyToken");
        sandbox.update(token, 12);
        sandbox.connection()
                .call(
                        "PUT",
                        "/api/arena/variant/config",
                        token,
                        "{\"economyOverrides\": {\"scanXp\": 13}, \"reasoning\": \"-2+3\"}");

        Answer csv = sandbox.get(ONE + "/export/decisions");
        Answer lines = sandbox.get(ONE + "/export/decisions?format=jsonl");

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
        assertThat(sandbox.get(ONE + "/export/secrets").status()).isEqualTo(404);
        assertThat(sandbox.get(ONE + "/export/decisions?format=xls").status()).isEqualTo(400);
    }

    @Test
    @DisplayName("extra metrics are shown with the experiment and have columns of their own behind the six")
    void extraMetrics() {
        sandbox.create();
        sandbox.post(ONE + "/launch");
        String token = text(sandbox.post(AGENT + "/tokens"), "/data/strategyToken");
        sandbox.post(ONE + "/start");

        assertThat(read(sandbox.get(ONE), "/data/extraMetrics").toString()).isEqualTo("[\"STICKINESS\"]");
        assertThat(sandbox.get(ONE + "/export/metrics").body().strip())
                .endsWith(",feedback_quality_n,stickiness,stickiness_std,stickiness_n,economy");
        Answer signals = sandbox.get("/api/arena/signals", token);
        assertThat(read(signals, "/data/metrics/STICKINESS").propertyNames())
                .containsExactlyElementsOf(
                        read(signals, "/data/metrics/XP_VELOCITY").propertyNames());
    }
}
