package io.agentflux.spring;

import io.agentflux.AgentFlux;
import io.agentflux.Fleet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The agents and fleets of an application, by the names of their beans. They start when everything else has started, and are the first to
 * stop: before the web server refuses requests, so that nothing they need is gone.
 */
public final class Agents implements SmartLifecycle {

    private final Map<String, Managed> agents = new LinkedHashMap<>();
    private final boolean autoStart;
    private final Duration stopGrace;
    private volatile boolean running;

    Agents(
            Map<String, AgentFlux<?, ?, ?>> descriptions,
            Map<String, Fleet<?, ?, ?>> fleets,
            boolean autoStart,
            Duration stopGrace) {
        descriptions.forEach((name, description) -> agents.put(name, new ManagedAgent(name, description)));
        fleets.forEach((name, fleet) -> agents.put(name, new ManagedFleet(name, fleet)));
        this.autoStart = autoStart;
        this.stopGrace = stopGrace;
    }

    /** Where each agent is now. */
    public List<AgentStatus> statuses() {
        return statuses(AgentStatus.class);
    }

    /** Where each fleet is now. */
    public List<FleetStatus> fleetStatuses() {
        return statuses(FleetStatus.class);
    }

    private <T> List<T> statuses(Class<T> type) {
        return agents.values().stream()
                .map(Managed::status)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Where this agent is now, or empty if there is none of that name. */
    public Optional<AgentStatus> status(String name) {
        return status(name, AgentStatus.class);
    }

    /** Where this fleet is now, or empty if there is none of that name. */
    public Optional<FleetStatus> fleetStatus(String name) {
        return status(name, FleetStatus.class);
    }

    <T> Optional<T> status(String name, Class<T> type) {
        return Optional.ofNullable(agents.get(name))
                .map(Managed::status)
                .filter(type::isInstance)
                .map(type::cast);
    }

    /** Begins a run of this agent or fleet unless one is going on; false if there is none of that name. */
    public boolean start(String name) {
        Managed agent = agents.get(name);
        if (agent != null) {
            running = true;
            agent.start();
        }
        return agent != null;
    }

    /**
     * Stops this agent or fleet once subscribed to; cycles in flight may go on for the grace of the properties. Completes when
     * the run is over, at once if none is going on. It can be started again.
     */
    public Mono<Void> stop(String name) {
        return Mono.defer(() -> {
            Managed agent = agents.get(name);
            return agent == null ? Mono.empty() : agent.stop(stopGrace);
        });
    }

    /** Whether an agent, or a fleet as a whole, has failed for good. */
    boolean hasFailed() {
        return agents.values().stream().anyMatch(Managed::hasFailed);
    }

    /** Whether a running agent, or all that run of a fleet, make no calls because a circuit breaker is open. */
    boolean refusesCalls() {
        return agents.values().stream().anyMatch(Managed::refusesCalls);
    }

    @Override
    public boolean isAutoStartup() {
        return autoStart;
    }

    @Override
    public void start() {
        running = true;
        agents.values().forEach(Managed::start);
    }

    @Override
    public void stop(Runnable done) {
        Flux.fromIterable(agents.values())
                .flatMap(agent -> agent.stop(stopGrace), Math.max(1, agents.size())) // all at once
                .doFinally(end -> {
                    running = false;
                    done.run();
                })
                .subscribe();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /** Whether there may be something to stop. */
    @Override
    public boolean isRunning() {
        return running;
    }
}
