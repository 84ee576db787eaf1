package io.agentflux.sandbox.admin;

import static io.agentflux.sandbox.admin.AdministeredSandbox.AGENT;
import static io.agentflux.sandbox.admin.AdministeredSandbox.ONE;
import static io.agentflux.sandbox.admin.AdministeredSandbox.read;
import static io.agentflux.sandbox.admin.AdministeredSandbox.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.http.Manifest;
import io.agentflux.sandbox.RawConnection.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TokenRoutesTest {

    @AutoClose
    private final AdministeredSandbox sandbox = new AdministeredSandbox();

    @Test
    @DisplayName("tokens are listed without secrets, replaced and revoked")
    void managesTokens() {
        sandbox.create();
        Answer issued = sandbox.post(AGENT + "/tokens");
        String secret = text(issued, "/data/strategyToken");
        String id = text(issued, "/data/tokenId");

        assertThat(issued.status()).isEqualTo(201);
        assertThat(sandbox.get(ONE + "/tokens").body()).contains(id).doesNotContain(secret);
        Answer rotated = sandbox.post("/api/admin/tokens/" + id + "/rotate");
        String newSecret = text(rotated, "/data/strategyToken");
        assertThat(sandbox.get("/api/arena/variant", secret).status()).isEqualTo(403);
        assertThat(sandbox.get("/api/arena/variant", newSecret).status()).isEqualTo(200);
        assertThat(sandbox.post("/api/admin/tokens/" + id + "/rotate").status()).isEqualTo(409);
        assertThat(read(sandbox.get(ONE + "/tokens"), "/data/tokens").size()).isEqualTo(2);
        String newId = text(rotated, "/data/tokenId");
        assertThat(sandbox.call("DELETE", "/api/admin/tokens/" + newId, "").status())
                .isEqualTo(200);
        assertThat(sandbox.get("/api/arena/variant", newSecret).status()).isEqualTo(403);
        assertThat(sandbox.call("DELETE", "/api/admin/tokens/nobody", "").status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("the control's token opens a view of it, and updates of the control are refused")
    void handsOutTheTokenOfTheControl() {
        sandbox.create();
        String token = text(sandbox.post(ONE + "/variants/var_control/tokens"), "/data/strategyToken");

        assertThat(read(sandbox.get("/api/arena/variant", token), "/data/isControl")
                        .booleanValue())
                .isTrue();
        assertThat(sandbox.update(token, 12)).isEqualTo("CONTROL_VARIANT_IMMUTABLE");
        assertThat(sandbox.get(ONE + "/variants/var_control/manifest").status()).isEqualTo(409);
        assertThat(sandbox.post(ONE + "/variants/var_fixed/tokens").status()).isEqualTo(409);
    }

    @Test
    @DisplayName("an archived experiment hands out no tokens, and those that it has are shown as worthless")
    void endsTokensWithTheirExperiment() {
        sandbox.create();
        sandbox.post(AGENT + "/tokens");
        boolean before =
                read(sandbox.get(ONE + "/tokens"), "/data/tokens/0/valid").booleanValue();
        sandbox.post(ONE + "/archive");

        assertThat(before).isTrue();
        assertThat(read(sandbox.get(ONE + "/tokens"), "/data/tokens/0/valid").booleanValue())
                .isFalse();
        assertThat(sandbox.post(AGENT + "/tokens").status()).isEqualTo(409);
        assertThat(sandbox.get(AGENT + "/manifest").status()).isEqualTo(409);
        assertThat(sandbox.get(ONE + "/manifests").status()).isEqualTo(409);
    }

    @Test
    @DisplayName("a manifest carries a token that works, the same one each time")
    void handsOutManifests() {
        sandbox.create();
        Answer first = sandbox.get(AGENT + "/manifest");
        Manifest manifest = Manifest.parse(first.body());

        assertThat(first.headers()).containsEntry("cache-control", "no-store");
        assertThat(sandbox.get(AGENT + "/manifest").body()).isEqualTo(first.body());
        assertThat(manifest.variantId()).isEqualTo("var_agent");
        assertThat(sandbox.get("/api/arena/variant", text(first, "/strategyToken"))
                        .status())
                .isEqualTo(200);
        assertThat(sandbox.get(ONE + "/variants/var_fixed/manifest").status()).isEqualTo(409);
        assertThat(sandbox.get(ONE + "/manifests").body()).startsWith("PK").contains("exp_one-var_agent.json");
    }
}
