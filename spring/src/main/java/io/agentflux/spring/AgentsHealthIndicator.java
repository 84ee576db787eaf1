package io.agentflux.spring;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down as soon as an agent has failed; the details tell of each where it is. */
final class AgentsHealthIndicator extends AbstractHealthIndicator {

    private final Agents agents;

    AgentsHealthIndicator(Agents agents) {
        super("The agents could not be asked how they are");
        this.agents = agents;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(agents.isHealthy() ? "UP" : "DOWN");
        agents.statuses().forEach(status -> builder.withDetail(status.name(), status));
    }
}
