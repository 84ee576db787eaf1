package io.agentflux;

import io.agentflux.Fleet.FailurePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One run of a fleet. The agents bring their events to one shared queue rather than to an operator that merges: there is no limit
 * of concurrency to set, no inner failure to contain, and an event costs the same in a fleet of a million.
 */
final class FleetRun<O, A, R> implements RunningFleet {

    private final Fleet<O, A, R> fleet;
    private final EventQueue<O, A, R> events;
    private final List<AgentRun<O, A, R>> runs;
    private final AtomicInteger running;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private FleetRun(Fleet<O, A, R> fleet, CoreSubscriber<? super AgentEvent<O, A, R>> reader) {
        this.fleet = fleet;
        this.running = new AtomicInteger(fleet.agents.size());
        this.runs = new ArrayList<>(fleet.agents.size());
        Scheduler scheduler = fleet.agents.isEmpty() ? Schedulers.parallel() : fleet.agents.get(0).settings.scheduler;
        this.events = new EventQueue<>(reader, "fleet", scheduler, fleet.eventBuffer, fleet.eventOverflow);
        for (AgentFlux<O, A, R> agent : fleet.agents) {
            runs.add(new AgentRun<>(agent, events, reader.currentContext(), this::ended));
        }
        events.onCancel(() -> runs.forEach(AgentRun::cancel));
    }

    static <O, A, R> RunningFleet begin(Fleet<O, A, R> fleet, CoreSubscriber<? super AgentEvent<O, A, R>> reader) {
        FleetRun<O, A, R> run = new FleetRun<>(fleet, reader);
        reader.onSubscribe(run.events);
        run.begin();
        return run;
    }

    private void begin() {
        if (runs.isEmpty()) {
            events.complete(null);
        }
        for (int i = 0; i < runs.size(); i++) {
            runs.get(i).begin(fleet.startWindow.multipliedBy(i).dividedBy(runs.size()));
        }
    }

    private void ended(StopReason reason) {
        if (fleet.failurePolicy == FailurePolicy.STOP_ALL
                && reason instanceof StopReason.Failed failed
                && failure.compareAndSet(null, failed.cause())) {
            runs.forEach(AgentRun::stopAfterCycle);
        }
        if (running.decrementAndGet() == 0) {
            events.complete(failure.get());
        }
    }

    @Override
    public List<RunningAgent> agents() {
        return List.copyOf(runs);
    }

    @Override
    public int runningSize() {
        return running.get();
    }

    @Override
    public Mono<Map<String, StopReason>> stop(Duration grace) {
        return Mono.defer(() -> {
            runs.forEach(run -> run.stop(grace).subscribe());
            return onStop();
        });
    }

    @Override
    public Mono<Map<String, StopReason>> onStop() {
        return Flux.fromIterable(runs)
                .concatMap(run -> run.onStop().map(reason -> Map.entry(run.name(), reason)))
                .collect(LinkedHashMap::new, (reasons, entry) -> reasons.put(entry.getKey(), entry.getValue()));
    }
}
