package io.agentflux.config;

import io.agentflux.arena.Economy;
import io.agentflux.orchestrator.MatchSpec;
import io.agentflux.orchestrator.TournamentPlan;
import io.agentflux.orchestrator.World;
import io.agentflux.orchestrator.WorldFactory;
import io.agentflux.sandbox.population.Assignment;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.scheduler.Scheduler;

/** Makes the worlds of a tournament out of the sandbox's people. */
final class SandboxWorlds implements WorldFactory {

    private static final long EXPERIMENT = 1;

    private final TournamentSpec spec;
    private final Map<String, Scenario> scenarios;
    private final Map<String, Economy> bestStatic;

    SandboxWorlds(TournamentSpec spec, Map<String, Scenario> scenarios, Map<String, Economy> bestStatic) {
        this.spec = spec;
        this.scenarios = Map.copyOf(scenarios);
        this.bestStatic = Map.copyOf(bestStatic);
    }

    @Override
    public World create(MatchSpec match, List<String> entrants, Scheduler scheduler) {
        Scenario scenario = known(scenarios, match.scenario());
        List<String> variants = new ArrayList<>();
        variants.add(TournamentPlan.CONTROL);
        variants.addAll(entrants);
        Map<String, SimulatedPopulation> people = spec.design() == Design.TWIN
                ? twins(scenario, match.seed(), variants)
                : split(scenario, match.seed(), variants);
        Judge judge = new Judge(
                scenario.objective(),
                scenario.horizonDays(),
                scenario.washoutDays(),
                known(bestStatic, match.scenario()),
                spec.design(),
                spec.confidenceLevel());
        return SandboxWorld.start(
                match.scenario() + "-" + match.replicate(),
                people,
                spec.guardrails(),
                scenario.horizonDays(),
                judge,
                scheduler);
    }

    private static <T> T known(Map<String, T> values, String scenario) {
        T value = values.get(scenario);
        if (value == null) {
            throw new IllegalArgumentException("the tournament has no scenario '" + scenario + "'");
        }
        return value;
    }

    /** The very same people once for each variant. */
    private static Map<String, SimulatedPopulation> twins(Scenario scenario, long seed, List<String> variants) {
        SimulatedPopulation first = SimulatedPopulation.create(scenario, seed, scenario.peoplePerVariant());
        first.playBurnIn();
        Map<String, SimulatedPopulation> people = new LinkedHashMap<>();
        for (String variant : variants) {
            people.put(variant, people.isEmpty() ? first : first.fork());
        }
        return people;
    }

    /** As many people as all variants need, assigned to them at random. */
    private static Map<String, SimulatedPopulation> split(Scenario scenario, long seed, List<String> variants) {
        int all = Math.multiplyExact(scenario.peoplePerVariant(), variants.size());
        Assignment assignment = Assignment.equal(seed, EXPERIMENT, variants.size());
        Map<String, SimulatedPopulation> people = new LinkedHashMap<>();
        for (int variant = 0; variant < variants.size(); variant++) {
            SimulatedPopulation members =
                    SimulatedPopulation.create(scenario, seed, all, assignment.membersOf(variant));
            members.playBurnIn();
            people.put(variants.get(variant), members);
        }
        return people;
    }
}
