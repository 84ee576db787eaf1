package io.agentflux.sandbox.health;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.activity.ActivityIntake;
import io.agentflux.sandbox.activity.Receipt;
import io.agentflux.sandbox.activity.ToldActivity;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.HealthLimits;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.population.ActivityKind;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.store.StoredEvent;
import io.agentflux.time.SimulatedScheduler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** An experiment on real people in simulated time, of {@code control}, {@code a} and {@code b}, to be looked after. */
final class WatchedExperiment {

    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final Duration SOON = Duration.ofSeconds(30);
    static final Cause CAUSE = new Cause("test", "because");

    /** A day of an hour, so that the health is looked at each 12.5 s. */
    static final Duration DAY = Duration.ofHours(1);

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private final ExperimentStore store = ExperimentStore.inMemory(Schedulers.immediate());
    private Experiments experiments = open();
    private ActivityIntake intake = new ActivityIntake(experiments, clock);

    private Experiments open() {
        return now(
                Experiments.open(store, clock, Experiments.Settings.ofDefaults().livePeople(ActivityIntake.people())));
    }

    /** As a process after this one: what was not kept is forgotten. */
    void restart() {
        experiments.close().block(SOON);
        experiments = open();
        intake = new ActivityIntake(experiments, clock);
    }

    Experiment experiment() {
        return experiments.find("exp").orElseThrow();
    }

    static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    Experiment running(Duration day) {
        return running(day, HealthLimits.ofDefaults());
    }

    Experiment running(Duration day, HealthLimits limits) {
        ExperimentSpec spec = ExperimentSpec.builder(
                        "exp",
                        "Test",
                        List.of(
                                VariantSpec.control("control"),
                                VariantSpec.treatment("a", GuardrailLimits.aggressive())
                                        .named("A"),
                                VariantSpec.treatment("b", GuardrailLimits.aggressive())
                                        .named("B")
                                        .startingWith(Map.of(EconomyParameter.SCAN_XP, 30.0))))
                .people(new PeopleSpec.Live())
                .dayLength(day)
                .health(limits)
                .build();
        Experiment experiment = now(experiments.create(spec, CAUSE));
        experiment.start(CAUSE).block(SOON);
        return experiment;
    }

    HealthMonitor watch() {
        return now(HealthMonitor.start(experiments, clock));
    }

    /** Watched by another clock, which is ahead of that of the experiment for as long as somebody says so. */
    void watchAhead(Supplier<Duration> ahead) {
        Scheduler other = (Scheduler) Proxy.newProxyInstance(
                Scheduler.class.getClassLoader(),
                new Class<?>[] {Scheduler.class},
                (proxy, method, given) -> method.getName().equals("now")
                        ? clock.now((TimeUnit) given[0])
                                + ((TimeUnit) given[0]).convert(ahead.get().toMillis(), TimeUnit.MILLISECONDS)
                        : method.invoke(clock, given));
        now(HealthMonitor.start(experiments, other));
    }

    /** Lets time pass, not more than to the next whole minute before everything is kept that is on its way. */
    void pass(Duration duration) {
        Instant end = clock.now().plus(duration);
        while (clock.now().isBefore(end)) {
            Instant minute = clock.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
            clock.advanceTo(minute.isBefore(end) ? minute : end);
            for (int commit = 0; commit < 3; commit++) {
                store.remove("nothing", "nothing").block(SOON);
            }
        }
    }

    List<ExperimentEvent> events(String... types) {
        return Objects.requireNonNull(
                store.events(EventQuery.ofExperiment("exp").ofTypes(Set.of(types)))
                        .map(StoredEvent::event)
                        .collectList()
                        .block(SOON));
    }

    void heartbeat(Experiment experiment, String variantId, Duration interval) {
        experiment.arena(variantId).heartbeat(interval, Map.of()).block(SOON);
    }

    static ConfigResult submit(Experiment experiment, String variantId, double scanXp) {
        return now(experiment.arena(variantId).submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, scanXp, "because")));
    }

    /** Sixty people scan once today. */
    List<Receipt> scan(int day) {
        return scan(day, person -> true);
    }

    List<Receipt> scan(int day, Predicate<String> comes) {
        List<ToldActivity> told = IntStream.range(0, 60)
                .mapToObj(person -> "person-" + person)
                .filter(comes)
                .map(person -> new ToldActivity(day + "-" + person, person, ActivityKind.SCAN, false))
                .toList();
        return now(intake.take("exp", told));
    }
}
