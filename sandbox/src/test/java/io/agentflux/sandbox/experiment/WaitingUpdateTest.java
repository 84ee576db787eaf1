package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.RejectionCode;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class WaitingUpdateTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Cause CAUSE = new Cause("researcher", "");

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    private Experiments open() {
        return now(Experiments.open(store, clock, Experiments.Settings.ofDefaults()));
    }

    @Test
    @DisplayName("an update still waits for approval after a restart, whatever its words")
    void waitsAcrossARestart() {
        Experiments before = open();
        Experiment experiment = now(before.create(
                ExperimentSpec.builder(
                                "exp",
                                "Test",
                                List.of(
                                        VariantSpec.control("control"),
                                        VariantSpec.treatment("a", GuardrailLimits.standard())
                                                .limitedFurtherBy(new ExtraGuardrails(Map.of(), null, true))))
                        .people(new PeopleSpec.Simulated("stationary", 1, 10))
                        .build(),
                CAUSE));
        experiment.start(CAUSE).block(SOON);
        ConfigUpdate update = new ConfigUpdate(
                Map.of("scanXp", 12.0), "müde \ud83d\ude00 \ud83d \u0000", Map.of("n", 1, "of", List.of(1.5, "x")));
        ConfigResult waiting = now(experiment.arena("a").submit(update));
        assertThat(waiting.isRejectedAs(RejectionCode.APPROVAL_REQUIRED)).isTrue();
        ExperimentState state = experiment.state();
        before.close().block(SOON);

        Experiment again = open().find("exp").orElseThrow();

        assertThat(again.status()).isEqualTo(ExperimentStatus.RUNNING);
        assertThat(again.state()).isEqualTo(state);
        assertThat(now(again.approve("a", waiting.decisionLogId(), CAUSE)).accepted())
                .isTrue();
    }
}
