package io.agentflux.orchestrator.report;

import io.agentflux.orchestrator.MatchResult;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.analysis.Comparison;
import io.agentflux.orchestrator.analysis.Standing;
import io.agentflux.statistics.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The charts of a tournament's report: what is known of each strategy, and how it did in every world. */
final class ScoreCharts {

    private static final int WIDTH = 960;
    private static final int LEFT = 170;
    private static final int ROW = 34;
    private static final int TOP = 26;
    private static final int BOTTOM = 30;
    private static final int MOST_DOTS = 200;
    private static final double DOT = 6;
    private static final int LABEL_LENGTH = 22;

    private final TournamentResult result;
    private final int decimals;

    ScoreCharts(TournamentResult result, int decimals) {
        this.result = result;
        this.decimals = decimals;
    }

    /** A line for each strategy: its difference to the control with the interval, best first. */
    void forest(Markup page) {
        List<Standing> compared = result.ranking().standings().stream()
                .filter(standing -> !standing.control())
                .toList();
        Axis axis = Axis.around(compared.stream().map(ScoreCharts::ends).toList(), LEFT, WIDTH - 210);
        page.begin("figure");
        begin(page, compared.size(), "Difference to the control with its interval, for each strategy");
        frame(page, axis, compared.size());
        for (int row = 0; row < compared.size(); row++) {
            Standing standing = compared.get(row);
            Comparison comparison = standing.againstControl();
            if (comparison != null) {
                interval(page, axis, row, standing, comparison.difference());
            }
        }
        page.end();
        page.element(
                "figcaption",
                "Difference to the control in the same worlds: the dot is the mean, the bar its "
                        + FigureText.percent(result.ranking().level())
                        + " interval. Right of zero is better than doing nothing; a bar that crosses zero leaves it open."
                        + note(axis));
        page.end();
    }

    private void interval(Markup page, Axis axis, int row, Standing standing, Interval difference) {
        double y = TOP + ROW * (row + 0.5);
        String centre = FigureText.fixed(y, 1);
        page.begin("g", "class", HtmlReport.style(standing));
        label(page, y, standing.strategy());
        if (Double.isFinite(difference.low()) && Double.isFinite(difference.high())) {
            page.empty(
                    "line",
                    "class",
                    "bar",
                    "x1",
                    axis.at(difference.low()),
                    "x2",
                    axis.at(difference.high()),
                    "y1",
                    centre,
                    "y2",
                    centre);
        }
        if (Double.isFinite(difference.estimate())) {
            page.empty("circle", "cx", axis.at(difference.estimate()), "cy", centre, "r", "5.5");
        }
        page.element(
                "text",
                FigureText.signed(difference.estimate(), decimals) + "  " + FigureText.interval(difference, decimals),
                "class",
                "value",
                "x",
                String.valueOf(WIDTH - 4),
                "y",
                FigureText.fixed(y + 4.5, 1),
                "text-anchor",
                "end");
        page.end();
    }

    private static double[] ends(Standing standing) {
        Comparison comparison = standing.againstControl();
        return comparison == null
                ? new double[0]
                : new double[] {
                    comparison.difference().low(),
                    comparison.difference().estimate(),
                    comparison.difference().high()
                };
    }

    /** A row of dots for each strategy: its score in every world of one scenario. */
    void strip(Markup page, String scenario) {
        List<MatchResult> matches = result.matches().stream()
                .filter(match -> match.match().scenario().equals(scenario))
                .toList();
        List<Standing> standings = result.ranking().standings();
        List<double[]> scores = standings.stream()
                .map(standing -> matches.stream()
                        .mapToDouble(match -> result.score(match, standing.strategy()))
                        .toArray())
                .toList();
        Axis axis = Axis.around(scores, LEFT, WIDTH - 24);
        int worldsPerDot = (matches.size() + MOST_DOTS - 1) / MOST_DOTS;
        page.begin("figure");
        begin(page, standings.size(), "Score of each strategy in every world of " + scenario);
        frame(page, axis, standings.size());
        for (int row = 0; row < standings.size(); row++) {
            double y = TOP + ROW * (row + 0.5);
            page.begin("g", "class", HtmlReport.style(standings.get(row)));
            label(page, y, standings.get(row).strategy());
            dots(page, axis, y, scores.get(row), Math.max(1, worldsPerDot));
            page.end();
        }
        page.end();
        page.element(
                "figcaption",
                "Scenario " + scenario + ": the score in each of its " + matches.size() + " worlds"
                        + (worldsPerDot > 1 ? ", a dot for up to " + worldsPerDot + " of them" : ", a dot for each")
                        + "; the stroke is the mean. The spread of the control shows how much worlds differ by chance; the"
                        + " comparison above is made within worlds, which takes out what its variants share."
                        + note(axis));
        page.end();
    }

    /** Dots that would cover one another are stacked; a path of points with round ends is the shortest way to write them. */
    private static void dots(Markup page, Axis axis, double y, double[] scores, int worldsPerDot) {
        Map<Long, Integer> stacks = new TreeMap<>();
        for (double score : scores) {
            if (Double.isFinite(score)) {
                stacks.merge(Math.round(axis.position(score) / DOT), 1, Integer::sum);
            }
        }
        StringBuilder path = new StringBuilder();
        stacks.forEach((column, worlds) -> {
            int dots = (worlds + worldsPerDot - 1) / worldsPerDot;
            double step = Math.min(DOT, (ROW - 8.0) / dots);
            for (int dot = 0; dot < dots; dot++) {
                double offset = (dot - (dots - 1) / 2.0) * step;
                path.append('M')
                        .append(FigureText.fixed(column * DOT, 0))
                        .append(' ')
                        .append(FigureText.fixed(y + offset, 1))
                        .append("h0");
            }
        });
        if (!path.isEmpty()) {
            double mean = Arrays.stream(scores).average().orElse(Double.NaN);
            page.empty("path", "class", "dots", "d", path.toString());
            if (Double.isFinite(mean)) {
                String x = axis.at(mean);
                page.empty(
                        "line",
                        "class",
                        "mean",
                        "x1",
                        x,
                        "x2",
                        x,
                        "y1",
                        FigureText.fixed(y - 13, 1),
                        "y2",
                        FigureText.fixed(y + 13, 1));
            }
        }
    }

    private static void begin(Markup page, int rows, String title) {
        page.begin(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 " + WIDTH + " " + (TOP + rows * ROW + BOTTOM),
                "role",
                "img");
        page.element("title", title);
    }

    private void frame(Markup page, Axis axis, int rows) {
        int bottom = TOP + rows * ROW;
        for (int row = 0; row < rows; row += 2) {
            page.empty(
                    "rect",
                    "class",
                    "stripe",
                    "x",
                    "0",
                    "y",
                    String.valueOf(TOP + row * ROW),
                    "width",
                    String.valueOf(WIDTH),
                    "height",
                    String.valueOf(ROW));
        }
        for (double tick : axis.ticks()) {
            rule(page, axis, tick, bottom, tick == 0 ? "zero" : "grid");
            page.element(
                    "text",
                    Figures.rounded(tick).toPlainString(),
                    "class",
                    "tick",
                    "x",
                    axis.at(tick),
                    "y",
                    String.valueOf(bottom + 19),
                    "text-anchor",
                    "middle");
        }
        mark(page, axis, 0, "control");
        if (result.isNormalised() && axis.shows(1) && axis.position(1) - axis.position(0) > 110) {
            rule(page, axis, 1, bottom, "best");
            mark(page, axis, 1, "best static");
        }
    }

    private static void rule(Markup page, Axis axis, double value, int bottom, String style) {
        String x = axis.at(value);
        page.empty("line", "class", style, "x1", x, "x2", x, "y1", String.valueOf(TOP), "y2", String.valueOf(bottom));
    }

    private static void mark(Markup page, Axis axis, double value, String text) {
        page.element(
                "text",
                text,
                "class",
                "tick",
                "x",
                axis.at(value),
                "y",
                String.valueOf(TOP - 8),
                "text-anchor",
                "middle");
    }

    private static void label(Markup page, double y, String strategy) {
        String text = strategy.length() <= LABEL_LENGTH ? strategy : strategy.substring(0, LABEL_LENGTH - 1) + "\u2026";
        page.element("text", text, "class", "label", "x", "10", "y", FigureText.fixed(y + 4.5, 1));
    }

    private static String note(Axis axis) {
        return axis.isProportional()
                ? ""
                : " The axis is in proportion up to about \u00b1"
                        + Figures.rounded(axis.unit()).toPlainString()
                        + " and logarithmic beyond, so that all strategies fit.";
    }
}
