package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.StrategyTokens;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.http.IngestTokens;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Schedulers;

/** Two who change the same thing at once get what they would have got one after the other. */
class SimultaneousChangeTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Cause CAUSE = new Cause("test", "because");
    private static final ExperimentSpec SPEC = ExperimentSpec.builder(
                    "exp_1",
                    "Test",
                    List.of(VariantSpec.control("control"), VariantSpec.treatment("a", GuardrailLimits.standard())))
            .build();

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
    private final ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
    private final Experiments experiments = now(Experiments.open(store, clock, Experiments.Settings.ofDefaults()));

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    /** Asks twice before the first is answered. */
    private <T> List<Signal<T>> twice(Mono<T> change) {
        List<Mono<Signal<T>>> answers = Stream.of(change, change)
                .map(asked -> asked.materialize().cache())
                .toList();
        HeldUpStore.during(store, () -> answers.forEach(Mono::subscribe));
        return answers.stream().map(SimultaneousChangeTest::now).toList();
    }

    private static <T> void assertOneWon(List<Signal<T>> answers) {
        assertThat(answers).filteredOn(Signal::isOnNext).hasSize(1);
        assertThat(answers)
                .filteredOn(Signal::isOnError)
                .singleElement()
                .extracting(Signal::getThrowable)
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("of two who replace a token one gets another")
    void rotation() {
        StrategyTokens tokens = experiments.tokens();
        String id = now(tokens.issue(SPEC, "a", CAUSE)).token().id();

        assertOneWon(twice(tokens.rotate(id, CAUSE)));

        assertThat(tokens.ofExperiment("exp_1"))
                .hasSize(2)
                .filteredOn(tokens::isValid)
                .hasSize(1);
    }

    @Test
    @DisplayName("of two who replace an ingest token one gets another")
    void ingestRotation() {
        IngestTokens tokens = now(IngestTokens.load(store, clock));
        String id = now(tokens.issue("exp_1", null, CAUSE)).token().id();

        assertOneWon(twice(tokens.rotate(id, CAUSE)));

        assertThat(tokens.all()).hasSize(2).filteredOn(tokens::isValid).hasSize(1);
    }
}
