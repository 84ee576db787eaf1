package io.agentflux.orchestrator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is compared, in which worlds: decided before the first match is played.
 *
 * @param name the tournament's name
 * @param hash what identifies the plan in its results: two plans with one hash give the same results
 * @param seed where all chance of the tournament comes from
 * @param scenarios the scenarios, each played {@code replications} times
 * @param replications how many worlds of each scenario are played
 * @param entrants the names of the strategies that take part; the control always does and is not listed
 * @param cadence how often each entrant observes, in the world's time
 * @param confidenceLevel the level of every interval, such as 0.95
 * @param benchmarks what results are measured by, for each scenario for which something is known
 */
public record TournamentPlan(
        String name,
        String hash,
        long seed,
        List<String> scenarios,
        int replications,
        List<String> entrants,
        Duration cadence,
        double confidenceLevel,
        List<Benchmark> benchmarks) {

    /** The name of the variant that holds the default economy. */
    public static final String CONTROL = "control";

    /** Refuses plans without worlds or entrants, and names used twice. */
    public TournamentPlan {
        scenarios = List.copyOf(scenarios);
        entrants = List.copyOf(entrants);
        benchmarks = List.copyOf(benchmarks);
        if (scenarios.isEmpty() || replications < 1 || entrants.isEmpty()) {
            throw new IllegalArgumentException("tournament '" + name + "' has " + scenarios.size() + " scenarios, "
                    + replications + " replications and " + entrants.size() + " entrants; give at least one of each");
        }
        if (new HashSet<>(entrants).size() < entrants.size() || entrants.contains(CONTROL)) {
            throw new IllegalArgumentException("tournament '" + name + "' has the entrants " + entrants
                    + "; give each its own name, none of them '" + CONTROL + "'");
        }
        if (!(confidenceLevel > 0 && confidenceLevel < 1)) {
            throw new IllegalArgumentException(
                    "the confidence level is " + confidenceLevel + "; give a number between 0 and 1");
        }
    }

    /** Whether the best economies of a scenario are known, so that regret can be told. */
    public boolean hasOracle(String scenario) {
        return benchmarks.stream().anyMatch(benchmark -> benchmark.scenario().equals(scenario) && benchmark.isOracle());
    }

    /**
     * The matches, scenario by scenario. More replications add matches and leave the seeds of the others as they are; the
     * same replicate of two scenarios has one seed, so that scenarios are compared on the same people.
     */
    public List<MatchSpec> matches() {
        long[] worldSeeds = new SplittableRandom(seed).longs(replications).toArray();
        List<MatchSpec> matches = new ArrayList<>();
        for (String scenario : scenarios) {
            for (int replicate = 0; replicate < replications; replicate++) {
                matches.add(new MatchSpec(matches.size(), scenario, replicate, worldSeeds[replicate]));
            }
        }
        return matches;
    }
}
