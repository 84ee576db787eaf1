package io.agentflux.spring;

import io.agentflux.AgentFlux;
import io.agentflux.Cadence;
import io.agentflux.arena.Arena;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Signals;
import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.http.Token;
import io.agentflux.strategy.ArenaAgent;
import io.agentflux.strategy.ReactiveStrategy;
import io.agentflux.strategy.Strategy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes an agent of each strategy of the application. */
final class StrategyAgents {

    private final AgentFluxProperties properties;

    StrategyAgents(AgentFluxProperties properties) {
        this.properties = properties;
    }

    /** A client for the arena of the properties. */
    static ArenaClient client(AgentFluxProperties.Arena arena) {
        String url = Objects.requireNonNull(arena.url(), "agentflux.arena.url");
        String token = arena.token() != null
                ? arena.token()
                : arena.tokens().values().stream()
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalStateException("agentflux.arena.token is not set; give the token of the"
                                        + " variant, or agentflux.arena.tokens.<strategy> for each strategy"));
        return ArenaClient.builder(ArenaAccess.of(url, Token.of(token)))
                .connectTimeout(arena.connectTimeout())
                .responseTimeout(arena.responseTimeout())
                .maxConnections(arena.maxConnections())
                .maxRetries(arena.maxRetries())
                .build();
    }

    Map<String, AgentFlux<?, ?, ?>> of(
            Map<String, Strategy> strategies, Map<String, ReactiveStrategy> reactive, @Nullable Arena arena) {
        Map<String, Function<Arena, AgentFlux<Signals, ConfigUpdate, ConfigResult>>> bindings = new LinkedHashMap<>();
        strategies.forEach((name, strategy) -> bindings.put(name, found -> ArenaAgent.of(found, strategy)));
        reactive.forEach((name, strategy) -> bindings.put(name, found -> ArenaAgent.ofReactive(found, strategy)));
        if (bindings.isEmpty()) {
            return Map.of();
        }
        if (arena == null) {
            throw new IllegalStateException("There is no arena for the strategies " + bindings.keySet()
                    + "; set agentflux.arena.url and agentflux.arena.token, or define a bean of type Arena");
        }
        requireOneVariantEach(bindings.size());
        Map<String, AgentFlux<?, ?, ?>> agents = new LinkedHashMap<>();
        bindings.forEach((name, binding) -> agents.put(name, configured(name, binding, arenaOf(name, arena))));
        return agents;
    }

    private void requireOneVariantEach(int strategies) {
        if (strategies > 1 && properties.arena().tokens().size() < strategies) {
            throw new IllegalStateException("There are " + strategies + " strategies but "
                    + properties.arena().tokens().size()
                    + " tokens of their own; two strategies cannot act on one variant, so set"
                    + " agentflux.arena.tokens.<name of the bean> for each");
        }
    }

    private Arena arenaOf(String name, Arena arena) {
        String token = properties.arena().tokens().get(name);
        if (token == null) {
            return arena;
        }
        if (arena instanceof ArenaClient client) {
            return client.withToken(Token.of(token));
        }
        throw new IllegalStateException(
                "agentflux.arena.tokens." + name + " is set, but the arena is no ArenaClient, so"
                        + " it has no tokens; bind the strategy to its arena by a bean of type AgentFlux instead");
    }

    private AgentFlux<Signals, ConfigUpdate, ConfigResult> configured(
            String name, Function<Arena, AgentFlux<Signals, ConfigUpdate, ConfigResult>> binding, Arena arena) {
        AgentFluxProperties.Agent options = properties.agent();
        return binding.apply(arena)
                .named(name)
                .every(Cadence.fixedDelay(options.every())
                        .jitter(options.jitter())
                        .stagger(options.stagger()))
                .heartbeat(options.heartbeatInterval(), pollInterval -> arena.heartbeat(pollInterval, Map.of()));
    }
}
