package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.DecisionLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A journal that takes a while to keep a day, and no time for anything else. */
record SlowDays(Duration keeping, Scheduler clock) implements Journal {

    /** An experiment in memory whose days are kept so slowly. */
    static Experiment experiment(ExperimentSpec spec, Scheduler clock, Duration keeping, Map<String, Cohort> cohorts) {
        Backing inMemory = Backing.inMemory(spec.id(), DecisionLog.inMemory());
        Backing slow = new Backing(
                new SlowDays(keeping, clock),
                inMemory.decisionLog(),
                inMemory.decisionIds(),
                inMemory.heartbeats(),
                inMemory.answers());
        return new Experiment(spec, clock, slow, cohorts, ExperimentState.initial(spec, cohorts), 0);
    }

    @Override
    public Mono<Long> append(List<Occurrence> occurrences) {
        return occurrences.get(0) instanceof Occurrence.DayPassed
                ? Mono.delay(keeping, clock).thenReturn(0L)
                : Mono.just(0L);
    }

    @Override
    public Flux<Kept> behind(long sequence) {
        return Flux.empty();
    }
}
