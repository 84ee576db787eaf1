package io.agentflux.orchestrator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.Economy;
import io.agentflux.arena.Metric;
import io.agentflux.orchestrator.Benchmark;
import io.agentflux.orchestrator.Conduct;
import io.agentflux.orchestrator.MatchResult;
import io.agentflux.orchestrator.MatchSpec;
import io.agentflux.orchestrator.MetricOutcome;
import io.agentflux.orchestrator.TournamentPlan;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.VariantOutcome;
import io.agentflux.orchestrator.WorldOutcome;
import java.io.StringReader;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {

    private static final String AWKWARD = "<b>\"rock\" & 'roll'</b>\u0000\ud800";

    private static TournamentPlan plan(int replications, String... entrants) {
        return new TournamentPlan(
                "toy",
                "cafe",
                42,
                List.of("sunny", "rainy"),
                replications,
                List.of(entrants),
                Duration.ofDays(1),
                0.95,
                List.of());
    }

    /** Entrant number n is worth n - 1 more than the control, give or take a little. */
    private static MatchResult match(MatchSpec match, List<String> entrants) {
        SplittableRandom chance = new SplittableRandom(match.seed());
        double weather = chance.nextDouble();
        Map<String, VariantOutcome> outcomes = new LinkedHashMap<>();
        Map<String, Conduct> conduct = new LinkedHashMap<>();
        for (String entrant : entrants) {
            outcomes.put(entrant, outcome(weather + outcomes.size() - 1 + 0.01 * chance.nextDouble()));
            conduct.put(entrant, new Conduct(10, 1, 5, 5, 1, Map.of("RATE_LIMITED", 2), AWKWARD));
        }
        return new MatchResult(
                match,
                new WorldOutcome(outcome(weather), outcome(weather + 1 + 0.01 * chance.nextDouble()), null, outcomes),
                conduct);
    }

    private static VariantOutcome outcome(double value) {
        Map<Metric, MetricOutcome> metrics = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            metrics.put(metric, new MetricOutcome(value, 0.1, null));
        }
        return new VariantOutcome(value, value, value, Double.NaN, 0, metrics);
    }

    private static List<MatchResult> matches(TournamentPlan plan) {
        return plan.matches().stream()
                .map(match -> match(match, plan.entrants()))
                .collect(Collectors.toList());
    }

    private static String report(TournamentResult result) {
        return HtmlReport.of(result, AWKWARD, Map.of("People", AWKWARD), "agentflux tournament run " + AWKWARD);
    }

    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    @Test
    @DisplayName("the same matches give the same bytes in whatever order they came")
    void sameBytes() {
        TournamentPlan plan = plan(6, "low", "same", "high");
        List<MatchResult> shuffled = matches(plan);
        Collections.shuffle(shuffled, new Random(3));

        assertThat(report(TournamentResult.of(plan, shuffled)))
                .isEqualTo(report(TournamentResult.of(plan, matches(plan))));
    }

    @Test
    @DisplayName("the page is well-formed, fetches nothing and runs nothing, whatever text it is given")
    void isWellFormedAndSelfContained() throws Exception {
        TournamentPlan plan = plan(6, "low", "same", "high");
        String page = report(TournamentResult.of(plan, matches(plan)));

        Document document = parsed(page);

        assertThat(document.getElementsByTagName("b").getLength()).isZero();
        assertThat(document.getDocumentElement().getTextContent()).contains("<b>\"rock\" & 'roll'</b>\ufffd\ufffd");
        for (String loading : List.of("script", "link", "img", "iframe", "object", "use", "image")) {
            assertThat(document.getElementsByTagName(loading).getLength()).isZero();
        }
        assertThat(page).doesNotContain("url(", "@import", " src=", " href=");
    }

    @Test
    @DisplayName("every strategy is answered for, ranked, drawn and accounted for")
    void showsEveryStrategy() throws Exception {
        TournamentPlan plan = plan(6, "low", "same", "high");
        Document document = parsed(report(TournamentResult.of(plan, matches(plan))));
        String text = document.getDocumentElement().getTextContent();

        assertThat(text).contains("better than doing nothing", "worse than doing nothing", "ahead in 12 of 12");
        assertThat(texts(document.getElementsByTagName("th"))).contains("low", "same", "high", "control");
        // a forest of all, and a strip of all and the control for each of the two scenarios
        assertThat(texts(document.getElementsByTagName("text")).stream().filter("high"::equals))
                .hasSize(3);
        assertThat(texts(document.getElementsByTagName("text")).stream().filter("control"::equals))
                .hasSize(5);
        assertThat(text).contains("high stopped early", "RATE_LIMITED 24 times");
    }

    private static List<String> texts(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(node -> nodes.item(node).getTextContent())
                .toList();
    }

    @Test
    @DisplayName("a tournament that was interrupted says so, even before its first match")
    void marksPartialResults() throws Exception {
        TournamentPlan plan = plan(6, "low", "same");
        for (int played : new int[] {0, 1, 7}) {
            String text = parsed(report(TournamentResult.of(plan, matches(plan).subList(0, played))))
                    .getDocumentElement()
                    .getTextContent();
            assertThat(text).contains("Partial result.", "after " + played + " of 12 matches");
        }
        assertThat(report(TournamentResult.of(plan, matches(plan)))).doesNotContain("Partial result.");
    }

    @Test
    @DisplayName("the page stays small however many worlds were played")
    void staysSmall() {
        TournamentPlan plan = plan(500, "low", "same", "high");

        assertThat(report(TournamentResult.of(plan, matches(plan)))).hasSizeLessThan(100_000);
    }

    @Test
    @DisplayName(
            "the page tells regret where the scenario has an oracle, why not where it has none, and the hidden usefulness")
    void showsRegret() throws Exception {
        TournamentPlan without = plan(6, "low", "same", "high");
        List<Benchmark> benchmarks = List.of(
                new Benchmark("sunny", Economy.defaults(), List.of(Economy.defaults()), 0.01, "The oracle."),
                new Benchmark("rainy", Economy.defaults(), List.of(), Double.NaN, "No oracle: other people."));
        TournamentPlan with = new TournamentPlan(
                without.name(),
                without.hash(),
                without.seed(),
                without.scenarios(),
                without.replications(),
                without.entrants(),
                without.cadence(),
                without.confidenceLevel(),
                benchmarks);
        List<MatchResult> matches = matches(with).stream()
                .map(match -> new MatchResult(
                        match.match(),
                        new WorldOutcome(
                                match.outcome().control(),
                                match.outcome().bestStatic(),
                                match.outcome().bestStatic(),
                                match.outcome().entrants()),
                        match.conduct()))
                .toList();

        String told = parsed(report(TournamentResult.of(with, matches)))
                .getDocumentElement()
                .getTextContent();
        String untold = parsed(report(TournamentResult.of(without, matches(without))))
                .getDocumentElement()
                .getTextContent();

        assertThat(told)
                .contains("How far from the best?", "Left to win", "No oracle: other people.", "Is it useful, too?")
                .contains("Scenario by scenario");
        assertThat(untold).contains("Regret cannot be told").doesNotContain("Left to win");
    }
}
