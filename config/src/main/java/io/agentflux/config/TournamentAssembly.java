package io.agentflux.config;

import io.agentflux.orchestrator.Benchmark;
import io.agentflux.orchestrator.Entrant;
import io.agentflux.orchestrator.Tournament;
import io.agentflux.orchestrator.TournamentPlan;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.strategy.StrategyCatalog;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategySettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts together what a tournament file names: the strategies of a catalogue and the people of the sandbox. */
public final class TournamentAssembly {

    private TournamentAssembly() {}

    /**
     * The tournament that a spec describes, in simulated time.
     *
     * @throws IllegalArgumentException if it names a scenario, a constant, a strategy or a setting that does not exist, which a
     *     spec read by {@link TournamentFile} does not
     */
    public static Tournament of(TournamentSpec spec, StrategyCatalog catalog) {
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        Map<String, Benchmark> benchmarks = new LinkedHashMap<>();
        for (ScenarioSpec scenarioSpec : spec.scenarios()) {
            Scenario scenario = ScenarioAssembly.of(scenarioSpec, spec);
            scenarios.put(scenario.name(), scenario);
            benchmarks.put(scenario.name(), Benchmarks.of(scenario, scenarioSpec.base(), spec.guardrails()));
        }
        List<Entrant> entrants = spec.strategies().stream()
                .map(strategy -> entrant(strategy, catalog))
                .toList();
        return Tournament.of(
                plan(spec, List.copyOf(benchmarks.values())), entrants, new SandboxWorlds(spec, scenarios, benchmarks));
    }

    private static TournamentPlan plan(TournamentSpec spec, List<Benchmark> benchmarks) {
        return new TournamentPlan(
                spec.name(),
                spec.planHash(),
                spec.seed(),
                spec.scenarios().stream().map(ScenarioSpec::name).toList(),
                spec.replications(),
                spec.strategies().stream().map(StrategySpec::name).toList(),
                spec.cadence(),
                spec.confidenceLevel(),
                benchmarks);
    }

    private static Entrant entrant(StrategySpec spec, StrategyCatalog catalog) {
        StrategyFactory factory = catalog.find(spec.strategy())
                .orElseThrow(() -> new IllegalArgumentException("there is no strategy '" + spec.strategy() + "'"));
        StrategySettings settings = StrategySettings.of(factory.parameters(), spec.settings());
        return new Entrant(spec.name(), random -> factory.create(settings, random));
    }
}
