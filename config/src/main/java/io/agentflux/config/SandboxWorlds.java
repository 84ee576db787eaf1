package io.agentflux.config;

import io.agentflux.orchestrator.Benchmark;
import io.agentflux.orchestrator.MatchSpec;
import io.agentflux.orchestrator.TournamentPlan;
import io.agentflux.orchestrator.World;
import io.agentflux.orchestrator.WorldFactory;
import io.agentflux.sandbox.population.Assignment;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.SimulatedPopulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/** Makes the worlds of a tournament out of the sandbox's people. */
final class SandboxWorlds implements WorldFactory {

    private static final long EXPERIMENT = 1;
    private static final int ONE_SITE = 1;

    private final TournamentSpec spec;
    private final Map<String, Scenario> scenarios;
    private final Map<String, Benchmark> benchmarks;

    SandboxWorlds(TournamentSpec spec, Map<String, Scenario> scenarios, Map<String, Benchmark> benchmarks) {
        this.spec = spec;
        this.scenarios = Map.copyOf(scenarios);
        this.benchmarks = Map.copyOf(benchmarks);
    }

    @Override
    public World create(MatchSpec match, List<String> entrants, Scheduler scheduler) {
        Scenario scenario = known(scenarios, match.scenario());
        List<String> variants = new ArrayList<>();
        variants.add(TournamentPlan.CONTROL);
        variants.addAll(entrants);
        Leaderboard leaderboard = sharesLeaderboard(match.scenario()) ? new Leaderboard() : null;
        Map<String, JudgedCohort> cohorts = spec.design() == Design.TWIN
                ? twins(scenario, match.seed(), variants, leaderboard)
                : split(scenario, match.seed(), variants, leaderboard);
        Judge judge = new Judge(
                scenario.objective(),
                scenario.horizonDays(),
                scenario.washoutDays(),
                known(benchmarks, match.scenario()),
                spec.guardrails(),
                spec.design(),
                spec.confidenceLevel());
        return SandboxWorld.start(
                match.scenario() + "-" + match.replicate(),
                cohorts,
                spec.guardrails(),
                scenario.horizonDays(),
                judge,
                scheduler);
    }

    private boolean sharesLeaderboard(String scenario) {
        return spec.scenarios().stream()
                .anyMatch(each -> each.name().equals(scenario) && each.changes().isLeaderboardShared());
    }

    private static <T> T known(Map<String, T> values, String scenario) {
        T value = values.get(scenario);
        if (value == null) {
            throw new IllegalArgumentException("the tournament has no scenario '" + scenario + "'");
        }
        return value;
    }

    /** The very same people once for each variant. */
    private static Map<String, JudgedCohort> twins(
            Scenario scenario, long seed, List<String> variants, @Nullable Leaderboard leaderboard) {
        SimulatedPopulation first = SimulatedPopulation.create(scenario, seed, scenario.peoplePerVariant());
        first.playBurnIn();
        Map<String, JudgedCohort> cohorts = new LinkedHashMap<>();
        for (String variant : variants) {
            cohorts.put(variant, JudgedCohort.afterBurnIn(cohorts.isEmpty() ? first : first.fork(), leaderboard));
        }
        return cohorts;
    }

    /** As many people as all variants need, assigned to them at random, one by one or by site. */
    private static Map<String, JudgedCohort> split(
            Scenario scenario, long seed, List<String> variants, @Nullable Leaderboard leaderboard) {
        int all = Math.multiplyExact(scenario.peoplePerVariant(), variants.size());
        double[] equal = new double[variants.size()];
        Arrays.fill(equal, 1);
        boolean bySite = scenario.sites() > ONE_SITE;
        JudgedCohort.Sites sites = bySite ? new JudgedCohort.Sites(seed, scenario.sites()) : null;
        Assignment assignment = bySite
                ? Assignment.bySite(seed, EXPERIMENT, scenario.sites(), equal)
                : Assignment.of(seed, EXPERIMENT, equal);
        Map<String, JudgedCohort> cohorts = new LinkedHashMap<>();
        for (int variant = 0; variant < variants.size(); variant++) {
            SimulatedPopulation members =
                    SimulatedPopulation.create(scenario, seed, all, assignment.membersOf(variant));
            cohorts.put(variants.get(variant), JudgedCohort.measuredInBurnIn(members, leaderboard, sites));
        }
        return cohorts;
    }
}
