package io.agentflux.sandbox.activity;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.PassingDay;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.population.ActivityKind;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An intake over a store in a file, and in simulated time the experiment {@code exp}, of whose people it is told. */
final class TestIntake implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(30);
    static final Cause CAUSE = new Cause("test", "because");
    static final Set<String> VARIANTS = Set.of("control", "a", "b");

    private final Path folder;
    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
    private ExperimentStore store;
    private Experiments experiments;
    private ActivityIntake intake;

    TestIntake(Path folder) {
        this.folder = folder;
        open();
    }

    /** Opens the file anew; what was open of it is left as it is. */
    void open() {
        store = now(ExperimentStore.open(folder.resolve("test.db").toString(), Schedulers.parallel()));
        experiments = now(
                Experiments.open(store, clock, Experiments.Settings.ofDefaults().livePeople(ActivityIntake.people())));
        intake = new ActivityIntake(experiments, clock);
    }

    void restart() {
        close();
        open();
    }

    @Override
    public void close() {
        experiments.close().block(SOON);
        store.close().block(SOON);
    }

    static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    ExperimentStore store() {
        return store;
    }

    /** The experiment as it is known now, which after a restart is another object. */
    Experiment experiment() {
        return experiments.find("exp").orElseThrow();
    }

    Experiment created(ExperimentSpec spec) {
        return now(experiments.create(spec, CAUSE));
    }

    /** A draft with {@link #VARIANTS}, of whom the control weighs twice as much as the others. */
    Experiment created() {
        return created(ExperimentSpec.builder(
                        "exp",
                        "Test",
                        List.of(
                                VariantSpec.control("control").weighing(2),
                                VariantSpec.treatment("a", GuardrailLimits.standard())
                                        .freezingStreaks(1),
                                VariantSpec.treatment("b", GuardrailLimits.standard())))
                .tenantEconomy(Map.of(EconomyParameter.SCAN_XP, 12.0))
                .people(new PeopleSpec.Live())
                .extraMetrics(List.of("SESSION_FREQUENCY"))
                .build());
    }

    Experiment running() {
        Experiment experiment = created();
        experiment.start(CAUSE).block(SOON);
        return experiment;
    }

    void passDay(Experiment experiment) {
        PassingDay.of(experiment, clock);
        // what follows a day is done when the lane has come to the next thing
        experiment.release(null, CAUSE).block(SOON);
    }

    /** Lets the people end their day, which is kept when the store comes to it. */
    void endDay() {
        clock.advanceBy(Duration.ofDays(1));
    }

    static ToldActivity scan(String id, String person) {
        return new ToldActivity(id, person, ActivityKind.SCAN, false);
    }

    Mono<List<Receipt>> take(String experimentId, List<ToldActivity> told) {
        return intake.take(experimentId, told);
    }

    List<Receipt> take(ToldActivity... told) {
        return now(take("exp", List.of(told)));
    }

    /** Somebody who is assigned to the variant, with one scan that nothing was told of before. */
    String personOf(String variant) {
        return IntStream.range(0, 100)
                .mapToObj(number -> "person-" + number)
                .filter(person ->
                        take(scan("enrol-" + person, person)).get(0).variantId().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    static double points(Receipt receipt) {
        return receipt.activity().award().total();
    }

    /** How many activities the store keeps. */
    long kept() {
        return now(store.events(EventQuery.ofExperiment("exp").ofType(EventType.ACTIVITY))
                .count());
    }
}
