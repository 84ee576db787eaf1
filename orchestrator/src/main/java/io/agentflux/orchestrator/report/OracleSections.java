package io.agentflux.orchestrator.report;

import io.agentflux.orchestrator.Benchmark;
import io.agentflux.orchestrator.Regret;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.Yardstick;
import java.util.stream.Collectors;

/** The sections of a report that hold strategies against the best that is known. */
final class OracleSections {

    private final TournamentResult result;
    private final Markup page;

    OracleSections(TournamentResult result, Markup page) {
        this.result = result;
        this.page = page;
    }

    void regrets() {
        page.begin("section").element("h2", "How far from the best?");
        if (result.regrets().isEmpty()) {
            page.element("p", "Regret cannot be told: no scenario played has an oracle. " + withoutOracle());
        } else {
            page.element(
                    "p",
                    "Regret: how much more of the objective the oracle, who knew the people beforehand, reached in the same"
                            + " worlds, per day of horizon and washout. The static economy was in force from the first morning"
                            + " on; the sequence was bound by the same guardrails as the strategies. Left to win: the regret"
                            + " against the sequence, as a share of what it gains over doing nothing; more than 100 % is"
                            + " harmful.");
            page.beginTable(
                    "Strategy", "#Regret, best static", "", "#Regret, best sequence", "", "#Left to win", "#Worlds");
            for (Regret regret : result.regrets()) {
                page.begin("tr")
                        .element("th", regret.entrant(), "scope", "row")
                        .element("td", FigureText.fixed(regret.toStatic().estimate(), 4), "class", "n")
                        .element("td", FigureText.interval(regret.toStatic(), 4))
                        .element("td", FigureText.fixed(regret.toSequence().estimate(), 4), "class", "n")
                        .element("td", FigureText.interval(regret.toSequence(), 4))
                        .element("td", FigureText.fixed(100 * regret.share(), 0) + " %", "class", "n")
                        .element("td", String.valueOf(regret.worlds()), "class", "n")
                        .end();
            }
            page.endTable();
        }
        page.end();
    }

    /** Why there is no oracle, for each scenario without one. */
    private String withoutOracle() {
        return result.plan().benchmarks().stream()
                .filter(benchmark -> !benchmark.isOracle())
                .map(benchmark -> benchmark.scenario() + ": " + benchmark.origin())
                .collect(Collectors.joining(" "));
    }

    void yardsticks() {
        page.begin("section").element("h2", "What 0 and 1 mean");
        page.element(
                "p",
                result.isNormalised()
                        ? "A score of 0 is the objective that the control, the default economy held, reaches; 1 is that of the"
                                + " best static economy known. A score may lie above 1, because a strategy may change the"
                                + " economy over time, and far below 0, because there is more to lose than to win."
                        : "Scores are the objective less that of the control. They are not normalised, because with so few"
                                + " people and worlds the gain of the best economy known cannot be told from nothing.");
        page.beginTable(
                "Scenario",
                "#Objective of the control",
                "#Gain of the best static economy",
                FigureText.percent(result.plan().confidenceLevel()) + " interval",
                "Where it comes from");
        for (Yardstick yardstick : result.yardsticks()) {
            page.begin("tr")
                    .element("th", yardstick.scenario(), "scope", "row")
                    .element("td", FigureText.fixed(yardstick.zero(), 4), "class", "n")
                    .element("td", FigureText.signed(yardstick.gain().estimate(), 4), "class", "n")
                    .element("td", FigureText.interval(yardstick.gain(), 4))
                    .element("td", origin(yardstick.scenario()))
                    .end();
        }
        page.endTable();
        page.end();
    }

    private String origin(String scenario) {
        return result.plan().benchmarks().stream()
                .filter(benchmark -> benchmark.scenario().equals(scenario))
                .map(Benchmark::origin)
                .findFirst()
                .orElse("");
    }
}
