package io.agentflux.spring;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Down as soon as an agent has failed, out of service while the circuit breaker of one is open; the details tell of each where
 * it is. A fleet counts as a whole: it is down when none of its agents is left and one has failed, and out of service when all
 * that are left have an open circuit breaker. One agent of many does not take the application out of rotation.
 */
final class AgentsHealthIndicator extends AbstractHealthIndicator {

    private final Agents agents;

    AgentsHealthIndicator(Agents agents) {
        super("The agents could not be asked how they are");
        this.agents = agents;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(agents.hasFailed() ? Status.DOWN : agents.refusesCalls() ? Status.OUT_OF_SERVICE : Status.UP);
        agents.statuses().forEach(status -> builder.withDetail(status.name(), status));
        agents.fleetStatuses().forEach(status -> builder.withDetail(status.name(), status));
    }
}
