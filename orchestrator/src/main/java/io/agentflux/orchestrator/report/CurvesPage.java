package io.agentflux.orchestrator.report;

import java.util.List;
import java.util.stream.IntStream;

/** Curves over one quantity, each in a small chart of its own, as one page like {@link HtmlReport}. */
public final class CurvesPage {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 190;
    private static final int LEFT = 52;
    private static final int RIGHT = WIDTH - 14;
    private static final int TOP = 12;
    private static final int BOTTOM = HEIGHT - 34;

    private CurvesPage() {}

    /**
     * A curve.
     *
     * @param name what it shows
     * @param values the value at each place, as many as there are places
     */
    public record Curve(String name, List<Double> values) {

        /** Copies the values. */
        public Curve {
            values = List.copyOf(values);
        }
    }

    /**
     * The page.
     *
     * @param title what it is about
     * @param description what a reader should know, one paragraph each
     * @param quantity the quantity over which the curves are drawn
     * @param places its values, ascending
     * @param marked a place to be marked, such as the default
     * @param curves the curves in the order in which they are shown
     * @param command what to type for the same page again
     */
    public static String of(
            String title,
            List<String> description,
            String quantity,
            List<Double> places,
            double marked,
            List<Curve> curves,
            String command) {
        Markup page = PageStyle.begin(title);
        page.begin("header").element("p", "AgentFlux", "class", "kicker").element("h1", title);
        description.forEach(paragraph -> page.element("p", paragraph));
        page.end().begin("section", "class", "curves");
        curves.forEach(curve -> draw(page, quantity, places, marked, curve));
        page.end().begin("section").element("h2", "The same page again");
        page.begin("pre").element("code", command).end().end();
        return PageStyle.end(page);
    }

    private static void draw(Markup page, String quantity, List<Double> places, double marked, Curve curve) {
        Axis across = Axis.over(places, LEFT, RIGHT);
        Axis up = Axis.over(curve.values(), BOTTOM, TOP);
        page.begin("figure").element("h2", curve.name());
        page.begin(
                "svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img");
        page.element("title", curve.name() + " over " + quantity);
        for (double tick : up.ticks()) {
            line(page, "grid", LEFT, RIGHT, up.position(tick), up.position(tick));
            text(page, tick, LEFT - 6, up.position(tick) + 4, "end");
        }
        for (double tick : across.ticks()) {
            text(page, tick, across.position(tick), BOTTOM + 16, "middle");
        }
        if (across.shows(marked)) {
            line(page, "default", across.position(marked), across.position(marked), TOP, BOTTOM);
        }
        List<Integer> drawn = IntStream.range(0, places.size())
                .filter(at -> Double.isFinite(curve.values().get(at)))
                .boxed()
                .toList();
        StringBuilder path = new StringBuilder();
        for (int at : drawn) {
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(across.at(places.get(at)))
                    .append(' ')
                    .append(up.at(curve.values().get(at)));
        }
        if (!path.isEmpty()) {
            page.empty("path", "class", "curve", "d", path.toString());
        }
        for (int at : drawn) {
            page.empty(
                    "circle",
                    "class",
                    "point",
                    "cx",
                    across.at(places.get(at)),
                    "cy",
                    up.at(curve.values().get(at)),
                    "r",
                    "3.2");
        }
        page.element(
                "text",
                quantity,
                "class",
                "tick",
                "x",
                String.valueOf((LEFT + RIGHT) / 2),
                "y",
                String.valueOf(HEIGHT - 4),
                "text-anchor",
                "middle");
        page.end().end();
    }

    private static void line(Markup page, String style, double x1, double x2, double y1, double y2) {
        page.empty(
                "line",
                "class",
                style,
                "x1",
                FigureText.fixed(x1, 1),
                "x2",
                FigureText.fixed(x2, 1),
                "y1",
                FigureText.fixed(y1, 1),
                "y2",
                FigureText.fixed(y2, 1));
    }

    private static void text(Markup page, double tick, double x, double y, String anchor) {
        page.element(
                "text",
                Figures.rounded(tick).toPlainString(),
                "class",
                "tick",
                "x",
                FigureText.fixed(x, 1),
                "y",
                FigureText.fixed(y, 1),
                "text-anchor",
                anchor);
    }
}
