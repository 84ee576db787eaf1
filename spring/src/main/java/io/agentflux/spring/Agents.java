package io.agentflux.spring;

import io.agentflux.AgentFlux;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The agents of an application, by the names of their beans. They start when everything else has started, and are the first to
 * stop: before the web server refuses requests, so that nothing they need is gone.
 */
public final class Agents implements SmartLifecycle {

    private final Map<String, ManagedAgent> agents = new LinkedHashMap<>();
    private final boolean autoStart;
    private final Duration stopGrace;
    private volatile boolean running;

    Agents(Map<String, AgentFlux<?, ?, ?>> descriptions, boolean autoStart, Duration stopGrace) {
        descriptions.forEach((name, description) -> agents.put(name, new ManagedAgent(name, description)));
        this.autoStart = autoStart;
        this.stopGrace = stopGrace;
    }

    /** Where each agent is now. */
    public List<AgentStatus> statuses() {
        return agents.values().stream().map(ManagedAgent::status).toList();
    }

    /** Where this agent is now, or empty if there is none of that name. */
    public Optional<AgentStatus> status(String name) {
        return Optional.ofNullable(agents.get(name)).map(ManagedAgent::status);
    }

    /** Begins a run of this agent unless one is going on; false if there is no agent of that name. */
    public boolean start(String name) {
        ManagedAgent agent = agents.get(name);
        if (agent != null) {
            running = true;
            agent.start();
        }
        return agent != null;
    }

    /**
     * Stops this agent once subscribed to; a cycle in flight may go on for the grace of the properties. Completes when the run is
     * over, at once if none is going on. It can be started again.
     */
    public Mono<Void> stop(String name) {
        return Mono.defer(() -> {
            ManagedAgent agent = agents.get(name);
            return agent == null ? Mono.empty() : agent.stop(stopGrace);
        });
    }

    /** Whether no agent has failed. */
    boolean isHealthy() {
        return agents.values().stream().noneMatch(ManagedAgent::hasFailed);
    }

    @Override
    public boolean isAutoStartup() {
        return autoStart;
    }

    @Override
    public void start() {
        running = true;
        agents.values().forEach(ManagedAgent::start);
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
