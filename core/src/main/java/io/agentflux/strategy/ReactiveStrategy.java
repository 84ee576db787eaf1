package io.agentflux.strategy;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.Signals;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A strategy whose decision takes time, such as one that asks a remote model. */
@FunctionalInterface
public interface ReactiveStrategy {

    /**
     * Decides on what was observed.
     *
     * @param signals what the arena reports now
     * @param economy the economy in force
     * @return a publisher of at most one update, subscribed once per cycle, or again if {@code DECIDE} is
     *     {@linkplain io.agentflux.AgentFlux#retrying retried}, and cancelled when the agent stops; it may emit on any thread;
     *     an empty one holds, an error fails the cycle
     */
    Publisher<ConfigUpdate> decide(Signals signals, Economy economy);

    /**
     * A strategy that may block while it decides, which it does on {@code scheduler}, such as
     * {@link reactor.core.scheduler.Schedulers#boundedElastic()}; stopping the agent interrupts it. What became of its proposals
     * it is told on the thread where that is known: there it must not block.
     */
    static ReactiveStrategy ofBlocking(Strategy strategy, Scheduler scheduler) {
        return new ReactiveStrategy() {
            @Override
            public Mono<ConfigUpdate> decide(Signals signals, Economy economy) {
                return Mono.fromCallable(() -> strategy.decide(signals, economy))
                        .flatMap(decision -> Mono.justOrEmpty(decision))
                        .subscribeOn(scheduler);
            }

            @Override
            public void onResult(ConfigUpdate update, ConfigResult result) {
                strategy.onResult(update, result);
            }
        };
    }

    /** Learns what became of a proposal; as {@link Strategy#onResult}. */
    default void onResult(ConfigUpdate update, ConfigResult result) {}
}
