package io.agentflux.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.WebhookSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WebhooksPageTest {

    private static final Pattern SECRET = Pattern.compile("\"secret\": \"(whsec_[^\"]+)\"");
    private static final Pattern MESSAGE = Pattern.compile(
            "webhook-id: (\\S+)\\Rwebhook-timestamp: (\\d+)\\Rwebhook-signature: (\\S+)\\R\\R(\\{.*\\})\\R");

    @Test
    @DisplayName("the message on the page is signed with the secret on the page")
    void isGenuine() throws IOException {
        String page = Files.readString(Snippet.root().resolve("docs/webhooks.md"));
        Matcher secret = SECRET.matcher(page);
        Matcher message = MESSAGE.matcher(page);

        assertThat(secret.find() && message.find()).isTrue();
        assertThat(WebhookSecret.of(secret.group(1))
                        .verifies(
                                message.group(1),
                                Instant.ofEpochSecond(Long.parseLong(message.group(2))),
                                message.group(4).getBytes(StandardCharsets.UTF_8),
                                message.group(3)))
                .isTrue();
    }
}
