package io.agentflux.orchestrator.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CycleBenchmarkTest {

    @Test
    @DisplayName("the loops that are compared play the same number of cycles, and the telling one tells no less")
    void comparesLikeWithLike() {
        List<Object> agent = new ArrayList<>();
        List<Object> byHand = new ArrayList<>();
        List<Object> silent = new ArrayList<>();

        CycleBenchmark.agent(25, agent::add);
        CycleBenchmark.byHand(25, byHand::add);
        CycleBenchmark.byHandInSilence(25, silent::add);

        assertThat(silent).hasSize(25);
        assertThat(byHand).hasSize(25 * 4);
        // an agent also tells that it started
        assertThat(agent).hasSizeBetween(25 * 4, 25 * 4 + 1);
    }
}
