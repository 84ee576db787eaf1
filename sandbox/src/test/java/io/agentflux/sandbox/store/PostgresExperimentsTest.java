package io.agentflux.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.ExperimentState;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class PostgresExperimentsTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Cause CAUSE = new Cause("test", "because");

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    @Test
    @DisplayName("experiments are there again from PostgreSQL, after an orderly stop and without one")
    void recovers() {
        String location = PostgresServer.newSchema();
        ExperimentStore store = now(ExperimentStore.open(location, Schedulers.parallel()));
        Experiments experiments = now(Experiments.open(store, clock, Experiments.Settings.ofDefaults()));
        ExperimentSpec spec = ExperimentSpec.builder(
                        "exp_1",
                        "Test",
                        List.of(VariantSpec.control("control"), VariantSpec.treatment("a", GuardrailLimits.standard())))
                .people(new PeopleSpec.Simulated("stationary", 3, 20))
                .build();
        Experiment experiment = now(experiments.create(spec, CAUSE));
        experiment.start(CAUSE).block(SOON);
        Flux.range(0, 50)
                .flatMap(i -> experiment.arena("a").submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "")), 50)
                .blockLast(SOON);
        ExperimentState state = experiment.state();

        Experiments crashed = now(Experiments.open(store, clock, Experiments.Settings.ofDefaults()));
        experiments.close().block(SOON);
        store.close().block(SOON);
        ExperimentStore again = now(ExperimentStore.open(location, Schedulers.parallel()));
        Experiments stopped = now(Experiments.open(again, clock, Experiments.Settings.ofDefaults()));

        assertThat(state.variant("a").accepted()).isEqualTo(1);
        assertThat(state.variant("a").rejected()).isEqualTo(49);
        assertThat(crashed.find("exp_1").orElseThrow().state()).isEqualTo(state);
        assertThat(stopped.find("exp_1").orElseThrow().state()).isEqualTo(state);
        stopped.close().block(SOON);
        again.close().block(SOON);
    }
}
