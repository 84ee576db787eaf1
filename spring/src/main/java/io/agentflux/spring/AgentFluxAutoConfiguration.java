package io.agentflux.spring;

import io.agentflux.AgentFlux;
import io.agentflux.AgentInstrumentation;
import io.agentflux.Fleet;
import io.agentflux.arena.Arena;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.observability.AgentMicrometer;
import io.agentflux.strategy.ReactiveStrategy;
import io.agentflux.strategy.Strategy;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;

/** Lets every bean that is a strategy, an {@link AgentFlux} or a {@link Fleet} run for as long as the application does. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnProperty(name = "agentflux.enabled", matchIfMissing = true)
@EnableConfigurationProperties(AgentFluxProperties.class)
@ImportRuntimeHints(StatusHints.class)
public final class AgentFluxAutoConfiguration {

    AgentFluxAutoConfiguration() {}

    @Bean
    @ConditionalOnProperty("agentflux.arena.url")
    @ConditionalOnMissingBean(Arena.class)
    ArenaClient arenaClient(AgentFluxProperties properties) {
        return StrategyAgents.client(properties.arena());
    }

    @Bean
    @ConditionalOnMissingBean
    Agents agents(
            AgentFluxProperties properties,
            ListableBeanFactory beans,
            ObjectProvider<Arena> arena,
            ObjectProvider<AgentInstrumentations> instrumentations) {
        Map<String, AgentFlux<?, ?, ?>> agents = new LinkedHashMap<>(new StrategyAgents(properties)
                .of(
                        beans.getBeansOfType(Strategy.class),
                        beans.getBeansOfType(ReactiveStrategy.class),
                        arena.getIfAvailable()));
        beans.getBeansOfType(AgentFlux.class).forEach((name, agent) -> agents.put(name, agent));
        Map<String, Fleet<?, ?, ?>> fleets = new LinkedHashMap<>();
        beans.getBeansOfType(Fleet.class).forEach((name, fleet) -> fleets.put(name, fleet));
        AgentInstrumentations found = instrumentations.getIfAvailable();
        if (found != null) {
            agents.replaceAll((name, agent) -> watched(agent, found.apply(name)));
            fleets.replaceAll((name, fleet) -> fleet.instrumented(found.apply(name)));
        }
        return new Agents(agents, fleets, properties.autoStart(), properties.stopGrace());
    }

    private static AgentFlux<?, ?, ?> watched(AgentFlux<?, ?, ?> agent, AgentInstrumentation instrumentation) {
        return agent.instrumentation().isPresent() ? agent : agent.instrumented(instrumentation);
    }

    /** What watches the agent of a bean. */
    interface AgentInstrumentations extends Function<String, AgentInstrumentation> {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static final class Measured {

        @Bean
        @ConditionalOnBean(MeterRegistry.class)
        @ConditionalOnMissingBean
        AgentMicrometer agentMicrometer(MeterRegistry meters, ObjectProvider<ObservationRegistry> observations) {
            ObservationRegistry found = observations.getIfAvailable();
            return found == null ? AgentMicrometer.of(meters) : AgentMicrometer.of(meters, found);
        }

        @Bean
        @ConditionalOnBean(AgentMicrometer.class)
        AgentInstrumentations agentInstrumentations(AgentMicrometer micrometer) {
            return micrometer::strategy;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    static final class Healthy {

        @Bean
        @ConditionalOnEnabledHealthIndicator("agentflux")
        @ConditionalOnMissingBean(name = "agentfluxHealthIndicator")
        AgentsHealthIndicator agentfluxHealthIndicator(Agents agents) {
            return new AgentsHealthIndicator(agents);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    static final class Reachable {

        @Bean
        @ConditionalOnAvailableEndpoint
        @ConditionalOnMissingBean
        AgentsEndpoint agentsEndpoint(Agents agents) {
            return new AgentsEndpoint(agents);
        }
    }
}
