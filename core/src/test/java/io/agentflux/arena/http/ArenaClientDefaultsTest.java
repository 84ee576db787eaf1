package io.agentflux.arena.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class ArenaClientDefaultsTest {

    private final ArenaClientBuilder builder =
            ArenaClient.builder(ArenaAccess.of("http://localhost", Token.of("strat_secret")));

    @Test
    @DisplayName("what is not set has the default that is documented")
    void defaults() {
        assertThat(builder.name).isEqualTo("agentflux-arena");
        assertThat(builder.connectTimeout).isEqualTo(Duration.ofSeconds(15));
        assertThat(builder.responseTimeout).isEqualTo(Duration.ofSeconds(15));
        assertThat(builder.maxIdleTime).isEqualTo(Duration.ofSeconds(4));
        assertThat(builder.maxConnections).isEqualTo(64);
        assertThat(builder.maxPendingCalls).isEqualTo(10_000);
        assertThat(builder.maxRetries).isEqualTo(2);
        assertThat(builder.maxUpdateRetries).isEqualTo(2);
        assertThat(builder.scheduler).isSameAs(Schedulers.parallel());
    }

    @Test
    @DisplayName("an option changes a copy; a value that cannot be meant is refused")
    void copies() {
        assertThat(builder.maxConnections(3).maxConnections).isEqualTo(3);
        assertThat(builder.maxConnections).isEqualTo(64);
        assertThatThrownBy(() -> builder.maxConnections(0)).hasMessageContaining("give at least 1");
        assertThatThrownBy(() -> builder.responseTimeout(Duration.ZERO)).hasMessageContaining("above zero");
        assertThatThrownBy(() -> builder.maxRetries(-1)).hasMessageContaining("maxRetries is -1");
    }
}
