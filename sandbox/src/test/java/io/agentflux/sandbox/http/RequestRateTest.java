package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RequestRateTest {

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.EPOCH);

    @Test
    @DisplayName("over a minute a token gets its rate and one second's worth on top, not one request more")
    void holdsTheRate() {
        RequestRate rate = new RequestRate(50, clock);
        int taken = 0;
        for (int millis = 0; millis < 60_000; millis += 5) {
            clock.advanceTo(Instant.EPOCH.plus(Duration.ofMillis(millis)));
            taken += take(rate) ? 1 : 0;
        }

        assertThat(taken).isEqualTo(50 * 60 + 49);
    }

    private static boolean take(RequestRate rate) {
        try {
            rate.take("token");
            return true;
        } catch (RefusedRequest refused) {
            return false;
        }
    }

    @Test
    @DisplayName("what is remembered of a token is forgotten when it no longer matters")
    void forgets() {
        RequestRate rate = new RequestRate(1, clock);
        for (int token = 0; token <= RequestRate.FORGETS_ABOVE; token++) {
            rate.take("token-" + token);
        }
        assertThatThrownBy(() -> rate.take("token-7")).hasMessageContaining("more than 1 requests per second");
        assertThat(rate.rememberedSize()).isEqualTo(RequestRate.FORGETS_ABOVE + 1);

        clock.advanceTo(Instant.EPOCH.plusSeconds(1));
        rate.take("another");

        assertThat(rate.rememberedSize()).isEqualTo(1);
    }
}
