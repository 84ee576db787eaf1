package io.agentflux.sandbox.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Backoff BACKOFF = new Backoff(10, Duration.ofSeconds(2), Duration.ofSeconds(20));

    private static List<Long> millis(int failedAttempts, int messages) {
        return IntStream.range(0, messages)
                .mapToObj(message -> BACKOFF.delay("wh_1", "msg_" + message, failedAttempts, null)
                        .toMillis())
                .toList();
    }

    @Test
    @DisplayName("waits are spread evenly below a limit that doubles until it reaches the maximum")
    void spreads() {
        long[] limits = {2_000, 4_000, 8_000, 16_000, 20_000, 20_000};
        for (int failed = 1; failed <= limits.length; failed++) {
            long limit = limits[failed - 1];
            List<Long> waits = millis(failed, 4_000);

            assertThat(waits).allMatch(wait -> wait >= 0 && wait <= limit);
            // uniform: the mean is half the limit, with a standard error of 0.289 / sqrt(4000) = 0.0046 limits
            assertThat(waits.stream().mapToLong(wait -> wait).average().orElseThrow() / limit)
                    .isBetween(0.47, 0.53);
            assertThat(waits).anyMatch(wait -> wait < limit / 20).anyMatch(wait -> wait > limit - limit / 20);
        }
    }

    @Test
    @DisplayName("the same message waits the same, and no number of failures is too large")
    void repeats() {
        assertThat(BACKOFF.delay("wh_1", "msg_1", 3, null)).isEqualTo(BACKOFF.delay("wh_1", "msg_1", 3, null));
        assertThat(millis(Integer.MAX_VALUE, 100)).allMatch(wait -> wait <= 20_000);
    }

    @Test
    @DisplayName("what the receiver wishes is heeded up to the maximum")
    void heedsWishes() {
        assertThat(BACKOFF.delay("wh_1", "msg_1", 1, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        assertThat(BACKOFF.delay("wh_1", "msg_1", 1, Duration.ofDays(7))).isEqualTo(Duration.ofSeconds(20));
        assertThat(BACKOFF.delay("wh_1", "msg_1", 1, Duration.ZERO)).isEqualTo(BACKOFF.delay("wh_1", "msg_1", 1, null));
    }
}
