package io.agentflux.orchestrator.report;

/** The look of every page: one style sheet, in the page itself, light or dark as the reader's system is. */
final class PageStyle {

    static final String SHEET = """

            :root { color-scheme: light dark; --paper: #fff; --ink: #1f2328; --faint: #59636e; --line: #d9dee3; --stripe: #f6f8fa;
              --accent: #0a5bb5; --good: #136c2e; --bad: #b3261e; --open: #59636e; --none: #59636e; }
            @media (prefers-color-scheme: dark) { :root { --paper: #12161b; --ink: #e3e8ee; --faint: #98a2ad; --line: #323a43;
              --stripe: #1a2027; --accent: #6fb1ff; --good: #56c271; --bad: #ff8a80; --open: #98a2ad; --none: #98a2ad; } }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--paper); color: var(--ink);
              font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
            main { max-width: 1020px; margin: 0 auto; padding: 40px 24px 64px; }
            header p { margin: 0; }
            .kicker { color: var(--faint); font-size: 14px; }
            h1 { margin: 2px 0 6px; font-size: 32px; line-height: 1.2; }
            h2 { margin: 44px 0 12px; font-size: 21px; line-height: 1.3; }
            p { margin: 8px 0; max-width: 75ch; }
            .alarm { margin: 18px 0 0; padding: 12px 16px; border: 1px solid var(--bad); border-left-width: 5px; border-radius: 6px; }
            dl.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(205px, 1fr)); gap: 14px 24px; margin: 24px 0 0; }
            dl.facts div { border-top: 1px solid var(--line); padding-top: 8px; }
            dl.facts div.wide { grid-column: span 2; }
            dt { color: var(--faint); font-size: 13px; }
            dd { margin: 0; overflow-wrap: anywhere; }
            .answers { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 14px; }
            article { border: 1px solid var(--line); border-left: 5px solid var(--open); border-radius: 6px; padding: 12px 16px; }
            article p { margin: 2px 0 0; }
            article .name { font-weight: 650; }
            article .verdict { font-weight: 600; }
            article .grounds { color: var(--faint); font-size: 14px; font-variant-numeric: tabular-nums; }
            article.better { border-left-color: var(--good); } .better .verdict { color: var(--good); }
            article.worse { border-left-color: var(--bad); } .worse .verdict { color: var(--bad); }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-size: 14.5px; font-variant-numeric: tabular-nums; }
            th, td { padding: 7px 12px 7px 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); }
            th { color: var(--faint); font-weight: 600; font-size: 13px; white-space: nowrap; }
            tbody th { color: var(--ink); font-size: 14.5px; }
            .n { text-align: right; white-space: nowrap; }
            td small { display: block; font-weight: 400; color: var(--faint); font-size: 12.5px; }
            tr.better .said { color: var(--good); } tr.worse .said { color: var(--bad); }
            tr.control th, tr.control td { color: var(--faint); }
            td.better { color: var(--good); font-weight: 600; } td.worse { color: var(--bad); font-weight: 600; }
            td.apart { color: var(--accent); font-weight: 600; }
            figure { margin: 12px 0 28px; }
            figcaption { color: var(--faint); font-size: 14px; max-width: 85ch; margin-top: 6px; }
            svg { display: block; width: 100%; height: auto; font: 14px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
            svg text { fill: var(--ink); } svg .tick { fill: var(--faint); font-size: 12.5px; }
            svg .value { font-size: 13px; font-variant-numeric: tabular-nums; }
            svg .stripe { fill: var(--stripe); } svg .grid { stroke: var(--line); } svg .zero { stroke: var(--faint); stroke-width: 1.5; }
            svg .best { stroke: var(--accent); stroke-dasharray: 4 4; }
            svg .bar { stroke-width: 3; stroke-linecap: round; } svg .dots { fill: none; stroke-width: 5.5; stroke-linecap: round; opacity: .75; }
            svg .mean { stroke: var(--ink); stroke-width: 2; }
            svg .curve { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; } svg .point { fill: var(--accent); }
            svg .default { stroke: var(--faint); stroke-dasharray: 4 4; }
            svg .better circle { fill: var(--good); } svg .better .bar, svg .better .dots { stroke: var(--good); }
            svg .worse circle { fill: var(--bad); } svg .worse .bar, svg .worse .dots { stroke: var(--bad); }
            svg .open circle { fill: var(--open); } svg .open .bar, svg .open .dots { stroke: var(--open); }
            svg .control .dots { stroke: var(--none); }
            .curves { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 8px 28px; }
            .curves figure { margin: 0; } .curves h2 { margin: 18px 0 4px; font-size: 16px; }
            code, pre { font: 13.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
            pre { background: var(--stripe); padding: 12px 14px; border-radius: 6px; overflow-x: auto; }
            li { margin: 6px 0; max-width: 80ch; }
            @media (max-width: 520px) { dl.facts div.wide { grid-column: auto; } }
            @media print { main { padding: 0; max-width: none; } h2 { break-after: avoid; } figure, article, tr { break-inside: avoid; } }
            """;

    private PageStyle() {}

    /** Begins a page up to its main part. */
    static Markup begin(String title) {
        Markup page = new Markup();
        page.begin("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en")
                .begin("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .element("title", title)
                .element("style", SHEET)
                .end();
        return page.begin("body").begin("main");
    }

    /** Ends a page begun here. */
    static String end(Markup page) {
        return page.end().end().end().page();
    }
}
