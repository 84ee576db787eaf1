package io.agentflux.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.Outcome;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.time.SimulatedScheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class VariantBehaviorTest {

    @Test
    @DisplayName("the copy of the economy follows what was applied, of the ten and of what the experiment declares")
    void followsDeclaredParameters() {
        List<Economy> seen = new ArrayList<>();
        VariantBehavior behavior = new VariantBehavior(
                new RecordedArena(SimulatedScheduler.startingAt(Instant.EPOCH)),
                (signals, economy) -> {
                    seen.add(economy);
                    return Mono.empty();
                },
                Economy.defaults().withExtra(Map.of("dailyXpCap", 500.0)));
        ConfigUpdate update =
                new ConfigUpdate(Map.of("scanXp", 12.0, "dailyXpCap", 600.0, "unheardOf", 1.0), "both", Map.of());

        behavior.learn(new Outcome<>(RecordedArena.SIGNALS, update, RecordedArena.accepted(update, null), null));
        Mono.from(behavior.decide(RecordedArena.SIGNALS)).block();

        assertThat(seen)
                .containsExactly(Economy.defaults()
                        .with(Map.of(EconomyParameter.SCAN_XP, 12.0))
                        .withExtra(Map.of("dailyXpCap", 600.0)));
    }
}
