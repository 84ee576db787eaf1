package io.agentflux.arena;

import static io.agentflux.arena.ExperimentStatus.ARCHIVED;
import static io.agentflux.arena.ExperimentStatus.COMPLETED;
import static io.agentflux.arena.ExperimentStatus.DRAFT;
import static io.agentflux.arena.ExperimentStatus.PAUSED;
import static io.agentflux.arena.ExperimentStatus.RECRUITING;
import static io.agentflux.arena.ExperimentStatus.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExperimentStatusTest {

    private static final Set<List<ExperimentStatus>> LEGAL = Set.of(
            List.of(DRAFT, RECRUITING),
            List.of(RECRUITING, RUNNING),
            List.of(RUNNING, PAUSED),
            List.of(PAUSED, RUNNING),
            List.of(RUNNING, COMPLETED),
            List.of(PAUSED, COMPLETED),
            List.of(COMPLETED, ARCHIVED),
            List.of(DRAFT, ARCHIVED));

    @ParameterizedTest(name = "from {0}")
    @EnumSource
    @DisplayName("of all 36 steps exactly the eight documented ones are legal")
    void knowsEveryStep(ExperimentStatus from) {
        for (ExperimentStatus to : ExperimentStatus.values()) {
            assertThat(from.canBecome(to)).as("%s -> %s", from, to).isEqualTo(LEGAL.contains(List.of(from, to)));
        }
    }

    @Test
    @DisplayName("an experiment that is paused or over is closed to agents")
    void closesWhenPausedOrOver() {
        assertThat(Arrays.stream(ExperimentStatus.values()).filter(ExperimentStatus::isClosedToAgents))
                .containsExactlyInAnyOrder(PAUSED, COMPLETED, ARCHIVED);
    }
}
