package io.agentflux.config;

import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.orchestrator.Benchmark;
import io.agentflux.sandbox.oracle.Oracle;
import io.agentflux.sandbox.oracle.OracleLibrary;
import io.agentflux.sandbox.population.Scenario;
import io.agentflux.sandbox.population.ScenarioLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what the strategies of a tournament are measured by. */
final class Benchmarks {

    private Benchmarks() {}

    /**
     * The oracle of a scenario or, where none was computed for it as it is, the best static economy of the scenario of the
     * library that it extends, which is a yardstick but no optimum.
     *
     * @param base the name of the scenario of the library that it is or extends
     * @param limits the guardrails of the tournament
     */
    static Benchmark of(Scenario scenario, String base, GuardrailLimits limits) {
        return OracleLibrary.find(scenario)
                .map(oracle -> oracle(scenario, oracle, limits))
                .orElseGet(() -> standIn(scenario, base));
    }

    private static Benchmark oracle(Scenario scenario, Oracle oracle, GuardrailLimits limits) {
        boolean sameLimits = limits.deltaLimitPercent() == scenario.guardrails().deltaLimitPercent()
                && limits.updateInterval().equals(scenario.guardrails().minInterval());
        return new Benchmark(
                scenario.name(),
                oracle.economy(),
                oracle.bestFeasible().schedule().targets(),
                oracle.certificate().gapUpperBound(),
                "The oracle of this scenario"
                        + (sameLimits
                                ? "."
                                : "; its sequence was looked for under other guardrails and is played as far as those of the"
                                        + " tournament allow."));
    }

    private static Benchmark standIn(Scenario scenario, String base) {
        Scenario usual = ScenarioLibrary.named(base)
                .orElseThrow(() -> new IllegalArgumentException("there is no scenario '" + base + "'"));
        Optional<Oracle> known = OracleLibrary.find(usual).or(() -> OracleLibrary.named(base));
        Oracle oracle = known.or(() -> OracleLibrary.find(Scenario.stationary()))
                .orElseThrow(() -> new IllegalStateException("no oracle belongs to the present model of people"));
        return new Benchmark(
                scenario.name(),
                oracle.economy(),
                List.of(),
                Double.NaN,
                "No oracle: " + differences(scenario, usual) + "; the best static economy of '" + oracle.scenario()
                        + "' stands in and is no optimum here.");
    }

    private static String differences(Scenario scenario, Scenario usual) {
        List<String> differences = new ArrayList<>();
        if (scenario.horizonDays() != usual.horizonDays() || scenario.washoutDays() != usual.washoutDays()) {
            differences.add(scenario.horizonDays() + " days and " + scenario.washoutDays() + " of washout instead of "
                    + usual.horizonDays() + " and " + usual.washoutDays());
        }
        if (!scenario.objective().equals(usual.objective())) {
            differences.add("another objective");
        }
        Scenario asUsual = scenario.mutate()
                .name(usual.name())
                .summary(usual.summary())
                .peoplePerVariant(usual.peoplePerVariant())
                .horizonDays(usual.horizonDays())
                .washoutDays(usual.washoutDays())
                .objective(usual.objective())
                .build();
        if (!asUsual.equals(usual)) {
            differences.add("people or events of its own");
        }
        return differences.isEmpty()
                ? "none that belongs to the present model was computed"
                : String.join(", ", differences);
    }
}
