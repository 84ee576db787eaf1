package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SignalCacheTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final SignalCache cache = new SignalCache(Duration.ofMinutes(5));
    private int computed;

    private int at(Instant now) {
        cache.get(now, () -> new Signals(++computed, 0, 0, 0, 1, Map.of(), now));
        return computed;
    }

    @Test
    @DisplayName("signals are computed once in five minutes, and anew when somebody sets the clock back")
    void computesAnew() {
        assertThat(at(NOON)).isEqualTo(1);
        assertThat(at(NOON)).isEqualTo(1);
        assertThat(at(NOON.plusSeconds(299))).isEqualTo(1);
        assertThat(at(NOON.plusSeconds(300))).isEqualTo(2);
        assertThat(at(NOON)).isEqualTo(3);
        assertThat(at(NOON.plusSeconds(1))).isEqualTo(3);
    }
}
