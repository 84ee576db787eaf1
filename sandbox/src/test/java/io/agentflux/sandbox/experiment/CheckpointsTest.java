package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class CheckpointsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Cause CAUSE = new Cause("test", "because");
    private static final ExperimentSpec SPEC = ExperimentSpec.builder(
                    "exp_1",
                    "Test",
                    List.of(VariantSpec.control("control"), VariantSpec.treatment("a", GuardrailLimits.standard())))
            .build();

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
    private final ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
    private final Experiment experiment = now(now(Experiments.open(store, clock, Experiments.Settings.ofDefaults()))
            .create(SPEC, CAUSE));
    private final Checkpoints checkpoints = new Checkpoints(store);

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    private long storedAfter(long leastEvents) {
        checkpoints.store(List.of(experiment), leastEvents).block(SOON);
        Checkpoint stored = now(Checkpoints.load(store)).get("exp_1");
        return stored == null ? 0 : stored.sequence();
    }

    private void somethingHappens() {
        experiment.freeze("a", null, CAUSE).block(SOON);
    }

    @Test
    @DisplayName("a checkpoint is stored once enough has happened behind the last one, and not before")
    void enoughEvents() {
        assertThat(storedAfter(2)).isZero();

        somethingHappens();
        assertThat(storedAfter(2)).isEqualTo(2);

        somethingHappens();
        assertThat(storedAfter(2)).isEqualTo(2);
        somethingHappens();
        assertThat(storedAfter(2)).isEqualTo(4);
    }

    @Test
    @DisplayName("a checkpoint knows what it was stored of")
    void state() {
        somethingHappens();

        assertThat(storedAfter(1)).isEqualTo(2);
        assertThat(now(Checkpoints.load(store)))
                .containsOnlyKeys("exp_1")
                .allSatisfy((id, checkpoint) -> assertThat(checkpoint.state()).isEqualTo(experiment.state()));
    }

    @Test
    @DisplayName("the checkpoints of many experiments wait for the disk a few times, not once for each")
    void together() {
        AtomicInteger commits = new AtomicInteger();
        ExperimentStore counting = (ExperimentStore) Proxy.newProxyInstance(
                ExperimentStore.class.getClassLoader(),
                new Class<?>[] {ExperimentStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        commits.incrementAndGet();
                    }
                    return method.invoke(store, arguments);
                });

        List<Experiment> many = IntStream.range(0, 250)
                .mapToObj(number -> Experiment.simulated(
                        ExperimentSpec.builder("exp_" + number, "Test", SPEC.variants())
                                .people(new PeopleSpec.Simulated("stationary", 1, 1))
                                .build(),
                        clock))
                .toList();

        new Checkpoints(counting).store(many, 1).block(SOON);

        assertThat(commits).hasValue(3);
        assertThat(now(Checkpoints.load(store))).hasSize(250);
    }
}
