package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.guardrail.Bounds;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Experiments over a store in a file, in simulated time; among them, once it was created, {@link #SPEC}. */
final class StoredExperiments implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(30);
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final Cause CAUSE = new Cause("test", "because");
    static final ExperimentSpec SPEC = ExperimentSpec.builder(
                    "exp_1",
                    "Test",
                    List.of(
                            VariantSpec.control("control"),
                            VariantSpec.treatment("a", GuardrailLimits.standard())
                                    .weighing(2),
                            VariantSpec.treatment("b", GuardrailLimits.aggressive())
                                    .named("B")
                                    .startingWith(Map.of(EconomyParameter.SCAN_XP, 18.0))
                                    .limitedFurtherBy(new ExtraGuardrails(
                                            Map.of(EconomyParameter.SCAN_XP, new Bounds(1, 20)), 900.0, false))))
            .hypothesis("more is better")
            .primaryMetric(Metric.RETENTION_RATE)
            .people(new PeopleSpec.Simulated("stationary", 3, 30))
            .extraMetrics(List.of("SESSION_FREQUENCY", "LEVEL_ENTROPY"))
            .days(50)
            .signalCache(Duration.ofSeconds(1))
            .build();

    final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private final Path folder;
    private ExperimentStore store;
    private Experiments experiments;

    StoredExperiments(Path folder) {
        this.folder = folder;
        open();
    }

    /** Opens the file anew; what was open of it is left as it is. */
    void open() {
        store = now(ExperimentStore.open(location(), Schedulers.parallel()));
        openExperiments();
    }

    private void openExperiments() {
        experiments = now(Experiments.open(store, clock, Experiments.Settings.ofDefaults()));
    }

    /** As after a crash: nothing was written down for the next start, but for heartbeats. */
    void crash() {
        clock.advanceBy(Duration.ofSeconds(3));
        store.remove("nothing", "but a barrier").block(SOON);
        openExperiments();
    }

    @Override
    public void close() {
        experiments.close().block(SOON);
        store.close().block(SOON);
    }

    void restart() {
        close();
        open();
    }

    String location() {
        return folder.resolve("test.db").toString();
    }

    static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    static ConfigUpdate scanXp(double value) {
        return ConfigUpdate.of(EconomyParameter.SCAN_XP, value, "because");
    }

    Experiment running() {
        Experiment experiment = now(experiments.create(SPEC, CAUSE));
        experiment.start(CAUSE).block(SOON);
        return experiment;
    }

    /** The experiment as it is known now, which after a restart is another object. */
    Experiment again() {
        return experiments.find("exp_1").orElseThrow();
    }

    void passDays(Experiment experiment, int days) {
        for (int i = 0; i < days; i++) {
            PassingDay.of(experiment, clock);
        }
    }

    Experiments experiments() {
        return experiments;
    }

    ExperimentStore store() {
        return store;
    }
}
