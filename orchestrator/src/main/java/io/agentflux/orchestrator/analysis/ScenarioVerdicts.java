package io.agentflux.orchestrator.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * Every strategy against the control in one scenario: what one kind of people favours another may break.
 *
 * @param scenario the scenario
 * @param comparisons one for each strategy but the control, in the order of the table. They are Holm-adjusted over all strategies
 *     in all scenarios, so that the whole table of verdicts holds together
 */
public record ScenarioVerdicts(String scenario, List<Comparison> comparisons) {

    /** Copies the comparisons. */
    public ScenarioVerdicts {
        comparisons = List.copyOf(comparisons);
    }

    /**
     * The verdicts of each scenario, in the order of the table.
     *
     * @param level level of all intervals, in (0, 1); 1 - level is the family-wise error of all verdicts together
     */
    public static List<ScenarioVerdicts> of(ScoreTable table, double level) {
        List<String> scenarios = table.worlds().stream()
                .map(ScoreTable.World::scenario)
                .distinct()
                .toList();
        List<String> strategies = table.strategies().stream()
                .filter(strategy -> !strategy.equals(table.control()))
                .toList();
        List<Comparison.Measured> family = new ArrayList<>();
        for (String scenario : scenarios) {
            ScoreTable part = table.inScenario(scenario);
            int control = part.strategies().indexOf(part.control());
            strategies.forEach(strategy ->
                    family.add(Comparison.Measured.of(part, part.strategies().indexOf(strategy), control)));
        }
        List<Comparison> judged = Comparison.family(family, level);
        List<ScenarioVerdicts> verdicts = new ArrayList<>();
        for (int scenario = 0; scenario < scenarios.size(); scenario++) {
            verdicts.add(new ScenarioVerdicts(
                    scenarios.get(scenario),
                    judged.subList(scenario * strategies.size(), (scenario + 1) * strategies.size())));
        }
        return List.copyOf(verdicts);
    }

    /** The strategies of which this may be said here. */
    public List<String> strategies(Conclusion conclusion) {
        return comparisons.stream()
                .filter(comparison -> comparison.conclusion() == conclusion)
                .map(Comparison::first)
                .toList();
    }
}
