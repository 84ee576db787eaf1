package io.agentflux.spring;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import reactor.core.publisher.Mono;

/** Shows the agents and fleets of the application, stops and starts them. */
@Endpoint(id = "agentflux")
public final class AgentsEndpoint {

    private final Agents agents;

    AgentsEndpoint(Agents agents) {
        this.agents = agents;
    }

    /** Where each agent and each fleet is now. */
    @ReadOperation
    public Map<String, List<?>> agents() {
        return Map.of("agents", agents.statuses(), "fleets", agents.fleetStatuses());
    }

    /** Where one agent or fleet is now; null, hence status 404, if there is none of that name. */
    @ReadOperation
    public @Nullable Object agent(@Selector String name) {
        return agents.status(name, Object.class).orElse(null);
    }

    /** Starts or stops one and tells where it is then; empty, hence status 404, if there is none of that name. */
    @WriteOperation
    public Mono<Object> run(@Selector String name, boolean running) {
        Mono<Void> change = running ? Mono.fromRunnable(() -> agents.start(name)) : agents.stop(name);
        return change.then(Mono.defer(() -> Mono.justOrEmpty(agents.status(name, Object.class))));
    }
}
