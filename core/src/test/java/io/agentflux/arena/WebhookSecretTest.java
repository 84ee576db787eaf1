package io.agentflux.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretTest {

    private static final String TEXT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final WebhookSecret SECRET = WebhookSecret.of(TEXT);
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant SENT = Instant.ofEpochSecond(1_614_265_330L);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    /** Made by the npm package standardwebhooks 1.1.1, which another hand wrote. */
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    @DisplayName("signs as other implementations of the specification do, by whole seconds")
    void signs() {
        assertThat(SECRET.sign(ID, SENT, BODY)).isEqualTo(SIGNATURE);
        assertThat(SECRET.sign(ID, SENT.plusMillis(999), BODY)).isEqualTo(SIGNATURE);
    }

    @Test
    @DisplayName("one of several signatures is enough, and each signed part counts")
    void verifies() {
        assertThat(SECRET.verifies(ID, SENT, BODY, SIGNATURE)).isTrue();
        assertThat(SECRET.verifies(ID, SENT, BODY, "v1,b2xk v1a,eA== " + SIGNATURE))
                .isTrue();

        assertThat(SECRET.verifies(ID, SENT, BODY, "")).isFalse();
        assertThat(SECRET.verifies(ID, SENT, BODY, SIGNATURE.replace("v1", "v2")))
                .isFalse();
        assertThat(SECRET.verifies("msg_2", SENT, BODY, SIGNATURE)).isFalse();
        assertThat(SECRET.verifies(ID, SENT.plusSeconds(1), BODY, SIGNATURE)).isFalse();
        assertThat(SECRET.verifies(ID, SENT, "{}".getBytes(StandardCharsets.UTF_8), SIGNATURE))
                .isFalse();
        assertThat(WebhookSecret.create(new Random(1)).verifies(ID, SENT, BODY, SIGNATURE))
                .isFalse();
    }

    @Test
    @DisplayName("a new secret has 256 bits, comes back from its text, and does not print")
    void keepsItself() {
        WebhookSecret secret = WebhookSecret.create(new Random(1));

        assertThat(WebhookSecret.of(secret.reveal())).isEqualTo(secret).hasSameHashCodeAs(secret);
        assertThat(secret.reveal()).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(secret).hasToString("whsec_***").isNotEqualTo(WebhookSecret.create(new Random(2)));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_ungültig", "whsec_a"})
    @DisplayName("what is no secret is refused without being repeated")
    void refuses(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSecret.of(text))
                .withMessageContaining("take it as it was told when the webhook was registered")
                .withMessageNotContaining("ungültig");
    }
}
