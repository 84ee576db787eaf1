package io.agentflux.spring;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set about the agents of an application.
 *
 * @param enabled Whether there are agents at all.
 * @param autoStart Whether agents start with the application; else each is started by the actuator endpoint or through the
 *     bean of type Agents.
 * @param stopGrace How long cycles in flight may go on when the application stops. Keep it below
 *     spring.lifecycle.timeout-per-shutdown-phase.
 * @param arena The arena that strategies act on.
 * @param agent How the agents of strategies run. A bean of type AgentFlux says that itself.
 */
@ConfigurationProperties("agentflux")
public record AgentFluxProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean autoStart,
        @DefaultValue("20s") Duration stopGrace,
        @DefaultValue Arena arena,
        @DefaultValue Agent agent) {

    /**
     * The arena that strategies act on.
     *
     * @param url Address of the arena. Unless there is a bean of type Arena, strategies need it.
     * @param token Token of the variant, for an application with one strategy.
     * @param tokens Token of the variant of each strategy, by the name of its bean.
     * @param connectTimeout How long opening a connection may take.
     * @param responseTimeout How long one attempt of a call may take.
     * @param maxConnections How many connections may be open, over all strategies.
     * @param maxRetries How often a call that failed for a reason that may pass is tried again.
     */
    public record Arena(
            @Nullable String url,
            @Nullable String token,
            @DefaultValue Map<String, String> tokens,
            @DefaultValue("15s") Duration connectTimeout,
            @DefaultValue("15s") Duration responseTimeout,
            @DefaultValue("64") int maxConnections,
            @DefaultValue("2") int maxRetries) {

        /** Copies the tokens. */
        public Arena {
            tokens = Map.copyOf(tokens);
        }

        /** Shows no token. */
        @Override
        public String toString() {
            return "Arena[url=" + url + ", tokens of " + tokens.keySet() + "]";
        }
    }

    /**
     * How the agents of strategies run.
     *
     * @param every The time from the end of a cycle to the next.
     * @param jitter By which share of that time each tick is moved at random, from 0 to 0.5.
     * @param stagger The first tick comes somewhere in this time, so that agents that start together spread out.
     * @param heartbeatInterval How often an agent tells the arena that it is alive.
     */
    public record Agent(
            @DefaultValue("60s") Duration every,
            @DefaultValue("0") double jitter,
            @DefaultValue("0s") Duration stagger,
            @DefaultValue("30s") Duration heartbeatInterval) {}
}
